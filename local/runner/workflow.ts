/**
 * Runs the jobs of a workflow. Steps that use this action run `dist/`, and tests simulate all other steps. Expressions are
 * evaluated by GitHub's own evaluator.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { type Contexts, expand, isConditionMet, type JobStatus } from './expressions.ts';
import { type Run, runAction, type StepOptions } from './run-action.ts';
import { newFolder } from './step.ts';

/** The name of this action in the documentation. */
export const actionName = 'OWNER/losant-webhook-action';

type ShellResult = boolean | Readonly<Record<string, string>>;

export interface JobOptions {
  /** The contexts that GitHub provides: `github`, `vars`, `secrets`, `inputs`, `matrix`. */
  readonly contexts: Contexts;
  /** The server that replaces `https://api.losant.com`. */
  readonly apiUrl: string;
  /** The workspace of an earlier job. */
  readonly workspace?: string;
  /** Options for each step. */
  readonly step?: Pick<StepOptions, 'env' | 'event' | 'githubToken'>;
  /** The files that `actions/checkout` creates. */
  readonly files?: Readonly<Record<string, string>>;
  /** Simulates a `run:` step, and returns the variables that it adds to GITHUB_ENV. If it returns false, the step fails. */
  readonly shell?: (
    script: string,
    env: Readonly<Record<string, string>>,
    workspace: string,
  ) => ShellResult | Promise<ShellResult>;
}

/** The result of a step. */
export interface StepResult {
  readonly name: string;
  readonly outcome: 'success' | 'failure' | 'skipped';
  /** Only for a step that uses this action. */
  readonly run?: Run;
  /** The inputs of the step. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

export interface JobResult {
  /** Null if the condition of the job is false. */
  readonly status: JobStatus | null;
  readonly steps: readonly StepResult[];
  /** The outputs of the job for the next one, as `needs.JOB.outputs`. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly workspace: string;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

/**
 * Redirects connections to https://api.losant.com to the local API, so that a workflow runs exactly as printed. Passed to the
 * child process in NODE_OPTIONS.
 */
function redirect(apiUrl: string): string {
  const { hostname, port } = new URL(apiUrl);
  const program = `
    import tls from 'node:tls';
    const { connect } = tls;
    tls.connect = (options, ...rest) => {
      if (options.servername === 'api.losant.com') return connect({ ...options, host: '${hostname}', port: ${port} }, ...rest);
      if (options.host !== '${hostname}') throw new Error('Steps may only connect to this machine and to Losant');
      return connect(options, ...rest);
    };`;
  return `--import=data:text/javascript,${encodeURIComponent(program)}`;
}

/** The job as written. */
function jobOf(workflow: string, jobId: string): Readonly<Record<string, unknown>> {
  const { jobs } = asRecord(parse(workflow));
  const job = asRecord(jobs)[jobId];
  if (job === undefined) throw new Error(`The workflow has no job "${jobId}"`);
  return asRecord(job);
}

/** The combinations of a job's matrix, which may have one variable; without a matrix, one empty combination. */
export function matrixOf(workflow: string, jobId: string): Readonly<Record<string, unknown>>[] {
  const matrix = asRecord(asRecord(jobOf(workflow, jobId)['strategy'])['matrix']);
  const [variable] = Object.entries(matrix);
  if (variable === undefined) return [{}];
  const [name, values] = variable;
  return Array.isArray(values) ? values.map((value: unknown) => ({ [name]: value })) : [{}];
}

async function checkOut(files: Readonly<Record<string, string>>, workspace: string): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), content);
  }
}

/** Runs one job. */
export async function runJob(workflow: string, jobId: string, options: JobOptions): Promise<JobResult> {
  const job = jobOf(workflow, jobId);
  const { contexts, shell = () => true } = options;
  const workspace = options.workspace ?? (await newFolder());
  if (!isConditionMet(text(job['if']), contexts, 'success')) return { status: null, steps: [], outputs: {}, workspace };

  const results: StepResult[] = [];
  const stepContext: Record<string, unknown> = {};
  const jobEnv: Record<string, string> = {};
  let status: JobStatus = 'success';
  for (const [index, value] of Array.from(Array.isArray(job['steps']) ? job['steps'] : []).entries()) {
    const step = asRecord(value);
    const known: Contexts = { ...contexts, steps: stepContext, env: jobEnv, job: { status } };
    const expandAll = (part: unknown): Record<string, string> =>
      Object.fromEntries(
        Object.entries(asRecord(part)).map(([name, entry]) => [name, expand(String(entry), known, status)]),
      );
    const uses = text(step['uses']) ?? '';
    const name = text(step['name']) ?? text(step['id']) ?? (uses || `step ${index + 1}`);
    if (!isConditionMet(text(step['if']), known, status)) {
      results.push({ name, outcome: 'skipped', inputs: {}, env: {} });
      continue;
    }
    const [inputs, env] = [expandAll(step['with']), expandAll(step['env'])];
    const ran = uses.startsWith(`${actionName}@`)
      ? await runAction(inputs, {
          ...options.step,
          workspace,
          env: { ...options.step?.env, ...env, NODE_OPTIONS: redirect(options.apiUrl) },
        })
      : undefined;
    if (uses.startsWith('actions/checkout@')) await checkOut(options.files ?? {}, workspace);
    const script = text(step['run']);
    const shown = script === undefined ? true : await shell(expand(script, known, status), env, workspace);
    if (typeof shown === 'object') Object.assign(jobEnv, shown);
    const succeeded = ran ? ran.exitCode === 0 : shown !== false;
    const outcome = succeeded ? 'success' : 'failure';
    if (!succeeded) status = 'failure';
    const id = text(step['id']);
    if (id !== undefined) stepContext[id] = { outputs: ran?.outputs ?? {}, outcome, conclusion: outcome };
    results.push({ name, outcome, inputs, env, ...(ran ? { run: ran } : {}) });
  }
  const masks = results.flatMap(({ run }) => run?.masks ?? []);
  // GitHub drops an output of a job that contains a masked value.
  const outputs = Object.entries(asRecord(job['outputs']))
    .map(([name, value]) => [name, expand(String(value), { ...contexts, steps: stepContext }, status)] as const)
    .filter(([, value]) => !masks.some((mask) => value.includes(mask)));
  return { status, steps: results, outputs: Object.fromEntries(outputs), workspace };
}
