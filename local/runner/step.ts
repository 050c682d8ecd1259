/** What the runner prepares for a step: folders, files and the environment. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { certificates } from '../certificates.ts';
import type { ActionFile } from './action-file.ts';

/** Input values by name; what is not given has the default of action.yml. */
export type Inputs = Readonly<Record<string, string | number | boolean | undefined>>;

export interface StepOptions {
  /** Added to the environment of the step, over what the runner sets; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Step debugging, as with the secret ACTIONS_STEP_DEBUG. */
  readonly debug?: boolean;
  /** Files that are in the workspace before the step: content by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** An existing folder as the workspace, such as that of an earlier run. */
  readonly workspace?: string;
  /** What has happened: written to GITHUB_EVENT_PATH. */
  readonly event?: { readonly name: string; readonly payload: unknown };
  /** What `${{ github.token }}` stands for. */
  readonly githubToken?: string;
}

const folders: string[] = [];

/** A new folder for a test, which is deleted after it. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'losant-webhook-action-'));
  folders.push(folder);
  return folder;
}

/** Deletes the folders of all runs so far. In jest that happens by itself after each test file. */
export async function removeFolders(): Promise<void> {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}

const afterAll: unknown = Reflect.get(globalThis, 'afterAll');
if (typeof afterAll === 'function') {
  afterAll(removeFolders);
}

/** INPUT_… as the runner sets them: declared inputs with their defaults, then whatever was given. */
function inputVariables(action: ActionFile, inputs: Inputs, githubToken: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of action.inputs) {
    values.set(name, value.replace(/\$\{\{\s*github\.token\s*\}\}/u, githubToken));
  }
  for (const [name, value] of Object.entries(inputs)) {
    if (value !== undefined) {
      values.set(name, String(value));
    }
  }
  const named = [...values].map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]);
  return Object.fromEntries(named);
}

/** The folders and files of one step. */
export interface StepFiles {
  readonly workspace: string;
  readonly temp: string;
  /** The files through which a step talks to the runner, by variable. */
  readonly commandFiles: Readonly<
    Record<'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY' | 'GITHUB_ENV' | 'GITHUB_PATH', string>
  >;
  readonly eventFile: string;
  /** The authority of the servers on this machine, in PEM. */
  readonly caFile: string;
}

/** Makes them. */
export async function prepareFiles({ files = {}, workspace, event }: StepOptions): Promise<StepFiles> {
  const folder = await newFolder();
  const made = { workspace: workspace ?? join(folder, 'workspace'), temp: join(folder, 'temp') };
  const commands = join(made.temp, '_runner_file_commands');
  await Promise.all([mkdir(made.workspace, { recursive: true }), mkdir(commands, { recursive: true })]);
  const commandFiles = {
    GITHUB_OUTPUT: join(commands, 'output'),
    GITHUB_STEP_SUMMARY: join(commands, 'summary'),
    GITHUB_ENV: join(commands, 'env'),
    GITHUB_PATH: join(commands, 'path'),
  };
  const eventFile = join(folder, 'event.json');
  const caFile = join(folder, 'ca.pem');
  await Promise.all([
    ...Object.values(commandFiles).map((file) => writeFile(file, '')),
    writeFile(caFile, certificates.ca),
    writeFile(eventFile, JSON.stringify(event?.payload ?? {})),
    ...Object.entries(files).map(async ([path, content]) => {
      const file = join(made.workspace, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }),
  ]);
  return { ...made, commandFiles, eventFile, caFile };
}

/** The environment of a step: nothing of this process but where programs and the home folder are. */
export function stepEnvironment(
  action: ActionFile,
  inputs: Inputs,
  options: StepOptions,
  made: StepFiles,
): Record<string, string> {
  const { githubToken = '', debug = false, event, env = {} } = options;
  const variables = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_EXTRA_CA_CERTS: made.caFile,
    // Node writes there what a process executed.
    NODE_V8_COVERAGE: process.env['NODE_V8_COVERAGE'],
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_WORKFLOW: 'workflow',
    GITHUB_JOB: 'job',
    GITHUB_RUN_ID: '1658821493',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_EVENT_NAME: event?.name ?? 'push',
    GITHUB_EVENT_PATH: made.eventFile,
    GITHUB_WORKSPACE: made.workspace,
    RUNNER_TEMP: made.temp,
    RUNNER_DEBUG: debug ? '1' : undefined,
    ...made.commandFiles,
    ...inputVariables(action, inputs, githubToken),
    ...env,
  };
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
