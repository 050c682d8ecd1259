import { describe, expect, test } from '@jest/globals';
import { parseWebhooksFile, type WebhooksFile } from '../../src/body/file.ts';
import type { BodyProblem } from '../../src/body/place.ts';
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

describe('defaults', () => {
  test('hold for what an entry does not say', () => {
    const { file, problems } = parse({
      defaults: { responseCode: 201, enabled: false },
      webhooks: [{ name: 'orders', enabled: true }],
    });
    expect(problems).toEqual([]);
    expect(file.entries[0]?.fields).toEqual({ name: 'orders', enabled: true, responseCode: 201 });
  });

  test('bring their variables along', () => {
    const value = { defaults: { basicAuthUsername: '${USER}' }, webhooks };
    const { file } = parse(value, { USER: 'bob' });
    expect(file.entries[0]).toMatchObject({
      fields: { basicAuthUsername: 'bob' },
      templates: { basicAuthUsername: '${USER}' },
    });
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
