import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Losant } from '../../src/api/client.ts';
import { isObject, type Json, type JsonObject } from '../../src/json.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { checkPlan } from '../../src/operations/checks.ts';
import { prepare } from '../../src/operations/prepare.ts';
import { type Change, listChanges, type Plan, RefusedPlan } from '../../src/plan/plan.ts';
import { createResult } from '../../src/report/outputs.ts';
import { masks } from '../report/sample.ts';
import { check } from '../support/arbitrary.ts';
import { silentLog } from '../support/in-process.ts';
import { inputVariables } from '../support/input-variables.ts';

const workspace = mkdtempSync(join(tmpdir(), 'approval-'));
afterAll(() => rmSync(workspace, { recursive: true }));

const SECRETS = ['basicAuthPassword', 'verificationCode'];
const NO_SECRETS = { basicAuthPassword: '', verificationCode: '' };

interface World {
  readonly operation: 'sync' | 'create' | 'patch' | 'delete';
  readonly applicationId: string;
  /** How Losant returns secrets. */
  readonly secrets: 'shown' | 'omitted' | 'masked';
  /** The webhooks, by id. */
  readonly webhooks: Readonly<Record<string, Fields>>;
  /** The workflows that each webhook triggers, by its id. */
  readonly workflows: Readonly<Record<string, readonly string[]>>;
  /** The entries of the file, by name. */
  readonly entries: Readonly<Record<string, Fields>>;
  readonly variables: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, string | number | boolean>>;

const toId = (digit: number): string => String(digit).repeat(24);

function asRead({ webhooks, secrets }: World): Webhook[] {
  return Object.entries(webhooks).map(([id, fields]) => {
    const entries = Object.entries(fields).flatMap(([key, value]): [string, Json][] => {
      if (!SECRETS.includes(key) || secrets === 'shown') return [[key, value]];
      return secrets === 'omitted' ? [] : [[key, value === '' ? '' : '********']];
    });
    return { ...Object.fromEntries(entries), id, name: String(fields['name']) };
  });
}

function losantOf(world: World): Losant {
  const unused = () => Promise.reject(new Error('planning must not change anything'));
  return {
    getWebhook: async (id) => asRead(world).find((webhook) => webhook.id === id) ?? null,
    listWebhooks: async () => asRead(world),
    listWorkflows: async (id) =>
      (world.workflows[id] ?? []).map((name) => ({ id: name, name, triggers: [{ type: 'webhook', key: id }] })),
    stopRetrying: () => undefined,
    ...{ createWebhook: unused, patchWebhook: unused, deleteWebhook: unused, confirmDelete: unused },
  };
}

interface Planned {
  readonly plan: Plan;
  /** The output `changes`. */
  readonly changes: readonly JsonObject[];
  readonly refusal: unknown;
}

/** The inputs of a step: a sync also deletes, a patch sets the fields of the first entry in all webhooks, a delete deletes all. */
function stepOf({ operation, entries }: World): Readonly<Record<string, string>> {
  const [first = ['a', {}]] = Object.entries(entries);
  const body: Readonly<Record<World['operation'], JsonObject>> = {
    sync: { webhooks: Object.entries(entries).map(([name, fields]) => ({ ...fields, name })) },
    create: { ...first[1], name: first[0] },
    patch: { enabled: true, ...first[1] },
    delete: {},
  };
  writeFileSync(join(workspace, 'body.json'), JSON.stringify(body[operation]));
  const deletes = { 'max-deletes': '9', 'include-workflows': 'shared' };
  return {
    sync: { 'body-file': 'body.json', prune: 'true', ...deletes },
    create: { 'body-file': 'body.json', 'if-exists': 'update' },
    patch: { 'body-file': 'body.json', 'webhook-name': '*' },
    delete: { 'webhook-name': '*', ...deletes },
  }[operation];
}

/** What the body sets in the webhook with a name. */
function bodyFor({ operation, entries }: World, name: string): Fields {
  return operation === 'patch' ? { enabled: true, ...Object.values(entries)[0] } : (entries[name] ?? {});
}

/** Plans a step, and checks the plan. */
async function planIn(world: World, approved: readonly JsonObject[] | null): Promise<Planned> {
  const { operation, applicationId, variables } = world;
  writeFileSync(join(workspace, 'plan.json'), JSON.stringify(approved));
  const { plan, inputs, limits } = await prepare({
    ...inputVariables({
      ...{ operation, 'application-id': applicationId, 'api-token': 'opaque', 'dry-run': 'true', ...stepOf(world) },
      ...(approved === null ? {} : { 'expected-changes': 'plan.json' }),
    }),
    ...variables,
    GITHUB_WORKSPACE: workspace,
  });
  const made = await plan({ inputs, losant: losantOf(world), log: silentLog });
  const { changes } = createResult({ inputs, plan: made, outcomes: new Map(), drift: null, failure: null }, masks);
  try {
    checkPlan(made, inputs, limits);
    return { plan: made, changes, refusal: null };
  } catch (refusal) {
    expect(refusal).toBeInstanceOf(RefusedPlan);
    return { plan: made, changes, refusal };
  }
}

/** The application after some of the changes; of an update, perhaps only some fields. */
function carryOut(world: World, changes: readonly Change[], isPartial: boolean): World {
  const webhooks = new Map(Object.entries(world.webhooks));
  for (const [index, { action, id, fields }] of changes.entries()) {
    const set = Object.entries(fields).filter((_, position) => !isPartial || action === 'create' || position % 2 === 0);
    if (action === 'delete') webhooks.delete(String(id));
    else {
      const key = id ?? String.fromCharCode(97 + index).repeat(24);
      webhooks.set(key, { ...NO_SECRETS, ...webhooks.get(key), ...Object.fromEntries(set) });
    }
  }
  const gone = new Set(changes.flatMap(({ workflows = [] }) => workflows.map(({ id }) => id)));
  const workflows = Object.entries(world.workflows).map(([id, names]) => [id, names.filter((name) => !gone.has(name))]);
  return { ...world, webhooks: Object.fromEntries(webhooks), workflows: Object.fromEntries(workflows) };
}

const someName = fc.constantFrom('a', 'b', 'c', 'd');
const someFields: fc.Arbitrary<Fields> = fc.record(
  {
    enabled: fc.boolean(),
    responseCode: fc.constantFrom(200, 201),
    description: fc.constantFrom('', 'x', 'x ', '$${X}', '${X}', '${X} $${X}'),
    basicAuthUsername: fc.constantFrom('', 'u', '${X}'),
    basicAuthPassword: fc.constantFrom('', 'p', 'q', '${PASSWORD}'),
    verificationType: fc.constantFrom('none', 'fitbit', 'twilio'),
    verificationCode: fc.constantFrom('', 'c', '${PASSWORD}'),
  },
  { requiredKeys: [] },
);

/** What Losant stores: no templates, and all secrets. */
function stored(name: string, fields: Fields): Fields {
  const values = Object.entries(fields).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.replaceAll('$${', '${').trimEnd() : value,
  ]);
  return { ...NO_SECRETS, ...Object.fromEntries(values), name };
}

