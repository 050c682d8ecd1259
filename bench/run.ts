/** Runs programs as whole processes, and measures them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const programs = join(root, 'bench', 'programs');
const folder = mkdtempSync(join(tmpdir(), 'losant-webhook-action-bench-'));
const loaded = join(folder, 'loaded.json');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** A program under a name for the table. */
export interface Subject {
  readonly name: string;
  /** Without one, this process's own Node. */
  readonly command?: string;
  readonly args: readonly string[];
}

export const action: Subject = { name: 'this action', args: [join(root, 'dist', 'index.js')] };

export function program(name: string, file: string): Subject {
  return { name, args: [join(programs, file)] };
}

/** What a program is given. */
export interface Setting {
  readonly inputs: Readonly<Record<string, string>>;
  /** The certificate of the authority that it has to trust. */
  readonly caFile: string;
}

/**
 * How long the program takes from start to end, in milliseconds.
 * @throws Error when it fails
 */
export async function time(subject: Subject, setting: Setting): Promise<number> {
  return (await run(subject, setting, [])).milliseconds;
}

/** The most memory that the program has had, in MiB. Only for programs in Node. */
export async function peakMemory(subject: Subject, setting: Setting): Promise<number> {
  const { stderr } = await run(subject, setting, ['--require', join(programs, 'peak-memory.cjs')]);
  return Number(/^peak memory (\d+)$/m.exec(stderr)?.[1]) / 1024;
}

/** The bytes of all files that the program loads. */
export async function loadedBytes(subject: Subject, setting: Setting): Promise<number> {
  const preload = join(root, 'local', 'runner', 'loaded.cjs');
  await run(subject, setting, ['--require', preload]);
  const urls = readFileSync(loaded, 'utf8').match(/file:[^"]+/g) ?? [];
  const paths = urls.map((url) => fileURLToPath(url)).filter((path) => path !== preload);
  return paths.reduce((sum, path) => sum + statSync(path).size, 0);
}

/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

async function run({ name, command, args }: Subject, { inputs, caFile }: Setting, nodeOptions: readonly string[]) {
  const variables = Object.entries(inputs).map(([key, value]) => [`INPUT_${key.toUpperCase()}`, value]);
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')];
  for (const file of [output, summary]) writeFileSync(file, '');
  const env = {
    ...{
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_EXTRA_CA_CERTS: caFile,
      RUNNER_TEMP: folder,
      GITHUB_WORKSPACE: folder,
    },
    ...{ GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, LOADED: loaded },
    ...Object.fromEntries(variables),
  };
  const start = performance.now();
  const child = spawn(command ?? process.execPath, [...nodeOptions, ...args], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [status] = await once(child, 'close');
  const milliseconds = performance.now() - start;
  if (status !== 0) throw new Error(`${name} failed with ${status}:\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`);
  return { milliseconds, stderr };
}
