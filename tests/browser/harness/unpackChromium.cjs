// Unpacks the Chromium of @sparticuz/chromium into TMPDIR and prints where it is. It runs as a process of its
// own, because the package unpacks its libraries only when this is set before it is loaded.
process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';

const chromium = require('@sparticuz/chromium');

chromium.executablePath().then((path) => process.stdout.write(path));
