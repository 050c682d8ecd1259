/**
 * Measures the action beside its peers, against the local Losant API, and prints one table. `docs/performance.md` says
 * how to read it. It builds nothing: run it after `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { cpus } from 'node:os';
import { text as readText } from 'node:stream/consumers';
import { type Api, startApi } from './api.ts';
import { action, loadedBytes, median, peakMemory, program, type Setting, type Subject, time } from './run.ts';

interface Row {
  readonly what: string;
  readonly figure: string;
  readonly ratio: string;
  readonly target: string;
}

const RUNS = 51;
const MEMORY_RUNS = 5;
const WARM_UP = 2;

/** Runs programs in rounds, each in random order, so that whatever else the machine does affects them all alike. */
async function inRounds(
  subjects: readonly Subject[],
  nextSetting: () => Setting,
  { rounds, warmUp } = { rounds: RUNS, warmUp: WARM_UP },
): Promise<Map<string, number>> {
  const times = new Map(subjects.map(({ name }): [string, number[]] => [name, []]));
  for (let round = 1 - warmUp; round <= rounds; round += 1) {
    for (const subject of shuffled(subjects)) {
      const milliseconds = await time(subject, nextSetting());
      if (round > 0) times.get(subject.name)?.push(milliseconds);
    }
  }
  return new Map([...times].map(([name, figures]) => [name, median(figures)]));
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

async function medianMemory(subject: Subject, setting: Setting, runs = MEMORY_RUNS): Promise<number> {
  const figures: number[] = [];
  for (let count = 0; count < runs; count += 1) figures.push(await peakMemory(subject, setting));
  return median(figures);
}

const ratio = (value: number): string => `${value.toFixed(2)} ×`;
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

/** What a get of any webhook of the application is given. */
async function getSetting({ inputs, caFile }: Api): Promise<Setting> {
  const url = `${inputs['api-url']}/applications/${inputs['application-id']}/webhooks?perPage=1`;
  const headers = { authorization: `Bearer ${inputs['api-token']}` };
  const text = await new Promise<string>((resolve, reject) => {
    const sent = request(url, { headers, ca: readFileSync(caFile) }, (response) => resolve(readText(response)));
    sent.on('error', reject).end();
  });
  const id = /"webhookId":"([0-9a-f]{24})"/.exec(text)?.[1];
  if (id === undefined) throw new Error('The API has no webhook');
  return { inputs: { ...inputs, operation: 'get', 'webhook-id': id }, caFile };
}

/** `get` as a whole process: time, memory, and the size of what it loads. */
async function coldStart(): Promise<Row[]> {
  await using api = await startApi('--webhooks', '10');
  const setting = await getSetting(api);
  const { inputs } = setting;
  const floor = program('bare node:https', 'floor.cjs');
  const peer = program('losant-rest', 'losant-rest-get.cjs');
  const script = program('a script with fetch', 'fetch-get.cjs');
  const curl: Subject = {
    name: 'curl',
    command: 'curl',
    args: [
      ...['--silent', '--fail', '--cacert', setting.caFile, '--header', `authorization: Bearer ${inputs['api-token']}`],
      `${inputs['api-url']}/applications/${inputs['application-id']}/webhooks/${inputs['webhook-id']}`,
    ],
  };
  const hasCurl = spawnSync('curl', ['--version']).status === 0;
  const medians = await inRounds([floor, action, script, peer, ...(hasCurl ? [curl] : [])], () => setting);
  const least = medians.get(floor.name) ?? Number.NaN;
  const rows = [...medians].map(([name, value]) => ({
    what: `get, ${name}`,
    figure: `${value.toFixed(1)} ms`,
    ratio: ratio(value / least),
    target: name === action.name ? '≤ 1.25 ×' : '',
  }));
  const leastMemory = await medianMemory(floor, setting);
  for (const subject of [floor, action, script, peer]) {
    const memory = subject === floor ? leastMemory : await medianMemory(subject, setting);
    rows.push({
      what: `get, peak memory, ${subject.name}`,
      figure: `${memory.toFixed(1)} MiB`,
      ratio: ratio(memory / leastMemory),
      target: subject === action ? '≤ 1.10 ×' : '',
    });
  }
  for (const subject of [action, peer]) {
    const bytes = await loadedBytes(subject, setting);
    rows.push({
      what: `get, size of what is loaded, ${subject.name}`,
      figure: `${(bytes / 1000).toFixed(0)} kB`,
      ratio: '',
      target: subject === action ? '≤ 130 kB' : '',
    });
  }
  return rows;
}

/** Every run has to change something, so each sets another code. */
let code = 200;
function patchSetting({ inputs, caFile }: Api): Setting {
  code = code === 299 ? 201 : code + 1;
  const body = JSON.stringify({ responseCode: code });
  return { inputs: { ...inputs, operation: 'patch', 'webhook-name': '*', concurrency: '8', body }, caFile };
}

/** A thousand patches on a server that takes 50 ms for each request. */
async function bulk(): Promise<Row[]> {
  await using api = await startApi('--webhooks', '1000', '--latency', '50');
  const ideal = (1000 * 50) / 8;
  const floor = program('bare node:https', 'floor-patch-all.cjs');
  const medians = await inRounds([floor, action], () => patchSetting(api), { rounds: 3, warmUp: 0 });
  const rows = [...medians].map(([name, value]) => ({
    what: `1,000 patches, 50 ms each, ${name}`,
    figure: seconds(value),
    ratio: `${ratio(value / ideal)} ideal`,
    target: name === action.name ? '≤ 1.15 ×' : '',
  }));
  const loop = await time(program('losant-rest', 'losant-rest-patch-all.cjs'), patchSetting(api));
  return [
    ...rows,
    {
      what: 'a loop with losant-rest',
      figure: seconds(loop),
      ratio: `${ratio(loop / (medians.get(action.name) ?? Number.NaN))} the action`,
      target: '≥ 7 ×',
    },
  ];
}

/** A thousand patches on servers that respond with 429 above 20 requests a second. */
async function rateLimited(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [kind, ...retryAfter] of [['fixed'], ['sliding', '--retry-after', '1'], ['bucket']] as const) {
    const limit = ['--rate-limit', '20', '--rate-limit-kind', kind, ...retryAfter];
    await using api = await startApi('--webhooks', '1000', ...limit);
    const taken = await time(action, patchSetting(api));
    rows.push({
      what: `1,000 patches, 20/s (${kind}${retryAfter.length > 0 ? ', Retry-After' : ''})`,
      figure: seconds(taken),
      ratio: `${ratio(taken / (1_000_000 / 20))} the limit`,
      target: '≤ 1.30 ×',
    });
  }
  return rows;
}

