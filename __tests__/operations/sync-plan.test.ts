import { describe, expect, test } from '@jest/globals';
import { listChanges } from '../../src/plan/plan.ts';
import { defaults } from '../support/defaults.ts';
import { type Given, id, named, planned, webhook } from './planned.ts';

const three = [webhook('1', 'a'), webhook('2', 'b'), webhook('3', 'ba')];
const a = { name: 'a' };
const c = { name: 'c' };
const allowed = { prune: 'true' };

/** The file with these webhooks. */
function file(...webhooks: readonly object[]): Given {
  return { says: { webhooks } };
}

/** The file with `a` and a scope. */
function scoped(scope: string): Given {
  return { says: { webhooks: [a], scope } };
}

describe('the plan of a sync for', () => {
  test.each<[string, Given, readonly string[]]>([
    ['an existing name', file(a), ['keep 1']],
    ['different values', file({ ...a, responseCode: 201 }), ['update 1 a {"responseCode":201}']],
    ['a new name', file(c, a), ['create new c {"name":"c"}', 'keep 1']],
    ['only an id', file({ id: id('2'), responseCode: 201 }), ['update 2 b {"responseCode":201}']],
    ['a new name with an id', file({ id: id('2'), ...c }), ['update 2 b {"name":"c"}']],
    [
      'webhooks that swap names',
      file({ id: id('1'), name: 'b' }, { id: id('2'), ...a }),
      ['update 1 a {"name":"b"}', 'update 2 b {"name":"a"}'],
    ],
    [
      'the old name of a renamed webhook',
      file({ id: id('1'), ...c }, a),
      ['update 1 a {"name":"c"}', 'create new a {"name":"a"}'],
    ],
    ['an output of a deleted webhook', file({ webhookId: id('9'), ...c }), ['create new c {"name":"c"}']],
    ['no webhook', file(), []],
    ['prune', { ...file(c, a), with: allowed }, ['create new c {"name":"c"}', 'keep 1', 'delete 2 b', 'delete 3 ba']],
    ['prune in the scope of the file', { ...scoped('*a'), with: allowed }, ['keep 1', 'delete 3 ba']],
    ['prune in a webhook-name', { ...file(a), with: { ...allowed, ...named('b') } }, ['keep 1', 'delete 2 b']],
    ['prune in both', { ...scoped('b*\n!b'), with: { ...allowed, ...named(' b*\n!b') } }, ['keep 1', 'delete 3 ba']],
    ['a scope without prune', scoped('b*'), ['keep 1']],
    [
      'prune in a scope from a variable',
      { ...scoped('${SCOPE}'), with: { ...allowed, ...named('*a') }, variableValues: { SCOPE: '*a' } },
      ['keep 1', 'delete 3 ba'],
    ],
    [
      'the name of a webhook that is pruned',
      { ...file({ id: id('1'), name: 'b' }), with: allowed },
      ['update 1 a {"name":"b"}', 'delete 2 b', 'delete 3 ba'],
    ],
    ['a deleted webhook from an output', file({ webhookId: id('9'), ...c }), ['create new c {"name":"c"}']],
    ['a former name', file({ ...c, formerly: 'b' }), ['update 2 b {"name":"c"}']],
    ['former names, one of which exists', file({ ...c, formerly: ['x', 'b'] }), ['update 2 b {"name":"c"}']],
    ['a former name after the rename', file({ ...a, formerly: 'x' }), ['keep 1']],
    ['a former name, if neither name exists', file({ ...c, formerly: 'x' }), ['create new c {"name":"c"}']],
    [
      'a former name that another entry pins',
      file({ ...c, formerly: 'b' }, { id: id('2') }),
      ['create new c {"name":"c"}', 'keep 2'],
    ],
    ['a webhook of this application', file({ applicationId: defaults.applicationId.toUpperCase(), ...a }), ['keep 1']],
  ])('%s', async (_, given, items) => {
    expect((await planned('sync', three, given)).items).toEqual(items);
  });

  test('identifies webhooks that share a name by their ids', async () => {
    const { items } = await planned(
      'sync',
      [webhook('1', 'a'), webhook('2', 'a')],
      file({ id: id('1'), ...a }, { id: id('2'), ...a, responseCode: 201 }),
    );
    expect(items).toEqual(['keep 1', 'update 2 a {"responseCode":201}']);
  });

  test('prunes the other webhook of a name that the file keeps by its id, but not several of a name', async () => {
    const shared = [webhook('1', 'd'), webhook('2', 'd'), webhook('3', 'a')];
    const pruned = { with: { ...allowed, ...named('d') } };
    const { items } = await planned('sync', shared, { ...file({ id: id('1') }, a), ...pruned });
    expect(items).toEqual(['keep 1', 'keep 3', 'delete 2 d']);
    const refusal = expect.objectContaining({ title: 'Name is not unique' });
    await expect(planned('sync', shared, { ...file(a), ...pruned })).rejects.toThrow(refusal);
  });

  test('lets a webhook keep a name with white space', async () => {
    const { items } = await planned('sync', [webhook('1', ' a')], file({ id: id('1'), name: ' a', responseCode: 201 }));
    expect(items).toEqual(['update 1  a {"responseCode":201}']);
  });

  test('accepts an id in uppercase', async () => {
    const { items } = await planned(
      'sync',
      [webhook('d', 'a'), webhook('E', 'b')],
      file({ id: id('D') }, { id: id('e') }),
    );
    expect(items).toEqual(['keep d', 'keep E']);
  });

  test('lists the existing webhooks, and the workflows that are deleted too', async () => {
    const plan = async (includeWorkflows: string) =>
      (
        await planned('sync', three, {
          ...file({ name: 'b' }, a),
          with: { ...allowed, 'include-workflows': includeWorkflows },
        })
      ).plan;
    expect((await plan('false')).listing).toEqual(three);
    expect(listChanges(await plan('false'))).toMatchObject([{ before: three[2] }]);
    expect(listChanges(await plan('false'))[0]?.workflows).toBeUndefined();
    expect(listChanges(await plan('true'))[0]?.workflows).toEqual([
      { id: `flow of ${id('3')}`, name: 'flow', otherTriggers: [] },
    ]);
  });
});

