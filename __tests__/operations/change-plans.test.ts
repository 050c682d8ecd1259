import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../src/api/errors.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { listChanges } from '../../src/plan/plan.ts';
import { defaults } from '../support/defaults.ts';
import { byIds, type Given, id, named, planned, webhook } from './planned.ts';

const two = [webhook('1', 'a'), webhook('2', 'b')];
const twins = [webhook('1', 'a'), webhook('2', 'a')];
const a = { name: 'a' };
const code = { responseCode: 201 };
const variableValues = { NAME: 'a' };
const variable = { name: '${NAME}' };

describe('planning a create', () => {
  test.each<[string, Given, readonly string[]]>([
    ['a new name', { says: { name: 'c', ...code } }, ['create new c {"name":"c","responseCode":201}']],
    ['a name from a variable', { says: variable, variableValues: { NAME: 'c' } }, ['create new ${NAME} {"name":"c"}']],
    ['a name that is taken, to skip', { says: { ...a, ...code }, with: { 'if-exists': 'skip' } }, ['keep 1']],
    [
      'a name that is taken, to update',
      { says: { ...a, ...code }, with: { 'if-exists': 'update' } },
      ['update 1 a {"responseCode":201}'],
    ],
    ['a name that is taken, with the same values', { says: a, with: { 'if-exists': 'update' } }, ['keep 1']],
  ])('of %s', async (_, given, items) => {
    const { plan, items: actual } = await planned('create', two, given);
    expect(actual).toEqual(items);
    expect(plan.listing).toEqual(two);
  });

  test.each<[string, Given, string]>([
    ['a name', { says: a }, 'A webhook named "a" already exists (1{24}). Nothing was changed.'],
    ['a name from a variable', { says: variable, variableValues }, 'A webhook named "${NAME}" already exists (1{24}).'],
  ])('refuses %s that is already taken', async (_, given, message) => {
    const refusal = { title: 'Name is taken', message: expect.stringContaining(message.replace('1{24}', id('1'))) };
    await expect(planned('create', two, given)).rejects.toThrow(expect.objectContaining(refusal));
  });

  test.each(['error', 'skip', 'update'])('refuses a name that several webhooks share: %s', async (ifExists) => {
    const run = planned('create', twins, { says: variable, variableValues, with: { 'if-exists': ifExists } });
    await expect(run).rejects.toThrow('2 webhooks are named "${NAME}": ');
  });

  test('refuses a webhook from an output whose password was left out', async () => {
    const says = { id: id('9'), token: 'x', name: 'c', basicAuthUsername: 'u' };
    await expect(planned('create', two, { says })).rejects.toThrow(
      expect.objectContaining({ title: 'Password is missing', message: expect.stringContaining('was left out') }),
    );
  });

  test.each<[string, object]>([
    ['another webhook', { id: id('2'), ...a, creationDate: '2026-01-01T00:00:00.000Z' }],
    ['another application', { id: id('1'), applicationId: 'c'.repeat(24), ...a, token: 'x' }],
  ])('refuses to update a webhook with the body of %s', async (_, says) => {
    const run = planned('create', two, { says, with: { 'if-exists': 'update' } });
    await expect(run).rejects.toThrow(expect.objectContaining({ title: 'Body of another webhook' }));
  });

  const output = { id: id('1'), token: 'x', basicAuthPassword: '***' };
  const [anew, masked] = [
    /^"(a|c)" would be created again /,
    /^The body has only mask characters for basicAuthPassword of "(a|c)": /,
  ];
  test.each<[string, Given, readonly RegExp[]]>([
    ['is created', { says: { ...output, name: 'c' } }, [anew, masked]],
    ['is updated', { says: { ...output, ...a }, with: { 'if-exists': 'update' } }, [masked]],
    ['is skipped', { says: { ...output, ...a }, with: { 'if-exists': 'skip' } }, []],
  ])('warns about secrets that the output does not contain if the webhook %s', async (_, given, warnings) => {
    expect((await planned('create', two, given)).warnings).toEqual(warnings.map((text) => expect.stringMatching(text)));
  });

  test('warns about everything that is not restored', async () => {
    const says = {
      ...{ id: id('9'), token: 'x' },
      basicAuthPassword: '***',
      verificationCode: '•••',
      ...variable,
      one: 1,
      two: 2,
      _links: {},
    };
    expect((await planned('create', [], { says, variableValues })).warnings).toEqual([
      '"${NAME}" would be created again from an output of an earlier run: it gets a new id and a new URL, which its callers need.',
      'The body has only mask characters for basicAuthPassword and verificationCode of "${NAME}": these secrets are not restored.',
      'These fields of "${NAME}" cannot be set, so they are not restored: "one", "two".',
    ]);
  });

  test('warns only about what the output contains', async () => {
    const { warnings } = await planned('create', [], {
      says: { id: id('9'), lastUpdated: '2026-01-01', name: 'c', _links: {} },
    });
    expect(warnings).toEqual([expect.stringMatching(anew)]);
  });
});

