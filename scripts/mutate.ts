/**
 * Measures what the unit tests miss: changes the sources in small ways, one at a time, and lists the changes that no test
 * noticed. `npm run mutate` goes through every folder of `src/`, `npm run mutate -- plan api/retry` through these folders
 * and files; `tools` are the files beside the folders. Each is given only the tests of its own folder: jest would load
 * every test file that imports a source, for each change of it. Scenarios run `dist/`, where no change can reach them.
 * docs/reliability.md has the results for the riskiest files.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Fetched when needed: Stryker needs a newer Node than everything else here, and `npm ci` would warn everyone about it. */
const STRYKER = ['@stryker-mutator/core@10.0.0', '@stryker-mutator/jest-runner@10.0.0'];
/** Executed in scenarios only. */
const EDGE = ['!src/{index,main,signals}.ts', '!src/runner/deliver.ts'];
/** A property that ends a sync at every request: too slow to be run for each change. */
const SLOW = '/operations/sync\\.test';

interface Area {
  readonly mutate: readonly string[];
  readonly testMatch: readonly string[];
}

const folders = globSync('*/', { cwd: join(root, 'src') }).sort();
const areas: ReadonlyMap<string, Area> = new Map([
  [
    'tools',
    {
      mutate: ['src/*.ts', ...EDGE],
      testMatch: ['<rootDir>/__tests__/{closest,files*,json,paths,patterns,pool,problem}.test.ts'],
    },
  ],
  ...folders.map((name): [string, Area] => [
    name,
    { mutate: [`src/${name}/*.ts`, ...EDGE], testMatch: [`<rootDir>/__tests__/${name}/*.test.ts`] },
  ]),
]);

/** The files that were asked for, in each area. */
const asked = new Map<string, string[]>();
for (const argument of process.argv.slice(2)) {
  const [name = '', file] = argument.split('/');
  const patterns = areas.get(name)?.mutate ?? [];
  const files = file === undefined ? patterns : globSync(`${patterns[0]}`.replace('*', file), { cwd: root });
  if (files.length === 0)
    throw new Error(`unknown: ${argument}. Give areas (${[...areas.keys()].join(', ')}) or files, such as plan/guard`);
  asked.set(name, [...(asked.get(name) ?? []), ...files]);
}

/** npm itself, as it runs this script. */
const npm = process.env['npm_execpath'];
if (npm === undefined) throw new Error('start it with: npm run mutate');

// The command line takes no tests, so each area gets a configuration file.
const base: object = JSON.parse(readFileSync(join(root, 'stryker.config.json'), 'utf8'));
const directory = mkdtempSync(join(tmpdir(), 'mutate-'));
try {
  for (const [name, { mutate: all, testMatch }] of areas) {
    const mutate = asked.size === 0 ? all : asked.get(name);
    if (mutate === undefined) continue;
    console.log(`\n${name}`);
    const file = join(directory, `${name}.json`);
    const config = { testMatch, testPathIgnorePatterns: ['/node_modules/', SLOW] };
    writeFileSync(file, JSON.stringify({ ...base, mutate, jest: { config } }));
    const packages = STRYKER.flatMap((spec) => ['--package', spec]);
    const args = [npm, 'exec', '--yes', ...packages, '--', 'stryker', 'run', file];
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(directory, { recursive: true });
}