const someWorld: fc.Arbitrary<World> = fc
  .record({
    operation: fc.constantFrom(
      'sync' as const,
      'sync' as const,
      'create' as const,
      'patch' as const,
      'delete' as const,
    ),
    secrets: fc.constantFrom('shown' as const, 'omitted' as const, 'masked' as const),
    there: fc.dictionary(someName, someFields, { maxKeys: 4 }),
    triggered: fc.array(fc.subarray(['w1', 'w2', 'w3']), { minLength: 4, maxLength: 4 }),
    entries: fc.dictionary(someName, someFields, { minKeys: 1, maxKeys: 4 }),
  })
  .map(({ operation, secrets, there, triggered, entries }) => {
    const webhooks = Object.entries(there).map(([name, fields], index) => [toId(index + 1), stored(name, fields)]);
    const workflows = triggered.map((names, index) => [toId(index + 1), names]);
    return {
      ...{ operation, applicationId: toId(0), secrets, entries, variables: { X: 'x-value', PASSWORD: 'pass-word' } },
      webhooks: Object.fromEntries(webhooks),
      workflows: Object.fromEntries(workflows),
    };
  });

/** Something that happens between the approval and the run. */
type Edit = (world: World, approved: readonly JsonObject[]) => { world?: World; approved?: readonly JsonObject[] };

