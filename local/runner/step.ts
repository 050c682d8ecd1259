/** Prepares a step as the runner does: folders, files, and environment. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { certificates } from '../certificates.ts';
import type { ActionFile } from './action-file.ts';

/** Input values by name. The others have their default from action.yml. */
export type Inputs = Readonly<Record<string, string | number | boolean | undefined>>;

export interface StepOptions {
  /** Environment variables that override those of the runner; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Step debugging, as with the secret ACTIONS_STEP_DEBUG. */
  readonly debug?: boolean;
  /** Files in the workspace before the step: content by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** An existing folder to use as the workspace, for example from an earlier run. */
  readonly workspace?: string;
  /** The event that triggered the workflow. Its payload, or a text that may be none, is written to GITHUB_EVENT_PATH. */
  readonly event?: { readonly name: string; readonly payload?: unknown; readonly text?: string };
  /** The value of `${{ github.token }}`. */
  readonly githubToken?: string;
}

const folders: string[] = [];

/** Creates a temporary folder. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'losant-webhook-action-'));
  folders.push(folder);
  return folder;
}

/** Deletes all temporary folders so far. With Jest, this happens automatically after each test file. */
export async function removeFolders(): Promise<void> {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}

const afterAll: unknown = Reflect.get(globalThis, 'afterAll');
if (typeof afterAll === 'function') {
  afterAll(removeFolders);
}

/** The INPUT_… variables, as the runner sets them: the defaults of declared inputs, then the given inputs. */
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
  /** The command files for communication with the runner, by variable. */
  readonly commandFiles: Readonly<
    Record<'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY' | 'GITHUB_ENV' | 'GITHUB_PATH', string>
  >;
  readonly eventFile: string;
  /** The CA certificate of the servers on this machine, in PEM. */
  readonly caFile: string;
}

export async function prepareFiles({ files = {}, workspace, event }: StepOptions): Promise<StepFiles> {
  const folder = await newFolder();
  const paths = { workspace: workspace ?? join(folder, 'workspace'), temp: join(folder, 'temp') };
  const commands = join(paths.temp, '_runner_file_commands');
  await Promise.all([mkdir(paths.workspace, { recursive: true }), mkdir(commands, { recursive: true })]);
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
    writeFile(eventFile, event?.text ?? JSON.stringify(event?.payload ?? {})),
    ...Object.entries(files).map(async ([path, content]) => {
      const file = join(paths.workspace, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }),
  ]);
  return { ...paths, commandFiles, eventFile, caFile };
}

/** The environment of a step. From this process it has only what it needs to find programs and the home folder. */
export function stepEnvironment(
  action: ActionFile,
  inputs: Inputs,
  options: StepOptions,
  stepFiles: StepFiles,
): Record<string, string> {
  const { githubToken = '', debug = false, event, env = {} } = options;
  const variables = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_EXTRA_CA_CERTS: stepFiles.caFile,
    // Node writes coverage data there.
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
    GITHUB_EVENT_PATH: stepFiles.eventFile,
    GITHUB_WORKSPACE: stepFiles.workspace,
    RUNNER_TEMP: stepFiles.temp,
    RUNNER_DEBUG: debug ? '1' : undefined,
    ...stepFiles.commandFiles,
    ...inputVariables(action, inputs, githubToken),
    ...env,
  };
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