describe('a sync is refused before anything is sent:', () => {
  test.each<[string, Given, string]>([
    [
      'Nothing is listed',
      { ...file(), with: allowed },
      'The file lists no webhooks, so prune would delete all of them.',
    ],
    [
      'Nothing is listed',
      { says: { webhooks: [], scope: 'b*' }, with: allowed },
      'The file lists no webhooks, so prune would delete all of them.',
    ],
    [
      'Nothing is listed',
      { ...file(), with: { ...allowed, ...named('b*') } },
      'The file lists no webhooks, so prune would delete all of them.',
    ],
    [
      'Scopes differ',
      { ...scoped('b*'), with: named('*b') },
      'webhook-name ("*b") and the scope of the file ("b*") must be equal. Nothing was sent.',
    ],
  ])('%s: %j', async (title, given, message) => {
    const refusal = expect.objectContaining({ title, message: expect.stringContaining(message) });
    await expect(planned('sync', null, given)).rejects.toThrow(refusal);
  });
});

describe('a sync is refused with the position of', () => {
  const foreign = id('f');
  test.each<[string, Given, string]>([
    [
      'a body of another application',
      file({ applicationId: foreign, ...c }),
      `column 15, webhook "c": the webhook belongs to another application (${foreign})`,
    ],
    [
      'a body of another application, whatever its id',
      file({ id: id('9'), applicationId: foreign }),
      `column 47, webhook "${id('9')}": the webhook belongs to another application (${foreign})`,
    ],
    [
      'a body of another application with the id of a webhook of this one',
      file({ id: id('1'), applicationId: foreign, token: 't' }),
      `column 47, webhook "${id('1')}": the webhook belongs to another application (${foreign})`,
    ],
    [
      'an id that does not exist',
      file(a, { id: id('9'), ...c }),
      `column 28, webhook "c": the application has no webhook ${id('9')}. To create the webhook, remove its id`,
    ],
    [
      'a webhook from an output without a name, which does not exist',
      file({ webhookId: id('9'), responseCode: 201 }),
      `column 15: the application has no webhook ${id('9')}. To create the webhook, remove its id`,
    ],
    [
      'a webhook from an output with another date',
      file({ id: id('1'), creationDate: '2026-01-01', ...a }),
      `column 47, webhook "a": it came from another webhook: its creationDate differs from the creationDate of webhook ${id('1')}`,
    ],
    [
      'a name that several webhooks share',
      file({ name: 'd' }),
      `column 15, webhook "d": 2 webhooks of the application have this name: ${id('4')}, ${id('5')}. Use the id of the one that you mean`,
    ],
    [
      'a former name, if the new one exists too',
      file({ ...a, formerly: 'b' }),
      'column 26, webhook "a": the application has webhooks with both names, "b" and "a": delete one of them, or remove "formerly"',
    ],
    [
      'several former names that exist',
      file({ ...c, formerly: ['b', 'ba'] }),
      'column 26, webhook "c": the application has webhooks with both names, "b" and "ba": delete one of them, or remove "formerly"',
    ],
    [
      'a former name that several webhooks have',
      file({ ...c, formerly: 'd' }),
      `column 26, webhook "c": 2 webhooks of the application have the former name "d": ${id('4')}, ${id('5')}. Use the id of the one that you mean`,
    ],
    [
      'a change of isWebsocket',
      file({ ...a, isWebsocket: true }),
      'column 26, webhook "a": the webhook is an HTTP webhook, and isWebsocket cannot be changed after creation. Create another webhook: it will have another URL',
    ],
    [
      'a name with white space that the webhook does not have',
      file({ id: id('1'), name: 'a ' }),
      'column 47, webhook "a ": name has white space at its beginning or end: remove it',
    ],
    [
      'a deleted webhook from an output with a name that cannot be set',
      file({ id: id('9'), token: 't', name: ' c' }),
      'column 59, webhook " c": name has white space at its beginning or end: remove it',
    ],
    [
      'a deleted webhook from an output without its password',
      file({ id: id('9'), token: 't', ...c, basicAuthUsername: 'u' }),
      'column 14, webhook "c": the password (basicAuthPassword) was left out of this output, and the webhook would be created without one: set it in the body',
    ],
    [
      'the name of a webhook that is not listed',
      file({ id: id('1'), name: 'b' }),
      `column 47, webhook "b": another webhook already has this name (${id('2')})`,
    ],
    [
      'the name of a webhook that is not pruned',
      { ...file({ id: id('1'), name: 'b' }), with: { ...allowed, ...named('ba') } },
      `column 47, webhook "b": another webhook already has this name (${id('2')})`,
    ],
    [
      'the name of a webhook that keeps it',
      file({ id: id('1') }, a),
      `column 49, webhook "a": another webhook already has this name (${id('1')})`,
    ],
  ])('%s', async (_, given, message) => {
    const webhooks = [webhook('1', 'a', { creationDate: '2025-01-01' }), ...three.slice(1)];
    const run = planned('sync', [...webhooks, webhook('4', 'd'), webhook('5', 'd')], given);
    await expect(run).rejects.toThrow(new Error(`body, line 1, ${message}`));
  });

  test('a change of isWebsocket, whatever the case of the id', async () => {
    const run = planned('sync', [webhook('E', 'a')], file({ id: id('e'), isWebsocket: true }));
    await expect(run).rejects.toThrow('the webhook is an HTTP webhook');
  });

  test('with all problems at once', async () => {
    await expect(planned('sync', three, file({ id: id('8') }, { id: id('1'), name: 'b' }))).rejects.toThrow(
      /no webhook 8+\. [^\n]*\n.*another webhook already has this name \(2+\)/,
    );
  });
});

