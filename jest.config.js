/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // A scenario ends by its own deadline of a minute, with a better message.
  testTimeout: 90_000,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // Stryker copies the project there, and leaves the copy when it is interrupted: two packages of one name.
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': './__tests__/support/strip-types.ts' },
};