describe('planning a patch', () => {
  test.each<[string, Given, readonly string[]]>([
    ['one by id', { with: byIds('1'), says: { name: 'c' } }, ['update 1 a {"name":"c"}']],
    [
      'several by id',
      { with: byIds('12'), says: code },
      ['update 1 a {"responseCode":201}', 'update 2 b {"responseCode":201}'],
    ],
    ['one by name', { with: named('a'), says: { name: 'c' } }, ['update 1 a {"name":"c"}']],
    [
      'several by name',
      { with: named('*'), says: { enabled: true, ...code } },
      [...['update 1 a {"responseCode":201}', 'update 2 b {"responseCode":201}']],
    ],
    ['a webhook that has the values already', { with: byIds('1'), says: { enabled: true } }, ['keep 1']],
    [
      'a webhook that has the name from a variable',
      { with: byIds('1'), says: { ...variable, ...code }, variableValues },
      ['update 1 ${NAME} {"responseCode":201}'],
    ],
    [
      'a name, to one from a variable',
      { with: byIds('2'), says: variable, variableValues: { NAME: 'c' } },
      ['update 2 b {"name":"c"}'],
    ],
    [
      'a webhook that has the name already',
      { with: byIds('1'), says: { ...a, ...code } },
      ['update 1 a {"responseCode":201}'],
    ],
  ])('of %s', async (_, given, items) => {
    expect((await planned('patch', two, given)).items).toEqual(items);
  });

  test.each<[string, readonly Webhook[], Given]>([
    ['by name', two, { with: named('b'), says: a }],
    ['by id', two, { with: byIds('2'), says: a }],
    ['by id, of what the token may not read', two, { with: byIds('2'), says: a, mayNotRead: true }],
  ])('refuses a name that another webhook has, %s', async (_, webhooks, given) => {
    const message = `Another webhook is already named "a" (${id('1')}). Nothing was changed. Choose another name.`;
    await expect(planned('patch', webhooks, given)).rejects.toThrow(
      expect.objectContaining({ title: 'Name is taken', message }),
    );
  });

  test('lists the webhooks only if the name changes', async () => {
    const listing = new Error('must not be listed');
    await planned('patch', two, { with: byIds('1'), says: code, listing });
    await planned('patch', two, { with: byIds('1'), says: { ...a, ...code }, listing });
    await planned('patch', two, { with: { ...byIds('9'), 'if-not-found': 'ignore' }, says: { name: 'c' }, listing });
    await expect(planned('patch', two, { with: byIds('1'), says: { name: 'c' }, listing })).rejects.toBe(listing);
  });

  test('lets a webhook keep a shared name', async () => {
    expect((await planned('patch', twins, { with: byIds('2'), says: a, mayNotRead: true })).items).toHaveLength(1);
    const capital = [webhook('D', 'a'), webhook('E', 'a')];
    expect((await planned('patch', capital, { with: byIds('e'), says: a, mayNotRead: true })).items).toHaveLength(1);
  });

  test('does not matter which name is taken if the webhook does not exist', async () => {
    const given = { with: { ...named('z'), 'if-not-found': 'ignore' }, says: a };
    expect((await planned('patch', two, given)).items).toEqual([]);
  });

  test('reports that the new name was not checked if the token cannot list webhooks', async () => {
    const listing = new ApiError(403, 'Forbidden', 'no', null);
    const { items, infos } = await planned('patch', two, { with: byIds('2'), says: a, listing });
    expect(items).toEqual(['update 2 b {"name":"a"}']);
    expect(infos).toEqual([expect.stringContaining('Did not check whether another webhook has the new name')]);
  });

  test('has the existing webhooks, if they were read', async () => {
    const { plan } = await planned('patch', two, { with: named('a'), says: code });
    expect(plan.listing).toEqual(two);
    expect(listChanges(plan)).toMatchObject([{ id: id('1'), before: two[0], templates: {} }]);
  });

  test.each<[string, NonNullable<Given['with']>]>([
    ['ids', byIds('12')],
    ['names', named('a\nb')],
    ['a glob', named('a*')],
  ])('refuses to set the name of %s, and sends nothing', async (_, selection) => {
    const refusal = {
      title: 'Invalid inputs',
      message: expect.stringMatching(/^body sets name, .* Nothing was sent\.$/),
    };
    const run = planned('patch', null, { with: selection, says: a });
    await expect(run).rejects.toThrow(expect.objectContaining(refusal));
  });

  test('refuses the body of another webhook before anything is sent, if the id shows it', async () => {
    const run = planned('patch', null, { with: byIds('12'), says: { webhookId: id('1'), ...code } });
    await expect(run).rejects.toThrow(`its webhookId is ${id('1')}, but webhook ${id('2')} has ${id('2')}`);
  });
});

