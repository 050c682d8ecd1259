import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Long enough for the slowest test at ten times the load. A step that hangs ends by its own deadline, with a better message.
  testTimeout: 600_000,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  // An interrupted mutation test leaves a copy of the project there, which would be a second package of the same name.
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp/'],
  extensionsToTreatAsEsm: ['.ts'],
  // Scenarios mostly wait for their child processes, so two cores carry four workers.
  maxWorkers: Math.max(4, availableParallelism() - 1),
  // On a busy machine, a worker needs longer than half a second to exit.
  workerGracefulExitTimeout: 30_000,
  testSequencer: './__tests__/support/slowest-first.js',
  transform: {
    '^.+\\.ts$': './__tests__/support/strip-types.ts',
    '/workflow-parser/.+-schema\\.js$': './__tests__/support/json-imports.ts',
  },
  transformIgnorePatterns: ['/node_modules/(?!@actions/workflow-parser/)'],
};
