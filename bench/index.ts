/**
 * Measures the action beside its peers, against the local Losant API, and prints one table. `docs/performance.md` says
 * how to read it. It builds nothing: run it after `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { type Api, startApi } from './api.ts';
import { action, type Inputs, loadedBytes, median, peakMemory, program, type Subject, time } from './run.ts';

interface Row {
  readonly what: string;
  readonly figure: string;
  readonly ratio: string;
  readonly target: string;
}

const RUNS = 21;
const MEMORY_RUNS = 5;
const WARM_UP = 2;

/** Programs in turns, A B A B, so that what else the machine does hits them all alike. */
async function inTurns(subjects: readonly Subject[], inputs: Inputs): Promise<Map<string, number>> {
  const times = new Map(subjects.map(({ name }): [string, number[]] => [name, []]));
  for (let turn = 1 - WARM_UP; turn <= RUNS; turn += 1) {
    for (const subject of subjects) {
      const milliseconds = await time(subject, inputs);
      if (turn > 0) times.get(subject.name)?.push(milliseconds);
    }
  }
  return new Map([...times].map(([name, figures]) => [name, median(figures)]));
}

async function medianMemory(subject: Subject, inputs: Inputs, runs = MEMORY_RUNS): Promise<number> {
  const figures: number[] = [];
  for (let count = 0; count < runs; count += 1) figures.push(await peakMemory(subject, inputs));
  return median(figures);
}

const times = (value: number): string => `${value.toFixed(2)} ×`;
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

/** The inputs of a get of any webhook of the application. */
async function getInputs({ inputs }: Api): Promise<Inputs> {
  const answer = await fetch(`${inputs['api-url']}/applications/${inputs['application-id']}/webhooks?perPage=1`, {
    headers: { authorization: `Bearer ${inputs['api-token']}` },
  });
  const id = /"webhookId":"([0-9a-f]{24})"/.exec(await answer.text())?.[1];
  if (id === undefined) throw new Error('The API has no webhook');
  return { ...inputs, operation: 'get', 'webhook-id': id };
}

/** `get` as a whole process: time, memory, and the size of what it loads. */
async function coldStart(): Promise<Row[]> {
  await using api = await startApi('--webhooks', '10');
  const inputs = await getInputs(api);
  const floor = program('bare node:http', 'floor.cjs');
  const peer = program('losant-rest', 'losant-rest-get.cjs');
  const curl: Subject = {
    name: 'curl',
    command: 'curl',
    args: [
      ...['--silent', '--fail', '--header', `authorization: Bearer ${inputs['api-token']}`],
      `${inputs['api-url']}/applications/${inputs['application-id']}/webhooks/${inputs['webhook-id']}`,
    ],
  };
  const hasCurl = spawnSync('curl', ['--version']).status === 0;
  const medians = await inTurns([floor, action, peer, ...(hasCurl ? [curl] : [])], inputs);
  const least = medians.get(floor.name) ?? Number.NaN;
  const rows = [...medians].map(([name, value]) => ({
    what: `get, ${name}`,
    figure: `${value.toFixed(1)} ms`,
    ratio: times(value / least),
    target: name === action.name ? '≤ 1.50 ×' : '',
  }));
  const leastMemory = await medianMemory(floor, inputs);
  for (const subject of [floor, action, peer]) {
    const memory = subject === floor ? leastMemory : await medianMemory(subject, inputs);
    rows.push({
      what: `get, peak memory, ${subject.name}`,
      figure: `${memory.toFixed(1)} MiB`,
      ratio: times(memory / leastMemory),
      target: subject === action ? '≤ 1.35 ×' : '',
    });
  }
  for (const subject of [action, peer]) {
    const bytes = await loadedBytes(subject, inputs);
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
function patchInputs({ inputs }: Api): Inputs {
  code = code === 299 ? 201 : code + 1;
  const body = JSON.stringify({ responseCode: code });
  return { ...inputs, operation: 'patch', 'webhook-name': '*', concurrency: '8', body };
}

/** A thousand patches on a server that takes 50 ms for each request. */
async function bulk(): Promise<Row[]> {
  await using api = await startApi('--webhooks', '1000', '--latency', '50');
  const ideal = (1000 * 50) / 8;
  const runs: number[] = [];
  for (let count = 0; count < 3; count += 1) runs.push(await time(action, patchInputs(api)));
  const mine = median(runs);
  const loop = await time(program('losant-rest', 'losant-rest-patch-all.cjs'), patchInputs(api));
  return [
    {
      what: '1,000 patches, 50 ms each',
      figure: seconds(mine),
      ratio: `${times(mine / ideal)} ideal`,
      target: '≤ 1.15 ×',
    },
    {
      what: 'a loop with losant-rest',
      figure: seconds(loop),
      ratio: `${times(loop / mine)} the action`,
      target: '≥ 7 ×',
    },
  ];
}

/** A thousand patches on servers that answer 429 above 20 requests a second. */
async function rateLimited(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [kind, ...retryAfter] of [['fixed'], ['sliding', '--retry-after', '1'], ['bucket']] as const) {
    const limit = ['--rate-limit', '20', '--rate-limit-kind', kind, ...retryAfter];
    await using api = await startApi('--webhooks', '1000', ...limit);
    const taken = await time(action, patchInputs(api));
    rows.push({
      what: `1,000 patches, 20/s (${kind}${retryAfter.length > 0 ? ', Retry-After' : ''})`,
      figure: seconds(taken),
      ratio: `${times(taken / (1_000_000 / 20))} the limit`,
      target: '≤ 1.30 ×',
    });
  }
  return rows;
}

/** Whether time and memory grow faster than the number of webhooks. */
async function growth(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const operation of ['list', 'patch'] as const) {
    for (const count of [1000, 10_000, 50_000]) {
      await using api = await startApi('--webhooks', String(count));
      const inputs = operation === 'list' ? { ...api.inputs, operation } : { ...patchInputs(api), 'dry-run': 'true' };
      const runs: number[] = [];
      for (let run = 0; run < 3; run += 1) runs.push(await time(action, inputs));
      const taken = median(runs);
      const memory = await medianMemory(action, inputs, 3);
      rows.push({
        what: `${operation === 'list' ? 'list' : 'plan of a patch'}, ${count.toLocaleString('en')} webhooks`,
        figure: `${seconds(taken)}, ${memory.toFixed(0)} MiB`,
        ratio: `${((taken * 1000) / count).toFixed(0)} µs, ${((memory * 1024) / count).toFixed(1)} KiB each`,
        target: count === 10_000 ? '≤ 160 MiB' : '',
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
