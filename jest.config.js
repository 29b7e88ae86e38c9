/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  // Those take minutes: npm run test:long.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/long/'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' } }],
    // Part of the Agents SDK, and published as an ES module only, which jest cannot require on Node 20.
    '/node_modules/jose/.+\\.js$': ['@swc/jest', { module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  testEnvironment: 'node',
  maxWorkers: 2,
  // Many tests start programs; on a busy machine that takes a while. None waits longer than it must.
  testTimeout: 20_000,
};
