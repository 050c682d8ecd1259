/**
 * Says which `overrides` in package.json are no longer needed: without them, npm would not install what they prevent. It asks the
 * registry, so the answer can change without a commit, and CI only shows it as a warning.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isObject, type JsonObject, parseJson } from '../src/json.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What package-lock.json says about each package, by path, such as `node_modules/a/node_modules/b`. This project's is empty. */
export type Lock = ReadonlyMap<string, JsonObject>;

/** What each override prevents npm from installing. */
export const preventedBy: Readonly<Record<string, (lock: Lock) => boolean>> = {
  '@actions/http-client': (lock) =>
    [...lock.keys()].filter((path) => path.endsWith('/@actions/http-client')).length > 1,
  '@octokit/request': (lock) => {
    const oldest = oldestNode(lock.get(''));
    return [...lock.values()].some((entry) => oldestNode(entry) > oldest);
  },
  undici: (lock) => [...lock].some(([path, { link }]) => /node_modules\/undici$/u.test(path) && link !== true),
};

/** The oldest major version of Node.js that a package supports; 0 if it does not say. */
function oldestNode(entry: JsonObject | undefined): number {
  const range = isObject(entry?.['engines']) ? String(entry['engines']['node']) : '';
  return Math.min(...range.split('||').map((part) => Number(/\d+/u.exec(part)?.[0] ?? 0)));
}

function readObject(path: string): JsonObject {
  const value = parseJson(readFileSync(path, 'utf8'));
  return isObject(value) ? value : {};
}

export function readLock(folder: string): Lock {
  const { packages } = readObject(join(folder, 'package-lock.json'));
  const entries = Object.entries(isObject(packages) ? packages : {});
  return new Map(entries.flatMap(([path, entry]) => (isObject(entry) ? [[path, entry]] : [])));
}

/** What npm would install without an override. */
function lockWithout(override: string): Lock {
  const folder = mkdtempSync(join(tmpdir(), 'losant-webhook-action-'));
  try {
    for (const name of ['package-lock.json', 'vendor'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    const manifest = readObject(join(root, 'package.json'));
    const overrides = isObject(manifest['overrides']) ? Object.entries(manifest['overrides']) : [];
    const others = Object.fromEntries(overrides.filter(([name]) => name !== override));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, overrides: others }));
    execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--silent'], { cwd: folder });
    return readLock(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) {
  for (const [name, isInstalled] of Object.entries(preventedBy)) {
    if (isInstalled(lockWithout(name))) console.log(`The override of ${name} is needed`);
    else console.log(`::warning file=package.json::The override of ${name} is no longer needed: remove it`);
  }
}
