// Loaded before the built service (node --require): its tokens are then checked against the sign-in service of the
// test instead of Microsoft's. There is no setting for this, because in operation nobody may change it.
const Module = require('node:module');

const authority = JSON.parse(process.env.TEST_AUTHORITY);
const load = Module._load;
Module._load = function loadWithAuthority(request, parent, isMain) {
  const loaded = load.call(this, request, parent, isMain);
  if (!request.endsWith('/bot/createBot')) return loaded;
  return { ...loaded, createBot: (options) => loaded.createBot({ ...options, authority }) };
};
