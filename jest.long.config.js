/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/tests/long/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // Each measures; two at a time would measure each other.
  maxWorkers: 1,
  testTimeout: 30 * 60_000,
};