/** Whether time and memory grow faster than the number of webhooks. They have secrets as in life: one user name for all. */
async function growth(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const operation of ['list', 'patch'] as const) {
    let timeOf4000 = Number.NaN;
    for (const count of [1000, 4000, 10_000, 40_000]) {
      await using api = await startApi('--webhooks', String(count), '--credentials');
      const { inputs, caFile } = operation === 'list' ? api : patchSetting(api);
      const setting = {
        inputs: { ...inputs, operation, ...(operation === 'patch' ? { 'dry-run': 'true' } : {}) },
        caFile,
      };
      const runs: number[] = [];
      for (let run = 0; run < 3; run += 1) runs.push(await time(action, setting));
      const each = median(runs) / count;
      if (count === 4000) timeOf4000 = each;
      const memory = await medianMemory(action, setting, 3);
      rows.push({
        what: `${operation === 'list' ? 'list' : 'plan of a patch'}, ${count.toLocaleString('en')} webhooks`,
        figure: `${seconds(median(runs))}, ${memory.toFixed(0)} MiB`,
        ratio: `${(each * 1000).toFixed(0)} µs each${count === 40_000 ? `, ${ratio(each / timeOf4000)} those of 4,000` : ''}`,
        target: count === 10_000 ? '≤ 160 MiB' : count === 40_000 ? '≤ 1.30 ×' : '',
      });
    }
  }
  return rows;
}

const sections = { start: coldStart, bulk, limit: rateLimited, growth } as const;
const chosen = process.argv.slice(2);
const rows: Row[] = [];
for (const [name, section] of Object.entries(sections)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.error(`Measuring: ${name}`);
  try {
    rows.push(...(await section()));
  } catch (error) {
    rows.push({ what: name, figure: 'failed', ratio: '', target: '' });
    console.error(error);
  }
}

console.log(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} × ${cpus()[0]?.model.trim()}\n`,
);
console.log('| What | Median | Compared | Target |\n| --- | ---: | ---: | ---: |');
for (const { what, figure, ratio, target } of rows) console.log(`| ${what} | ${figure} | ${ratio} | ${target} |`);
