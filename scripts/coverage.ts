/**
 * Measures which lines and branches of `src/` the tests execute, those of scenarios in child processes included, and fails
 * below 100 %. It works without source maps, for Node and jest run the sources with their types blanked out.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Whether nothing of a file is left without its types: then nothing of it can be executed. */
function isTypesAlone(path: string): boolean {
  const code = stripTypeScriptTypes(readFileSync(join(root, path), 'utf8'));
  return code.replace(/\/\*[\s\S]*?\*\//g, '').trim() === '';
}

const types = globSync('src/**/*.ts', { cwd: root }).filter(isTypesAlone);
const c8 = ['node_modules/c8/bin/c8.js', '--all', '--src', 'src', '--include', 'src/**', '--100', '--reporter', 'text'];
const excluded = types.flatMap((path) => ['--exclude', path]);
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
// A worker writes down at its end what it has executed. Jest would kill it after half a second.
const patience = ['--workerGracefulExitTimeout', '120000'];
// What is said of the bundle does not hold for the sources.
const ofBundle = ['bundle.test', 'recipes.test', 'run-action.test'];
// `npm test` runs these, and they execute no line that no other test does.
const repeated = ['fault-matrix', 'bulk', 'lost-responses', 'hostile', 'losant-rest', 'assumptions'].map(
  (name) => `scenarios/${name}\\.test`,
);
const left = ['--testPathIgnorePatterns', '/node_modules/', '__tests__/(probe|scripts)/', ...ofBundle, ...repeated];

const { status } = spawnSync(
  process.execPath,
  [...c8, ...excluded, process.execPath, ...jest, ...patience, ...process.argv.slice(2), ...left],
  { cwd: root, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
