import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { readActionFile, root } from '../local/runner/action-file.ts';
import { type Inputs, inputsFor, runAction } from '../local/runner/run-action.ts';
import { isObject, parseJson } from '../src/json.ts';
import { useLosantApi } from './support/use-losant-api.ts';

const api = useLosantApi({ tls: true });

/** Runs the action, and returns the files and built-in modules that it loaded. */
async function loadedBy(inputs: Inputs): Promise<{ files: string[]; builtins: string[] }> {
  const preload = join(root, 'local', 'runner', 'loaded.cjs');
  const env = { NODE_OPTIONS: `--require ${preload}`, LOADED: 'loaded.json' };
  const run = await runAction({ ...inputsFor(api), ...inputs }, { env });
  expect(run.exitCode).toBe(0);
  const loaded = parseJson(readFileSync(join(run.workspace, 'loaded.json'), 'utf8'));
  const { files, builtins } = isObject(loaded) ? loaded : {};
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  return { files: texts(files).map((url) => fileURLToPath(url)), builtins: texts(builtins) };
}

// Strings in each library that no minifier changes.
const marks = {
  octokit: /octokit-core\.js/,
  yaml: /tag:yaml\.org,2002:/,
  'the replacement of undici': /vendor\/undici\/README\.md/,
};

function librariesIn(files: readonly string[]): string[] {
  const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  return Object.entries(marks)
    .filter(([, mark]) => mark.test(text))
    .map(([name]) => name);
}

test('each library contains the mark that identifies it', () => {
  const files = [
    join(root, 'node_modules', '@octokit', 'core', 'dist-src', 'index.js'),
    join(root, 'node_modules', 'yaml', 'dist', 'schema', 'tags.js'),
    join(root, 'vendor', 'undici', 'index.js'),
  ];
  expect(files.map((file) => librariesIn([file]))).toEqual(Object.keys(marks).map((name) => [name]));
});

test('dist/ as a whole has no more than 490 kB of code', () => {
  const files = readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.js'));
  const size = files.reduce((sum, name) => sum + readFileSync(join(root, 'dist', name)).length, 0);
  expect(size).toBeLessThanOrEqual(490_000);
});

describe('a get loads', () => {
  let loaded: Awaited<ReturnType<typeof loadedBy>>;
  beforeEach(async () => {
    loaded = await loadedBy({ operation: 'get', 'webhook-id': api.addWebhook().id });
  });

  test('no more than 140 kB, all of it from dist/', async () => {
    const dist = dirname((await readActionFile()).main);
    const own = loaded.files.filter((file) => !file.endsWith('loaded.cjs'));
    expect(new Set(own.map((file) => dirname(file)))).toEqual(new Set([dist]));
    const size = own.reduce((sum, file) => sum + readFileSync(file).length, 0);
    expect(size).toBeGreaterThan(10_000);
    expect(size).toBeLessThanOrEqual(140_000);
  });

  test('neither undici nor Octokit nor a YAML parser', () => {
    expect(librariesIn(loaded.files)).toEqual(['the replacement of undici']);
    expect(loaded.builtins.filter((name) => name.includes('undici'))).toEqual([]);
  });
});

test('a YAML body loads the YAML parser', async () => {
  const { id } = api.addWebhook();
  const { files } = await loadedBy({ operation: 'patch', 'webhook-id': id, body: 'responseCode: 201' });
  expect(librariesIn(files)).toContain('yaml');
});

function manifestOf(folder: string): Readonly<Record<string, unknown>> {
  const manifest = parseJson(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  return isObject(manifest) ? manifest : {};
}

test('the replacement is the undici of every package', () => {
  expect(manifestOf('node_modules/undici')).toMatchObject({ name: 'undici', version: '0.0.0' });
  expect(readdirSync(join(root, 'node_modules', '@actions', 'http-client'))).not.toContain('node_modules');
});

describe('licenses.txt', () => {
  const text = readFileSync(join(root, 'dist', 'licenses.txt'), 'utf8');
  // `name@version`, a blank line, the license; two blank lines before the next.
  const listed = text.split('\n\n\n').map((part) => {
    const [, name = '', version, license] = /^(\S+)@(\S+)\n\n(.+)$/su.exec(part) ?? [];
    return { name, version, license };
  });
  const names = listed.map(({ name }) => name);

  test('lists the packages that are bundled, whatever the case of their license file', () => {
    const { dependencies } = manifestOf('.');
    // Ours, so it needs no other license.
    const direct = Object.keys(isObject(dependencies) ? dependencies : {}).filter((name) => name !== 'undici');
    expect(names).toEqual(expect.arrayContaining([...direct, '@octokit/core', 'content-type', 'tunnel']));
    expect(names).not.toContain('undici');
  });

  test('lists no package that is not bundled', () => {
    // Core imports it, but nothing uses what does.
    expect(manifestOf('node_modules/@actions/exec')['name']).toBe('@actions/exec');
    expect(names).not.toContain('@actions/exec');
  });

  test('gives the version and the license of each package', () => {
    expect(listed.map(({ version }) => version)).toEqual(
      names.map((name) => manifestOf(`node_modules/${name}`)['version']),
    );
    for (const { license } of listed)
      expect(license).toMatch(/MIT License|Permission (?:is hereby granted|to use, copy)|Apache License/u);
  });

  test('is the same on every system', () => {
    const headings = listed.map(({ name, version }) => `${name}@${version}`);
    expect(headings).toEqual(headings.toSorted());
    expect(text).not.toContain('\r');
  });
});
