/**
 * Measures what the unit tests miss: changes the sources in small ways, one at a time, and lists the changes that no test
 * noticed. `npm run mutate` goes through all areas; `npm run mutate -- plan body` through these. Each is given the tests of
 * its own alone: jest would load every test file that imports a source, for each change of it. Scenarios run `dist/`,
 * where no change can reach them: what they alone test is listed too, and the edge (`main.ts` and what is beside it) is left
 * out. So is the test that ends a sync at every request, which is slow.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The sources of each area, and the tests that have to notice when they are changed. */
const areas: Readonly<Record<string, { readonly sources: readonly string[]; readonly tests: readonly string[] }>> = {
  plan: { sources: ['plan/*'], tests: ['plan/*'] },
  operations: { sources: ['operations/*'], tests: ['operations/{change-plans,delete,export,plans,select,sync-plan}'] },
  losant: {
    sources: ['losant/{connection,errors,retry,token,webhook}'],
    tests: ['losant/{connection,errors,recover,retry,token,webhook}'],
  },
  pace: { sources: ['losant/pace'], tests: ['losant/pace'] },
  client: {
    sources: ['losant/{client,connect,http,proxy}'],
    tests: ['losant/{client,client-calls,client-cancel,client-delete,http,proxy}'],
  },
  fields: { sources: ['losant/fields'], tests: ['losant/fields', 'schema', 'body/entry'] },
  body: { sources: ['body/*'], tests: ['body/*'] },
  inputs: { sources: ['inputs/*'], tests: ['inputs/*', 'contract'] },
  tools: {
    sources: ['{closest,json,patterns,pool,problem}'],
    tests: ['{closest,json,patterns,pool,problem}'],
  },
  report: {
    sources: ['report/{explain,lines,outputs,run}'],
    tests: ['report/{explain,lines,long-outputs,outputs,run}'],
  },
  markdown: { sources: ['report/markdown'], tests: ['report/{markdown,summary}'] },
  github: { sources: ['github/*'], tests: ['github/*'] },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(areas, name));
if (unknown.length > 0) throw new Error(`no area: ${unknown.join(', ')}. There are ${Object.keys(areas).join(', ')}`);

// The command line takes no tests: they stand in a configuration of each area's own.
const base: object = JSON.parse(readFileSync(join(root, 'stryker.config.json'), 'utf8'));
const directory = mkdtempSync(join(tmpdir(), 'mutate-'));
try {
  for (const [name, { sources, tests }] of Object.entries(areas)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`\n${name}`);
    const mutate = sources.map((source) => `src/${source}.ts`);
    const testMatch = tests.map((path) => `<rootDir>/__tests__/${path}.test.ts`);
    const file = join(directory, `${name}.json`);
    writeFileSync(file, JSON.stringify({ ...base, mutate, jest: { config: { testMatch } } }));
    const stryker = join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
    const { status } = spawnSync(process.execPath, [stryker, 'run', file], { cwd: root, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(directory, { recursive: true });
}
