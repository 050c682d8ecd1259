/**
 * Every fault of the local API, at every moment, for every kind of request: runs them all through `dist/`, and writes what
 * happened as the tables of docs/fault-matrix.md.
 */
import { isObject, type JsonObject, parseJson } from '../src/json.ts';
import { pool } from '../src/pool.ts';
import { type FaultName, faultNames, faults, type LosantApi, startLosantApi } from './losant/index.ts';
import { inputsFor, type Run, runAction } from './runner/run-action.ts';

export const operations = ['get', 'patch', 'delete', 'create'] as const;
export type Operation = (typeof operations)[number];

/** Which attempts meet the fault. Before a `second` one, the first gets a 503. */
export const moments = ['first', 'second', 'every'] as const;
export type Moment = (typeof moments)[number];

export interface Case {
  readonly operation: Operation;
  readonly fault: FaultName;
  readonly moment: Moment;
}

/** What happened in one case. */
export interface Result extends Case {
  readonly run: Run;
  /** All requests that were made, reads included. */
  readonly requests: number;
  /** Whether the server has done, once, what was asked for. For get: whether the output is what the server has. */
  readonly done: boolean;
  /** How many webhooks have the name afterwards. */
  readonly webhooks: number;
  /** Whether the webhook that nobody named is as it was. */
  readonly othersUntouched: boolean;
  /** The status of the change in the outputs; null for get. */
  readonly status: string | null;
}

/** Seconds: longer than a child process on a busy machine takes, shorter than the slow drip. */
export const TIMEOUT = 2;
export const RETRIES = 2;
/** Most runs only wait, for a deadline or between attempts. */
const AT_ONCE = 12;

const METHODS = { get: 'GET', patch: 'PATCH', delete: 'DELETE', create: 'POST' } as const;
const ENDLESS = new Set(['hang', 'hang after headers', 'drip', 'endless']);

/** Every fault, at every moment, for every operation. */
export const allCases: readonly Case[] = faultNames.flatMap((fault) =>
  operations.flatMap((operation) => moments.map((moment) => ({ operation, fault, moment }))),
);

/** A sixth of them: every fault for every other operation, at each moment in turn. */
export const sampleCases = allCases.filter(({ operation, fault, moment }) => {
  const turn = faultNames.indexOf(fault) + operations.indexOf(operation);
  return turn % 2 === 0 && moments[turn % moments.length] === moment;
});

/** Runs these cases, the slow ones first, so that none of them is left alone at the end. */
export async function runMatrix(cases: readonly Case[]): Promise<Result[]> {
  await using api = await startLosantApi();
  const isSlow = ({ operation, fault }: Case): number =>
    operation === 'create' || ENDLESS.has(faults[fault].kind) ? 0 : 1;
  const ordered = cases.toSorted((a, b) => isSlow(a) - isSlow(b));
  return await pool(ordered, AT_ONCE, (one) => runCase(api, one));
}

/** One case, in an application of its own. */
async function runCase(api: LosantApi, { operation, fault, moment }: Case): Promise<Result> {
  const application = api.addApplication();
  const other = api.addWebhook({ name: 'other' }, application);
  const before = operation === 'create' ? null : api.addWebhook({ name: 'orders', responseCode: 200 }, application);
  const match = { method: METHODS[operation], path: (path: string) => path.includes(application) };
  if (moment === 'second') api.fault(match, 'status 503', 'first');
  api.fault(match, fault, moment);
  const run = await runAction({
    ...inputsFor(api),
    operation,
    'application-id': application,
    // An endless body ends by its size, which takes a while on a busy machine.
    timeout: faults[fault].kind === 'endless' ? 60 : TIMEOUT,
    retries: RETRIES,
    ...(before === null ? {} : { 'webhook-id': before.id }),
    ...(operation === 'create' ? { body: '{"name": "orders", "responseCode": 201}' } : {}),
    ...(operation === 'patch' ? { body: '{"responseCode": 201}' } : {}),
  });
  const named = api.webhooks(application).filter(({ name }) => name === 'orders');
  const read = asObject(run.outputs['webhook'])['id'] === before?.id;
  const done = {
    get: read,
    patch: named[0]?.responseCode === 201,
    delete: named.length === 0,
    create: named.length === 1 && named[0]?.responseCode === 201,
  }[operation];
  return {
    ...{ operation, fault, moment, run, done, webhooks: named.length },
    requests: api.requests.filter(({ path }) => path.includes(application)).length,
    othersUntouched: JSON.stringify(api.webhook(other.id, application)) === JSON.stringify(other),
    status: statusOf(run),
  };
}

function asObject(output: string | undefined): JsonObject {
  const value = parseJson(output || 'null');
  return isObject(value) ? value : {};
}

/** The status of the only change. */
function statusOf({ outputs }: Run): string | null {
  const { changes } = asObject(`{"changes": ${outputs['changes'] || '[]'}}`);
  const change = Array.isArray(changes) && isObject(changes[0]) ? changes[0] : {};
  return typeof change['status'] === 'string' ? change['status'] : null;
}

const TITLES: Readonly<Record<Operation, string>> = {
  get: 'get: the GET meets the fault',
  patch: 'patch: the PATCH meets the fault',
  delete: 'delete: the DELETE meets the fault',
  create: 'create: the POST meets the fault',
};
const STATES: Readonly<Record<Operation, readonly [done: string, open: string]>> = {
  get: ['read', 'not read'],
  patch: ['updated', 'unchanged'],
  delete: ['deleted', 'kept'],
  create: ['created once', 'not created'],
};

/** What a cell of the tables says of a result. */
export function cell({ run, requests, operation, done, webhooks }: Result): string {
  const [isDone, isOpen] = STATES[operation];
  const state = webhooks > 1 ? `created ${webhooks} times` : done ? isDone : isOpen;
  return `${run.exitCode === 0 ? 'passes' : '**fails**'}, ${requests} request${requests === 1 ? '' : 's'}, ${state}`;
}

/** The tables, one for each operation. */
function tables(results: readonly Result[]): string {
  return operations
    .map((operation) => {
      const rows = faultNames.map((fault) => {
        const cells = moments.map((moment) => {
          const result = results.find(
            (one) => one.operation === operation && one.fault === fault && one.moment === moment,
          );
          return result === undefined ? '' : cell(result);
        });
        return `| ${[fault, ...cells].join(' | ')} |`;
      });
      const head = ['| Fault | first attempt | second attempt | every attempt |', '| --- | --- | --- | --- |'];
      return [`### ${TITLES[operation]}`, '', ...head, ...rows].join('\n');
    })
    .join('\n\n');
}

/** What the tables of a page say of a case, or undefined if they have no such case. */
export function cellOf(page: string, { operation, fault, moment }: Case): string | undefined {
  const table = page.split('\n### ').find((part) => part.startsWith(TITLES[operation]));
  const row = table?.split('\n').find((line) => line.startsWith(`| ${fault} |`));
  return row?.split(' | ')[1 + moments.indexOf(moment)]?.replace(/ \|$/, '');
}

const BEGIN = '<!-- The tables below are written by npm run docs:reliability -->';

/** The page with the tables of these results instead of its own. */
export function withTables(page: string, results: readonly Result[]): string {
  const place = page.indexOf(BEGIN);
  if (place < 0) throw new Error(`The page has no line "${BEGIN}"`);
  return `${page.slice(0, place)}${BEGIN}\n\n${tables(results)}\n`;
}
