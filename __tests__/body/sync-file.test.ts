import { describe, expect, test } from '@jest/globals';
import type { BodyProblem } from '../../src/body/position.ts';
import { parseWebhooksFile, type WebhooksFile } from '../../src/body/sync-file.ts';
import { expandVariables } from '../../src/body/variables.ts';
import type { Json } from '../../src/json.ts';

function parse(value: Json, environment: NodeJS.ProcessEnv = {}): { file: WebhooksFile; problems: string[] } {
  const problems: BodyProblem[] = [];
  const expanded = expandVariables(value, environment, problems);
  const file = parseWebhooksFile(expanded.value, expanded.templates, problems);
  return { file, problems: problems.map(({ message }) => message) };
}

const webhooks = [{ name: 'orders' }];
const id = 'a'.repeat(24);

describe('a file is refused with', () => {
  test.each<[Json, string]>([
    [[], 'the file must be an object with "webhooks", got a list'],
    [{ webhooks: {} }, '"webhooks" must be a list, got an object'],
    [{ webhooks, changes: [] }, 'unknown key "changes": this is a result'],
    [{ webhooks, previous: [] }, 'unknown key "previous": this is a result'],
    [{ webhooks, default: {} }, 'unknown key "default", did you mean "defaults"?'],
    [{ webhooks, scope: 1 }, '"scope" must be a name or a glob'],
    [{ webhooks, scope: '' }, '"scope" must be a name or a glob'],
    [{ webhooks, scope: '!orders' }, '"scope" must be a name or a glob'],
    [{ webhooks, defaults: { name: 'n' } }, '"name" can\'t be a default'],
    [{ webhooks: [{ responseCode: 201 }] }, 'a webhook needs a name, or the id'],
    [{ webhooks: [...webhooks, ...webhooks] }, 'two webhooks of the file have the name "orders"'],
    [{ webhooks: [{ id }, { webhookId: id.toUpperCase() }] }, `two webhooks of the file have the id "${id}"`],
  ])('%j', (value, message) => {
    expect(parse(value).problems).toEqual([expect.stringContaining(message)]);
  });

  test('names that agree by their variables, which are not told', () => {
    const value = { webhooks: [{ name: '${ONE}' }, { name: '${OTHER}' }] };
    const { problems } = parse(value, { ONE: 'the-value', OTHER: 'the-value' });
    expect(problems).toEqual(['two webhooks of the file have the name "${OTHER}"']);
  });
});

describe('a problem stands', () => {
  test.each<[string, Json, (string | number)[][]]>([
    ['at the whole', 5, [[]]],
    ['at a key', { webhooks, x: 1 }, [['x']]],
    ['at the list that is missing', {}, [['webhooks']]],
    ['at the scope', { webhooks, scope: '' }, [['scope']]],
    ['at a default', { webhooks, defaults: { id } }, [['defaults', 'id']]],
    ['at another default', { webhooks, defaults: { webhookId: id } }, [['defaults', 'webhookId']]],
    ['at the defaults that hold nothing', { webhooks, defaults: null }, [['defaults']]],
    ['at the defaults', { webhooks, defaults: 5 }, [['defaults']]],
    ['at a webhook', { webhooks: [...webhooks, {}] }, [['webhooks', 1]]],
    ['at the key that holds an id twice', { webhooks: [{ id }, { webhookId: id }] }, [['webhooks', 1, 'webhookId']]],
    ['at a field alone', { webhooks: [...webhooks, { x: 1 }] }, [['webhooks', 1, 'x']]],
    [
      'at each of several webhooks',
      { webhooks: [{ x: 1 }, {}] },
      [
        ['webhooks', 0, 'x'],
        ['webhooks', 1],
      ],
    ],
    [
      'at a default and at what it leaves open',
      { webhooks: [{}], defaults: { name: 'n' } },
      [
        ['defaults', 'name'],
        ['webhooks', 0],
      ],
    ],
    ['at the second of a name', { webhooks: [...webhooks, ...webhooks] }, [['webhooks', 1, 'name']]],
    ['at the second of an id', { webhooks: [{ id }, { id }] }, [['webhooks', 1, 'id']]],
  ])('%s', (_, value, paths) => {
    const problems: BodyProblem[] = [];
    parseWebhooksFile(value, new Map(), problems);
    expect(problems.map(({ path }) => path)).toEqual(paths);
  });

  test('and what can not be read has no webhooks', () => {
    expect(parse(5).file).toEqual({ entries: [], scope: null });
  });

  test('at an id without the name, which may be secret', () => {
    const entries = ['${A}', '${B}'].map((name) => ({ name, id }));
    expect(parse({ webhooks: entries }, { A: 'a', B: 'b' }).problems).toEqual([
      `two webhooks of the file have the id "${id}"`,
    ]);
  });
});

describe('defaults', () => {
  test('hold for what an entry does not say', () => {
    const { file, problems } = parse({
      defaults: { responseCode: 201, enabled: false },
      webhooks: [{ name: 'orders', enabled: true }],
    });
    expect(problems).toEqual([]);
    expect(file.entries[0]?.fields).toStrictEqual({ name: 'orders', enabled: true, responseCode: 201 });
    expect(file.entries[0]?.templates).toStrictEqual({});
  });

  test('bring their variables along', () => {
    const value = { defaults: { basicAuthUsername: '${USER}' }, webhooks };
    const { file } = parse(value, { USER: 'bob' });
    expect(file.entries[0]).toMatchObject({
      fields: { basicAuthUsername: 'bob' },
      templates: { basicAuthUsername: '${USER}' },
    });
  });

  test('leave what an entry says as it was written', () => {
    const defaults = { basicAuthUsername: '${USER}', description: 'd' };
    const { file } = parse({ defaults, webhooks: [{ name: 'orders', basicAuthUsername: 'own' }] }, { USER: 'bob' });
    expect(file.entries[0]).toMatchObject({ fields: { basicAuthUsername: 'own' } });
    expect(file.entries[0]?.templates).toStrictEqual({});
  });

  test('do not take the place of a secret that is masked in the entry', () => {
    const entry = { id, name: 'orders', token: 'T', creationDate: 'c', basicAuthPassword: '••••' };
    const { file, problems } = parse({ defaults: { basicAuthPassword: 'default' }, webhooks: [entry] });
    expect(problems).toEqual([]);
    expect(file.entries[0]?.fields).toEqual({ name: 'orders' });
  });
});

test.each([
  [undefined, null],
  ['orders*', 'orders*'],
  ['a*\n!ab\n', 'a*\n!ab'],
])('the scope %j', (scope, expected) => {
  expect(parse({ webhooks, ...(scope === undefined ? {} : { scope }) }).file.scope).toBe(expected);
});
