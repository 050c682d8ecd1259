/** Runs programs as whole processes, and measures them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { readActionFile } from '../local/runner/action-file.ts';
import { isObject, parseJson } from '../src/json.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const programs = join(root, 'bench', 'programs');

/** What the runner sets for inputs that are not given. */
const defaults = { ...Object.fromEntries((await readActionFile()).inputs), 'github-token': `ghs_${'0'.repeat(36)}` };

const folder = mkdtempSync(join(tmpdir(), 'losant-webhook-action-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

export type Inputs = Readonly<Record<string, string>>;

/** What every program gets. */
export interface Setting {
  readonly inputs: Inputs;
  /** The certificate of the authority to trust. */
  readonly caFile: string;
}

/** What one run took: CPU time (user and system, all threads) and time from start to end in milliseconds, peak memory in MiB. */
interface Figures {
  readonly cpu: number;
  readonly wall: number;
  readonly memory: number;
}

/** A program for Node, and the medians of its runs. */
export class Program {
  readonly name: string;
  readonly #path: string;
  readonly #nextInputs: () => Inputs;
  readonly #runs: Figures[] = [];

  /** @param nextInputs the inputs of a run, beside those of every program */
  constructor(name: string, path: string, nextInputs: () => Inputs = () => ({})) {
    this.name = name;
    this.#path = path;
    this.#nextInputs = nextInputs;
  }

  get cpu(): number {
    return median(this.#runs.map(({ cpu }) => cpu));
  }

  get wall(): number {
    return median(this.#runs.map(({ wall }) => wall));
  }

  get memory(): number {
    return median(this.#runs.map(({ memory }) => memory));
  }

  /** @throws Error if the program fails */
  async run(setting: Setting): Promise<void> {
    const path = (name: string): string => join(folder, name);
    for (const name of ['output', 'summary']) writeFileSync(path(name), '');
    const inputs = Object.entries({ ...defaults, ...setting.inputs, ...this.#nextInputs() });
    const env = {
      ...Object.fromEntries(inputs.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_EXTRA_CA_CERTS: setting.caFile,
      RUNNER_TEMP: folder,
      GITHUB_WORKSPACE: folder,
      GITHUB_OUTPUT: path('output'),
      GITHUB_STEP_SUMMARY: path('summary'),
      MEASURED: path('measured'),
    };
    const started = performance.now();
    const child = spawn(process.execPath, ['--require', join(programs, 'measure.cjs'), this.#path], { env });
    const [log, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    const wall = performance.now() - started;
    if (status !== 0)
      throw new Error(`${this.name} failed with ${status}:\n${log.slice(-2000)}\n${errors.slice(-2000)}`);
    const measured = parseJson(readFileSync(path('measured'), 'utf8'));
    const { microseconds, kibibytes } = isObject(measured) ? measured : {};
    this.#runs.push({ cpu: Number(microseconds) / 1000, wall, memory: Number(kibibytes) / 1024 });
  }
}

/** Runs programs in rounds, each in random order, so that whatever else the machine does affects all of them alike. */
export async function runInRounds(rounds: number, programs: readonly Program[], setting: Setting): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const program of shuffled(programs)) await program.run(setting);
  }
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
