import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StoredWebhook } from '../../local/losant/index.ts';
import { Reader } from '../../src/inputs/reader.ts';
import { type FieldName, fieldNames } from '../../src/losant/fields.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { sync } from '../../src/operations/sync.ts';
import { apply } from '../../src/plan/apply.ts';
import { listChanges, type Outcome } from '../../src/plan/plan.ts';
import { check } from '../support/arbitrary.ts';
import { connectTo, requestOf, silentLog } from '../support/in-process.ts';
import { inputVariables } from '../support/input-variables.ts';
import { sent } from '../support/sent.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

const api = useLosantApi();

const NAMES = ['a', 'b', 'c', 'd', 'e'];
type Fields = Partial<Pick<StoredWebhook, FieldName>>;

const anyFields: fc.Arbitrary<Fields> = fc.record(
  {
    responseCode: fc.constantFrom(200, 202, 204),
    enabled: fc.boolean(),
    description: fc.constantFrom('', 'x'),
    verificationType: fc.constantFrom('none', 'fitbit'),
    basicAuthPassword: fc.constantFrom('', 'first-password', 'second-password'),
  },
  { requiredKeys: [] },
);
const anyWebhooks = fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), anyFields), {
  selector: ([name]) => name,
  maxLength: 5,
});
/** Entries of a file; `pin` is the index of the webhook that the entry is pinned to, if there are that many. */
const anyEntries = fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), anyFields, fc.option(fc.nat(4), { freq: 3 })), {
  selector: ([name]) => name,
  minLength: 1,
  maxLength: 5,
});

interface Synced {
  readonly outcomes: Outcome[];
  readonly planned: number;
}

async function runSync(applicationId: string, text: string, prune: boolean, stop?: AbortSignal): Promise<Synced> {
  const inputs = requestOf({ operation: 'sync', applicationId, retries: 0 }, api);
  const losant = connectTo(inputs, stop);
  const step = await sync(new Reader(inputVariables({ operation: 'sync', body: text, prune: String(prune) })));
  const plan = await step.plan({ inputs, losant, log: silentLog });
  const outcomes: Outcome[] = [];
  await apply(plan, losant, {
    ...inputs,
    includeWorkflows: false,
    missingIsError: true,
    onOutcome: (_, outcome) => outcomes.push(outcome),
  });
  return { outcomes, planned: listChanges(plan).length };
}

/** A new application with these webhooks, and the text of the file; null if two webhooks would share a name. */
function arrange(
  webhooks: readonly [string, Fields][],
  entries: readonly [string, Fields, number | null][],
): { id: string; text: string; pins: Map<string, string> } | null {
  const id = api.addApplication();
  const stored = webhooks.map(([name, fields]) => api.addWebhook({ name, ...fields }, id));
  const pins = new Map<string, string>();
  const list = entries.map(([name, fields, pin]) => {
    const pinned = pin === null ? undefined : stored[pin];
    if (pinned === undefined || [...pins.values()].includes(pinned.id)) return { name, ...fields };
    pins.set(name, pinned.id);
    return { id: pinned.id, name, ...fields };
  });
  const pinnedIds = new Set(pins.values());
  const taken = stored.some(
    (webhook) => pins.has(webhook.name) && pins.get(webhook.name) !== webhook.id && !pinnedIds.has(webhook.id),
  );
  return taken ? null : { id, text: JSON.stringify({ webhooks: list }), pins };
}

/** The relevant part of an application's webhooks. */
function stateOf(id: string): unknown {
  const kept = (webhook: Webhook | Record<string, unknown>): unknown =>
    Object.fromEntries(fieldNames.map((name) => [name, Reflect.get(webhook, name)]));
  return new Map(api.webhooks(id).map((webhook) => [webhook.name, kept({ ...webhook })]));
}

test('after a sync, the application matches the file, and a second sync only lists the webhooks', async () => {
  await check(fc.tuple(anyWebhooks, anyEntries, fc.boolean()), 60, async ([webhooks, entries, prune]) => {
    const arranged = arrange(webhooks, entries);
    fc.pre(arranged !== null);
    const { id, text, pins } = arranged;
    const before = api.webhooks(id);
    const { outcomes } = await runSync(id, text, prune);
    expect(outcomes.every(({ status }) => status === 'applied')).toBe(true);
    const after = api.webhooks(id);
    for (const [name, fields] of entries) {
      const found = after.filter((webhook) => webhook.name === name);
      expect(found).toHaveLength(1);
      const isFitbit = found[0]?.verificationType === 'fitbit';
      expect(found[0]).toMatchObject(isFitbit ? { ...fields, responseCode: 204 } : fields);
      if (pins.has(name)) expect(found[0]?.id).toBe(pins.get(name));
    }
    if (prune) expect(after).toHaveLength(entries.length);
    else expect(before.every((webhook) => after.some((now) => now.id === webhook.id))).toBe(true);
    api.reset();
    expect((await runSync(id, text, prune)).planned).toBe(0);
    expect(sent(api)).toEqual(['GET webhooks']);
  });
});

test('a run that is interrupted at any point, and a second run, end in the same state as an uninterrupted one', async () => {
  let ended = 0;
  await check(fc.tuple(anyWebhooks, anyEntries, fc.nat(6)), 40, async ([webhooks, entries, end]) => {
    const whole = arrange(webhooks, entries);
    fc.pre(whole !== null);
    await runSync(whole.id, whole.text, true);
    const broken = arrange(webhooks, entries);
    fc.pre(broken !== null);
    api.reset();
    const stop = new AbortController();
    const isEnd = (): boolean => {
      if (api.requests.length > end) stop.abort();
      return stop.signal.aborted;
    };
    api.fault({ test: isEnd }, { kind: 'reset', processed: true });
    await runSync(broken.id, broken.text, true, stop.signal).catch(() => undefined);
    ended += stop.signal.aborted ? 1 : 0;
    api.reset();
    const { outcomes } = await runSync(broken.id, broken.text, true);
    expect(outcomes.every(({ status }) => status === 'applied')).toBe(true);
    expect(stateOf(broken.id)).toEqual(stateOf(whole.id));
  });
  expect(ended).toBeGreaterThan(5);
});