/** A file cannot name a webhook that shares its name. */
function without(name: string, { webhooks }: World): World['webhooks'] {
  return Object.fromEntries(Object.entries(webhooks).filter(([, fields]) => fields['name'] !== name));
}

const someKey = fc.integer({ min: 1, max: 4 }).map(toId);
const someEdit: fc.Arbitrary<Edit> = fc.oneof(
  // Somebody changes one field of a webhook, or creates one that is almost what the file says.
  fc.tuple(someKey, fc.constantFrom('responseCode', 'basicAuthPassword', 'description')).map(
    ([id, field]): Edit =>
      ({ ...world }) => {
        const { [id]: fields = { name: 'a' } } = world.webhooks;
        const changed = { ...fields, [field]: field === 'responseCode' ? 202 : 'else' };
        return { world: { ...world, webhooks: { ...without(String(fields['name']), world), [id]: changed } } };
      },
  ),
  fc.tuple(someKey, someName, fc.boolean()).map(
    ([id, name, isAlmost]): Edit =>
      (world) => {
        const fields = stored(name, { ...world.entries[name], ...(isAlmost ? { basicAuthPassword: 'else' } : {}) });
        return { world: { ...world, webhooks: { ...without(name, world), [id]: fields } } };
      },
  ),
  fc.tuple(someKey, someName, someFields).map(
    ([id, name, fields]): Edit =>
      (world) => ({
        world: { ...world, webhooks: { ...without(name, world), [id]: stored(name, fields) } },
      }),
  ),
  fc.tuple(someName, someFields).map(
    ([name, fields]): Edit =>
      (world) => ({
        world: { ...world, entries: { ...world.entries, [name]: { ...world.entries[name], ...fields } } },
      }),
  ),
  fc.tuple(someName, fc.nat()).map(
    ([name, index]): Edit =>
      (world) => {
        const fields = Object.entries(world.entries[name] ?? {}).filter((_, position) => position !== index % 4);
        return { world: { ...world, entries: { ...world.entries, [name]: Object.fromEntries(fields) } } };
      },
  ),
  someName.map(
    (name): Edit =>
      (world) => {
        const { [name]: _, ...entries } = world.entries;
        return { world: { ...world, entries: { ...entries, z: {} } } };
      },
  ),
  fc.tuple(someKey, fc.subarray(['w1', 'w2', 'w3'])).map(
    ([id, names]): Edit =>
      (world) => ({
        world: { ...world, workflows: { ...world.workflows, [id]: names } },
      }),
  ),
  fc.constant<Edit>((world) => ({ world: { ...world, applicationId: toId(9) } })),
  fc.constant<Edit>((world) => ({ world: { ...world, variables: { ...world.variables, X: 'other' } } })),
  fc.nat().map(
    (index): Edit =>
      (_, approved) => ({ approved: approved.toSpliced(index % (approved.length + 1), 1) }),
  ),
  fc.nat().map(
    (index): Edit =>
      (_, approved) => ({ approved: [...approved, ...approved.slice(index % 4, 1)] }),
  ),
  fc
    .tuple(
      fc.nat(),
      fc.constantFrom<JsonObject>(
        { status: 'refused' },
        { application: '0'.repeat(12) },
        { fields: {} },
        { name: 'b' },
        { workflows: [] },
      ),
    )
    .map(
      ([index, change]): Edit =>
        (_, approved) => ({
          approved: approved.map((one, position) => (position === index % 4 ? { ...one, ...change } : one)),
        }),
    ),
);

/** What is shown of a value in the file. */
function shown(field: string, value: string | number | boolean | undefined): Json | undefined {
  if (SECRETS.includes(field)) return value === undefined || value === '' ? value : '***';
  return typeof value === 'string' ? value.trimEnd() : value;
}

