/**
 * Runs `dist/` with every fault of the local API, in the first, second, or every attempt, for every kind of request. Writes
 * what happened to the tables in docs/fault-matrix.md.
 */
import { isObject, type JsonObject, parseJson } from '../src/json.ts';
import { pool } from '../src/pool.ts';
import { type FaultName, faultNames, faults, type LosantApi, startLosantApi } from './losant/index.ts';
import { inputsFor, type Run, runAction } from './runner/run-action.ts';

export const operations = ['get', 'patch', 'delete', 'create'] as const;
export type Operation = (typeof operations)[number];

/** Which attempts get the fault. With `second`, the first attempt gets a 503. */
export const attemptChoices = ['first', 'second', 'every'] as const;
export type Attempts = (typeof attemptChoices)[number];

export interface Case {
  readonly operation: Operation;
  readonly fault: FaultName;
  readonly attempts: Attempts;
}

/** What happened in one case. */
export interface Result extends Case {
  readonly run: Run;
  /** The number of requests, including reads. */
  readonly requests: number;
  /** Whether the server did what was requested, exactly once. For get: whether the output is what the server has. */
  readonly done: boolean;
  /** How many webhooks have the name afterwards. */
  readonly webhooks: number;
  /** Whether the webhook that was not selected is unchanged. */
  readonly othersUntouched: boolean;
  /** The status of the change in the outputs; null for get. */
  readonly status: string | null;
}

/** In seconds. Only an endless response runs into it: it is long enough for any other on a busy machine. */
const TIMEOUT = 10;
/** In seconds, if every response ends by itself: an endless body is aborted by its size. */
const LONG_TIMEOUT = 600;
const RETRIES = 2;
/** In milliseconds: a step that still runs then never ends. */
const DEADLINE = 900_000;
/** Most runs spend their time waiting, for a timeout or between attempts. */
const CONCURRENCY = 12;

const METHODS = { get: 'GET', patch: 'PATCH', delete: 'DELETE', create: 'POST' } as const;
const ENDLESS = new Set(['hang', 'hang after headers', 'drip']);

function isEndless(fault: FaultName): boolean {
  return ENDLESS.has(faults[fault].kind);
}

/** Every fault, with every choice of attempts, for every operation. */
export const allCases: readonly Case[] = faultNames.flatMap((fault) =>
  operations.flatMap((operation) => attemptChoices.map((attempts) => ({ operation, fault, attempts }))),
);

/** A sixth of them: every fault for every other operation, with the attempts taken in turn. */
export const sampleCases = allCases.filter(({ operation, fault, attempts }) => {
  const turn = faultNames.indexOf(fault) + operations.indexOf(operation);
  return turn % 2 === 0 && attemptChoices[turn % attemptChoices.length] === attempts;
});

/** Runs these cases, slow ones first, so that they do not have to run alone at the end. */
export async function runMatrix(cases: readonly Case[]): Promise<Result[]> {
  await using api = await startLosantApi();
  const rank = ({ operation, fault }: Case): number => (isEndless(fault) ? 0 : operation === 'create' ? 1 : 2);
  const ordered = cases.toSorted((a, b) => rank(a) - rank(b));
  return await pool(ordered, CONCURRENCY, (next) => runCase(api, next));
}

