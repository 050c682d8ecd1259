/**
 * Measures the action beside programs that do the same, with the local Losant API over TLS, and prints a table for each part.
 * docs/performance.md explains them. Run `npm run build` first. `npm run bench -- start` runs only that part.
 */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { type Api, startApi } from './api.ts';
import { buildMinimalAction } from './minimal-action.ts';
import { type Inputs, Program, programs, root, runInRounds } from './program.ts';

/** A line of a table: what, time, memory, the comparison, the target. */
type Row = readonly [string, string, string, string, string];

const action = (name: string, nextInputs?: () => Inputs) =>
  new Program(name, join(root, 'dist', 'index.js'), nextInputs);
const script = (name: string, file: string, nextInputs?: () => Inputs) =>
  new Program(name, join(programs, file), nextInputs);

const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
const seconds = (value: number): string => `${(value / 1000).toFixed(2)} s`;
const mebibytes = (value: number): string => `${value.toFixed(0)} MiB`;
const thousands = (value: number): string => value.toLocaleString('en');
const ratio = (value: number): string => `${value.toFixed(2)} ×`;

/** CPU time of a whole step that reads one webhook. */
async function start(): Promise<Row[]> {
  await using api = await startApi('--webhooks', '10');
  const minimal = new Program('minimal action', buildMinimalAction('undici'));
  const minimalWithUndici = new Program('minimal action with undici', buildMinimalAction('undici-real'));
  const own = action('this action');
  const all = [
    own,
    minimal,
    minimalWithUndici,
    script('bare node:https', 'bare-get.cjs'),
    script('script with fetch', 'fetch-get.cjs'),
    script('script with losant-rest', 'losant-rest-get.cjs'),
  ];
  const inputs = { ...api.inputs, operation: 'get', 'webhook-id': await readAnyId(api) };
  await runInRounds(51, all, { ...api, inputs });
  return [
    ...all.map(
      ({ name, cpu, memory }): Row => [name, milliseconds(cpu), mebibytes(memory), ratio(cpu / minimal.cpu), ''],
    ),
    ['this action / minimal action', '', '', ratio(own.cpu / minimal.cpu), '≤ 1.15 ×'],
    ['this action / minimal action with undici', '', '', ratio(own.cpu / minimalWithUndici.cpu), '≤ 0.80 ×'],
  ];
}

async function readAnyId({ inputs, caFile }: Api): Promise<string> {
  const url = `${inputs['api-url']}/applications/${inputs['application-id']}/webhooks?perPage=1`;
  const headers = { authorization: `Bearer ${inputs['api-token']}` };
  const text = await new Promise<string>((resolve, reject) => {
    const sent = request(url, { headers, ca: readFileSync(caFile) }, (response) => resolve(readText(response)));
    sent.on('error', reject).end();
  });
  const id = /"webhookId":"([0-9a-f]{24})"/u.exec(text)?.[1];
  if (id === undefined) throw new Error('The API has no webhook');
  return id;
}

/** Every run has to change something, so each sets another code. */
let code = 200;
function nextPatch(): Inputs {
  code = code === 299 ? 201 : code + 1;
  return { operation: 'patch', 'webhook-name': '*', body: JSON.stringify({ responseCode: code }) };
}

/** Time of patches on a server that takes 50 ms for each request. */
async function bulk(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [webhooks, concurrency] of [
    [200, 1],
    [1000, 4],
    [1000, 8],
    [1000, 16],
  ] as const) {
    await using api = await startApi('--webhooks', String(webhooks), '--latency', '50');
    const own = action('this action', nextPatch);
    const bare = script('pool of bare node:https', 'bare-patch-all.cjs', nextPatch);
    const peers = concurrency === 1 ? [script('script with losant-rest', 'losant-rest-patch-all.cjs', nextPatch)] : [];
    const all = [own, bare, ...peers];
    await runInRounds(3, all, { ...api, inputs: { ...api.inputs, concurrency: String(concurrency) } });
    for (const { name, wall, memory } of all) {
      const what = `${thousands(webhooks)} patches, ${concurrency} at once, ${name}`;
      rows.push([what, seconds(wall), mebibytes(memory), ratio(wall / bare.wall), name === own.name ? '≤ 1.05 ×' : '']);
    }
  }
  return rows;
}