describe('the warnings about', () => {
  const output = { webhookId: id('1'), basicAuthPassword: '***', ...a };
  const anew = expect.stringContaining('"c" would be created again');
  const masked = expect.stringContaining('mask characters for basicAuthPassword of "a"');

  test.each<[string, Given, readonly unknown[]]>([
    ['a webhook from an output', file(output), [masked]],
    ['a deleted webhook from an output', file(a, { ...c, id: id('9'), token: 'x' }), [anew]],
    ['a new webhook', file(a, c), []],
    ['a former name that exists', file({ ...c, formerly: 'b' }, { id: id('2') }), []],
    ['a former name that does not exist', file({ ...c, formerly: 'x' }), [expect.stringContaining('formerly "x"')]],
  ])('%s', async (_, given, warnings) => {
    expect((await planned('sync', three, given)).warnings).toEqual(warnings);
  });
});

test.each<[string, Given, string | undefined]>([
  ['all', { with: allowed }, 'prune covers the whole application (3 webhooks)'],
  ['what the input selects', { with: { ...allowed, ...named('b*\n!bb') } }, 'prune covers "b*", "!bb" (2 webhooks)'],
  ['what the file selects', { with: allowed, says: { webhooks: [a], scope: 'b*' } }, 'prune covers "b*" (2 webhooks)'],
  [
    'what a variable in the file selects, without its value',
    { with: { ...allowed, ...named('b*') }, says: { webhooks: [a], scope: '${S}' }, variableValues: { S: 'b*' } },
    'prune covers "${S}" (2 webhooks)',
  ],
  ['nothing', {}, undefined],
])('the plan of a prune says what it is limited to: %s', async (_case, given, extent) => {
  expect((await planned('sync', three, { ...file(a), ...given })).plan.extent).toBe(extent);
});

test('the plan of a prune in an application with one webhook says so', async () => {
  const [only] = three;
  const { plan } = await planned('sync', only === undefined ? [] : [only], { ...file(a), with: allowed });
  expect(plan.extent).toBe('prune covers the whole application (1 webhook)');
});