/** A naive check, change by change: what is wrong with a plan that was accepted. */
function findOversights(world: World, changes: readonly JsonObject[], given: readonly JsonObject[]): string[] {
  const [{ application } = { application: null }] = changes;
  const approved = given.filter((one) => one['status'] !== 'refused' && one['application'] === application);
  const isHidden = (field: string): boolean => SECRETS.includes(field) && world.secrets !== 'shown';
  const valuesOf = (change: JsonObject): [string, Json | undefined, Json | undefined][] =>
    Object.entries(isObject(change['fields']) ? change['fields'] : {}).map(([field, values]) => {
      const { from, to } = isObject(values) ? values : {};
      return [field, from, field === 'description' && typeof to === 'string' ? to.trimEnd() : to];
    });
  const workflows = new Set(
    approved.flatMap(({ workflows: own }) => (Array.isArray(own) ? own : [])).map(({ id }) => id),
  );
  const isUpdateOf = (change: JsonObject, one: JsonObject): boolean => {
    const other = new Map(valuesOf(one).map(([field, from, to]) => [field, { from, to }]));
    const now = valuesOf(change);
    const isSet = now.every(
      ([field, from, to]) => other.get(field)?.to === to && (isHidden(field) || other.get(field)?.from === from),
    );
    const entry = bodyFor(world, String(change['name']));
    const isKept = [...other].every(
      ([field, { to }]) => now.some(([name]) => name === field) || shown(field, entry[field]) === to,
    );
    return one['action'] === 'update' && one['id'] === change['id'] && isSet && isKept;
  };
  const sameName = (one: JsonObject, name: Json | undefined): boolean =>
    one['action'] === 'create' && one['name'] === name;
  const repeats = changes.filter(
    (change) => change['action'] === 'update' && !approved.some((one) => isUpdateOf(change, one)),
  );
  return [
    ...changes.flatMap((change) => {
      const { action, id, name } = change;
      const alike = approved.filter((one) =>
        action === 'delete'
          ? one['action'] === action && one['id'] === id && one['name'] === name
          : sameName(one, name) && JSON.stringify(valuesOf(one).sort()) === JSON.stringify(valuesOf(change).sort()),
      );
      const others = Array.isArray(change['workflows'])
        ? change['workflows'].filter((own) => !workflows.has(own.id))
        : [];
      return action === 'update' || (alike.length > 0 && others.length === 0) ? [] : [`${action} ${name}`];
    }),
    ...repeats.flatMap((change) => {
      const creates = approved.filter((one) => sameName(one, change['name']));
      const used = changes.filter((one) => sameName(one, change['name'])).length;
      const isNamed = creates.some((one) =>
        valuesOf(change).every(
          ([field, , to]) =>
            isHidden(field) && valuesOf(one).some(([other, , value]) => other === field && value === to),
        ),
      );
      return isNamed && creates.length > used ? [] : [`update ${change['name']}`];
    }),
  ];
}

describe('expected-changes', () => {
  test('accepts an unchanged plan, also after any part of it was carried out', async () => {
    let repeated = 0;
    await check(
      fc.tuple(someWorld, fc.infiniteStream(fc.boolean()), fc.boolean()),
      150,
      async ([world, choice, isPartial]) => {
        const { plan, changes } = await planIn(world, null);
        expect(await planIn(world, changes)).toMatchObject({ refusal: null });
        const part = listChanges(plan).filter(() => choice.next().value);
        const later = await planIn(carryOut(world, part, isPartial), changes);
        expect(later.refusal).toBeNull();
        if (part.length > 0 && later.changes.length > 0) repeated += 1;
      },
    );
    expect(repeated).toBeGreaterThan(50);
  });

  test('accepts nothing that is not in the list, whatever happened in between', async () => {
    const ends = { accepted: 0, refused: 0 };
    await check(
      fc.tuple(someWorld, fc.array(someEdit, { minLength: 1, maxLength: 3 })),
      300,
      async ([before, edits]) => {
        let [world, approved] = [before, (await planIn(before, null)).changes];
        for (const edit of edits) ({ world = world, approved = approved } = edit(world, approved));
        const { changes, refusal } = await planIn(world, approved);
        if (changes.length === 0) return;
        if (refusal === null) expect(findOversights(world, changes, approved)).toEqual([]);
        ends[refusal === null ? 'accepted' : 'refused'] += 1;
      },
    );
    expect(ends.accepted).toBeGreaterThan(30);
    expect(ends.refused).toBeGreaterThan(100);
  });
});