/** Runs one case in its own application. */
async function runCase(api: LosantApi, { operation, fault, attempts }: Case): Promise<Result> {
  const application = api.addApplication();
  const other = api.addWebhook({ name: 'other' }, application);
  const before = operation === 'create' ? null : api.addWebhook({ name: 'orders', responseCode: 200 }, application);
  const match = { method: METHODS[operation], path: (path: string) => path.includes(application) };
  if (attempts === 'second') api.fault(match, 'status 503', 'first');
  api.fault(match, fault, attempts);
  const inputs = {
    ...inputsFor(api),
    operation,
    'application-id': application,
    timeout: isEndless(fault) ? TIMEOUT : LONG_TIMEOUT,
    retries: RETRIES,
    ...(before === null ? {} : { 'webhook-id': before.id }),
    ...(operation === 'create' ? { body: '{"name": "orders", "responseCode": 201}' } : {}),
    ...(operation === 'patch' ? { body: '{"responseCode": 201}' } : {}),
  };
  const run = await runAction(inputs, { deadline: DEADLINE });
  const named = api.webhooks(application).filter(({ name }) => name === 'orders');
  const read = asObject(run.outputs['webhook'])['id'] === before?.id;
  const done = {
    get: read,
    patch: named[0]?.responseCode === 201,
    delete: named.length === 0,
    create: named.length === 1 && named[0]?.responseCode === 201,
  }[operation];
  return {
    ...{ operation, fault, attempts, run, done, webhooks: named.length },
    requests: api.requests.filter(({ path }) => path.includes(application)).length,
    othersUntouched: JSON.stringify(api.webhook(other.id, application)) === JSON.stringify(other),
    status: finalStatus(run),
  };
}

function asObject(output: string | undefined): JsonObject {
  const value = parseJson(output || 'null');
  return isObject(value) ? value : {};
}

/** The status of the only change. */
function finalStatus({ outputs }: Run): string | null {
  const { changes } = asObject(`{"changes": ${outputs['changes'] || '[]'}}`);
  const change = Array.isArray(changes) && isObject(changes[0]) ? changes[0] : {};
  return typeof change['status'] === 'string' ? change['status'] : null;
}

const TITLES: Readonly<Record<Operation, string>> = {
  get: 'get: fault in the GET',
  patch: 'patch: fault in the PATCH',
  delete: 'delete: fault in the DELETE',
  create: 'create: fault in the POST',
};
const STATES: Readonly<Record<Operation, readonly [done: string, open: string]>> = {
  get: ['read', 'not read'],
  patch: ['updated', 'unchanged'],
  delete: ['deleted', 'kept'],
  create: ['created once', 'not created'],
};

/** The text of a result in the tables. */
export function cell({ run, requests, operation, done, webhooks }: Result): string {
  const [doneText, openText] = STATES[operation];
  const state = webhooks > 1 ? `created ${webhooks} times` : done ? doneText : openText;
  return `${run.exitCode === 0 ? 'passes' : '**fails**'}, ${requests} request${requests === 1 ? '' : 's'}, ${state}`;
}

/** Between the faults of one row. A fault's name can contain a comma. */
const SEPARATOR = '<br>';

/** The tables, one for each operation. Faults with the same results share a row. */
function tables(results: readonly Result[]): string {
  return operations
    .map((operation) => {
      const rows = Map.groupBy(faultNames, (fault) => {
        const found = results.filter((result) => result.operation === operation && result.fault === fault);
        return attemptChoices
          .map((attempts) => found.find((result) => result.attempts === attempts))
          .map((result) => (result === undefined ? '' : cell(result)))
          .join(' | ');
      });
      const head = ['| Faults | first attempt | second attempt | every attempt |', '| --- | --- | --- | --- |'];
      const lines = [...rows].map(([cells, faultsHere]) => `| ${faultsHere.join(SEPARATOR)} | ${cells} |`);
      return [`### ${TITLES[operation]}`, '', ...head, ...lines].join('\n');
    })
    .join('\n\n');
}

/** The cell for a case in the tables of a page; undefined if they do not have it. */
export function cellOf(page: string, { operation, fault, attempts }: Case): string | undefined {
  const table = page.split('\n### ').find((part) => part.startsWith(TITLES[operation]));
  const rows = table?.split('\n').map((line) => line.replace(/^\| | \|$/g, '').split(' | '));
  return rows?.find(([names]) => names?.split(SEPARATOR).includes(fault))?.[1 + attemptChoices.indexOf(attempts)];
}

const BEGIN = '<!-- The tables below are written by npm run docs:reliability -->';

/** The page with its tables replaced by the tables of these results. */
export function withTables(page: string, results: readonly Result[]): string {
  const start = page.indexOf(BEGIN);
  if (start < 0) throw new Error(`The page has no line "${BEGIN}"`);
  return `${page.slice(0, start)}${BEGIN}\n\n${tables(results)}\n`;
}