/** Time of 1,000 patches on servers that respond with 429 above 20 requests a second. */
async function limit(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [kind, ...retryAfter] of [['fixed'], ['sliding', '--retry-after', '1'], ['bucket']] as const) {
    await using api = await startApi(
      ...['--webhooks', '1000', '--rate-limit', '20', '--rate-limit-kind', kind, ...retryAfter],
    );
    const own = action(`${kind}${retryAfter.length > 0 ? ', with Retry-After' : ''}`, nextPatch);
    await own.run({ ...api, inputs: { ...api.inputs, concurrency: '8' } });
    rows.push([own.name, seconds(own.wall), mebibytes(own.memory), ratio(own.wall / (1_000_000 / 20)), '≤ 1.30 ×']);
  }
  return rows;
}

/** CPU time and memory of lists and plans of many webhooks, each with its own secrets. */
async function growth(): Promise<Row[]> {
  const small = await growthTo(10_000);
  const large = await growthTo(40_000);
  const perWebhook = large.listsAll.cpu / 4 / small.listsAll.cpu;
  return [
    ...small.rows,
    ...large.rows,
    ['list that selects all, per webhook, 40,000 / 10,000', '', '', ratio(perWebhook), '≤ 1.20 ×'],
  ];
}

async function growthTo(webhooks: number): Promise<{ rows: Row[]; listsAll: Program }> {
  await using api = await startApi('--webhooks', String(webhooks), '--credentials');
  const list = (name: string) => () => ({ operation: 'list', 'webhook-name': name });
  const plan = (responseCode: number) => () => ({
    ...nextPatch(),
    'dry-run': 'true',
    body: `{"responseCode": ${responseCode}}`,
  });
  const readsAll = script('plain script that prints no name', 'bare-list.cjs', list('none-*'));
  const printsAll = script('plain script that prints all names', 'bare-list.cjs', list('*'));
  const listsNone = action('list that selects none', list('none-*'));
  const listsAll = action('list that selects all', list('*'));
  const plansNone = action('plan in which none differs', plan(200));
  const plansAll = action('plan in which all differ', plan(201));
  await runInRounds(5, [readsAll, printsAll, listsNone, listsAll, plansNone, plansAll], api);
  const row = ({ name, cpu, memory }: Program, other: Program, target: string): Row => [
    `${thousands(webhooks)} webhooks, ${name}`,
    seconds(cpu),
    mebibytes(memory),
    `${ratio(cpu / other.cpu)}, memory ${ratio(memory / other.memory)}`,
    target,
  ];
  const rows = [
    row(readsAll, readsAll, ''),
    row(listsNone, readsAll, '≤ 2 ×, memory ≤ 2 ×'),
    row(printsAll, printsAll, ''),
    row(listsAll, printsAll, '≤ 4 ×, memory ≤ 2 ×'),
    row(plansNone, listsAll, '≤ 1.10 ×'),
    row(plansAll, listsAll, '≤ 1.30 ×'),
  ];
  return { rows, listsAll };
}

const parts = {
  start: { title: 'Start: one get, CPU time', measure: start },
  bulk: { title: 'Bulk: each request takes 50 ms, time from start to end', measure: bulk },
  limit: {
    title: 'Limit: 1,000 patches with 429 above 20 requests per second, time from start to end',
    measure: limit,
  },
  growth: { title: 'Growth: CPU time', measure: growth },
};

console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim()}`,
);
const chosen = process.argv.slice(2);
for (const [name, { title, measure }] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const rows = await measure();
  const table = [['', 'Time', 'Memory', 'Compared', 'Target'], ['---', '---:', '---:', '---:', '---:'], ...rows];
  console.log(`\n### ${title}\n\n${table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`);
}
