// Loaded before the built service (node --expose-gc --require): on SIGUSR2 it collects garbage and prints what is left.
process.on('SIGUSR2', () => {
  global.gc();
  global.gc();
  process.stdout.write(`{"msg":"heap","bytes":${process.memoryUsage().heapUsed}}\n`);
});
