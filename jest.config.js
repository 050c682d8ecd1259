/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // A scenario ends by its own deadline of a minute, with a better message.
  testTimeout: 90_000,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // On Windows no process can be sent a signal that it could handle.
  testPathIgnorePatterns: ['/node_modules/', ...(process.platform === 'win32' ? ['cancel.test'] : [])],
  // Stryker copies the project there, and leaves the copy when it is interrupted: two packages of one name.
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': './__tests__/support/strip-types.ts' },
};