describe('a body from an output', () => {
  const capital = 'D'.repeat(24);
  const read = webhook('d', 'a', { token: 'Jan 1 2026', creationDate: '2026-01-01T00:00:00.000Z', later: 'x' });
  const patched = (says: object) =>
    planned('patch', [read], { with: named('a'), says: { id: id('d'), ...code, ...says } });

  test.each<[string, object]>([
    ['an id in uppercase', { id: capital }],
    ['a webhookId in uppercase', { webhookId: capital }],
    ['an application id in uppercase', { applicationId: defaults.applicationId.toUpperCase() }],
    ['the same token', { token: 'Jan 1 2026' }],
    ['the same date, in another format', { creationDate: '2026-01-01T01:00:00+01:00' }],
    ['another date of the last update', { lastUpdated: '2020-01-01T00:00:00.000Z' }],
    ['an unknown field with the same value', { token: 'Jan 1 2026', later: 'x' }],
    ['a key that begins with _', { token: 'Jan 1 2026', _links: { self: 'x' } }],
  ])('is accepted with %s', async (_, says) => {
    expect((await patched(says)).items).toEqual(['update d a {"responseCode":201}']);
  });

  const other = `but webhook ${read.id} has`;
  test.each<[string, object, string]>([
    ['id', { id: id('e') }, `its id is ${id('e')}, ${other} ${read.id}`],
    ['webhookId', { webhookId: id('e'), id: undefined }, `its webhookId is ${id('e')}, ${other} ${read.id}`],
    [
      'applicationId',
      { applicationId: id('e') },
      `its applicationId is ${id('e')}, ${other} ${defaults.applicationId}`,
    ],
    ['token', { token: '2' }, `its token differs from the token of webhook ${read.id}`],
    [
      'token that reads as the same date',
      { token: 'JAN 1 2026' },
      `its token differs from the token of webhook ${read.id}`,
    ],
    [
      'creationDate',
      { creationDate: '2026-01-02' },
      `its creationDate differs from the creationDate of webhook ${read.id}`,
    ],
  ])('is refused for another %s', async (_, says, message) => {
    const refusal = {
      title: 'Body of another webhook',
      message: `The body is refused: it came from another webhook: ${message}. Nothing was changed.`,
    };
    await expect(patched(says)).rejects.toThrow(expect.objectContaining(refusal));
  });

  test.each([{ later: 'y' }, { earlier: 1 }])('is refused because of a field that cannot be set: %j', async (says) => {
    await expect(patched({ token: 'Jan 1 2026', ...says })).rejects.toThrow(
      /it sets "(later|earlier)", which cannot be set, to a value that webhook d{24} does not have/,
    );
  });

  test('may contain what the server leaves out', async () => {
    const says = { id: id('1'), token: 'x', creationDate: '2026-01-01', ...code };
    const { items } = await planned('patch', two, { with: named('a'), says });
    expect(items).toEqual(['update 1 a {"responseCode":201}']);
  });

  test('with an unknown field is compared with the webhook that is read', async () => {
    const says = { id: id('d'), token: 'Jan 1 2026', later: 'x', ...code };
    const { items } = await planned('patch', [{ ...read, id: id('d') }], { with: byIds('d'), says });
    expect(items).toEqual(['update d a {"responseCode":201}']);
  });
});
