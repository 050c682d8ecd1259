/** Runs the action in a child process, as GitHub's runner would run a step. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LosantApi } from '../losant/index.ts';
import { readActionFile, root } from './action-file.ts';
import { parseStream, parseValueFile } from './runner-protocol.ts';
import { type Inputs, prepareFiles, type StepOptions, stepEnvironment } from './step.ts';

export type { Inputs, StepOptions } from './step.ts';

/** The inputs that every run needs, with a token that may do everything. */
export function inputsFor(api: LosantApi): Inputs {
  return { 'application-id': api.applicationId, 'api-token': api.token(), 'api-url': api.url };
}

/** A signal, and when to send it. */
export interface Kill {
  readonly signal: NodeJS.Signals;
  /** `spawn`: as soon as the process exists. A function is called with the process. */
  readonly when: 'spawn' | Promise<unknown> | ((child: ChildProcess) => Promise<unknown>);
}

export interface RunOptions extends StepOptions {
  readonly kill?: Kill | readonly Kill[];
  /** The path of another action.yml. */
  readonly actionFile?: string;
  /** A program to run instead of the one in action.yml. */
  readonly entry?: string;
  /** Called with the process as soon as it exists. */
  readonly onSpawn?: (child: ChildProcess) => void;
  /** Milliseconds after which the process is killed and the run rejected. */
  readonly deadline?: number;
}

/** One error, warning or notice. */
export interface Annotation {
  readonly type: 'error' | 'warning' | 'notice';
  readonly title: string | undefined;
  readonly message: string;
}

/** The result of a run. */
export interface Run {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The values that were masked, in order. */
  readonly masks: readonly string[];
  readonly annotations: readonly Annotation[];
  /** The messages of the debug log. */
  readonly debugMessages: readonly string[];
  /** The lines of stdout that are not commands. */
  readonly log: string;
  /** Everything that people could see, before masking. */
  readonly shown: string;
  readonly workspace: string;
  readonly temp: string;
  readonly milliseconds: number;
}

interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function sendSignals(child: ChildProcess, kill: Kill | readonly Kill[]): Promise<void> {
  const kills: readonly Kill[] = 'signal' in kill ? [kill] : kill;
  await Promise.all(
    kills.map(async ({ signal, when }) => {
      await (typeof when === 'function' ? when(child) : when);
      child.kill(signal);
    }),
  );
}

/** When coverage is measured, scenarios run the sources instead of the bundle. Node can run TypeScript. */
function sources(): string | undefined {
  return process.env['NODE_V8_COVERAGE'] === undefined ? undefined : join(root, 'src', 'index.ts');
}

/** Runs a program until it ends. */
function runToEnd(entry: string, cwd: string, env: Record<string, string>, options: RunOptions): Promise<Ended> {
  const { kill = [], deadline = 300_000, onSpawn } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let isTimedOut = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const timer = setTimeout(() => {
      isTimedOut = true;
      child.kill('SIGKILL');
    }, deadline);
    child.once('error', reject);
    child.once('spawn', () => {
      onSpawn?.(child);
      sendSignals(child, kill).catch(reject);
    });
    child.once('close', (exitCode, signal) => {
      clearTimeout(timer);
      if (isTimedOut) {
        reject(new Error(`The action was still running after ${deadline} ms.\nstdout: ${stdout}\nstderr: ${stderr}`));
      } else {
        resolve({ exitCode, signal, stdout, stderr });
      }
    });
  });
}

function isAnnotation(name: string): name is Annotation['type'] {
  return name === 'error' || name === 'warning' || name === 'notice';
}

/** Runs the action with these inputs. Rejects if it does not end in time. */
export async function runAction(inputs: Inputs, options: RunOptions = {}): Promise<Run> {
  const action = await readActionFile(options.actionFile);
  const stepFiles = await prepareFiles(options);
  const env = stepEnvironment(action, inputs, options, stepFiles);
  const start = performance.now();
  const entry = options.entry ?? (options.actionFile === undefined ? sources() : undefined) ?? action.main;
  const ended = await runToEnd(entry, stepFiles.workspace, env, options);
  const milliseconds = performance.now() - start;

  const [outputFile, summary] = await Promise.all([
    readFile(stepFiles.commandFiles.GITHUB_OUTPUT, 'utf8'),
    readFile(stepFiles.commandFiles.GITHUB_STEP_SUMMARY, 'utf8'),
  ]);
  const out = parseStream(ended.stdout);
  const err = parseStream(ended.stderr);
  const commands = [...out.commands, ...err.commands];
  const dataOf = (name: string): string[] =>
    commands.filter((command) => command.name === name).map(({ data }) => data);
  const annotations = commands.flatMap(({ name, properties, data }): Annotation[] =>
    isAnnotation(name) ? [{ type: name, title: properties['title'], message: data }] : [],
  );
  const debugMessages = dataOf('debug');
  const log = out.lines.join('\n');
  const shown = [
    log,
    ...err.lines,
    ...dataOf('group'),
    ...annotations.flatMap(({ title, message }) => [title ?? '', message]),
    ...(options.debug ? debugMessages : []),
    summary,
  ];
  return {
    ...ended,
    outputs: parseValueFile(outputFile),
    summary,
    masks: dataOf('add-mask'),
    annotations,
    debugMessages,
    log,
    shown: shown.join('\n'),
    workspace: stepFiles.workspace,
    temp: stepFiles.temp,
    milliseconds,
  };
}
