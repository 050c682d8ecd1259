/** What this system can do. Windows lacks some of it, and so does `npm run test:windows` on any system. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';

/** Ends with 7 if it can handle a signal. */
const HANDLER = `
process.on('SIGTERM', () => process.exit(7));
process.kill(process.pid, 'SIGTERM');
setInterval(() => {}, 1000);
`;

const features = {
  'file modes': (file: string) => {
    chmodSync(file, 0o640);
    return (statSync(file).mode & 0o777) === 0o640;
  },
  'links that anyone can create': (file: string) => {
    symlinkSync(file, `${file}-link`);
    return true;
  },
  'named pipes': (file: string) => {
    spawnSync('mkfifo', [`${file}-pipe`]);
    return statSync(`${file}-pipe`).isFIFO();
  },
  '/dev/null': () => existsSync('/dev/null'),
  'signals that a program can handle': () => spawnSync(process.execPath, ['-e', HANDLER]).status === 7,
  'Bash, Git, and jq': () =>
    delimiter === ':' && spawnSync('bash', ['-c', 'git --version && jq --version']).status === 0,
} as const satisfies Readonly<Record<string, (file: string) => boolean>>;

export type Feature = keyof typeof features;

/** Whether the system has the feature. */
export function has(feature: Feature): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'system-'));
  const file = join(folder, 'file');
  try {
    writeFileSync(file, '');
    return features[feature](file);
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A group of tests that is skipped on a system without the feature. */
export function needs(feature: Feature, define: () => void): void {
  const group = has(feature) ? describe : describe.skip;
  group(`on a system with ${feature},`, define);
}

const hasModes = has('file modes');

/** The mode of a writable file as this system reports it: without modes, anyone who can read the folder can read and write it. */
export function systemMode(mode: number): number {
  return hasModes ? mode : 0o666;
}
