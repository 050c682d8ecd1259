import { describe, expect, test } from '@jest/globals';
import { byIds, type Given, id, named, planned, webhook } from './planned.ts';

const password = 'correct-horse';
const env = { PASSWORD: password, OTHER: password, TITLE: `${password}!`, SHORT: 'seven77', PART: 'correct' };
const tokens = { 'api-token': 'the-api-token', 'github-token': 'the-github-token' };

/** A file with one webhook that uses the password. */
function file(fields: object, first: object = {}): Given {
  const guarded = { name: 'guarded', basicAuthUsername: 'u', basicAuthPassword: '${PASSWORD}', ...first };
  return { says: { webhooks: [guarded, { name: 'b', ...fields }] }, variableValues: env, with: tokens };
}

const b = webhook('2', 'b', { description: `once ${password}` });
const sync = (given: Given) => planned('sync', [b], given);

describe('a secret of the step is refused in', () => {
  test.each<[string, Given, string]>([
    [
      'a description',
      file({ description: '${OTHER}' }),
      'webhook "b": description would contain the value of the variable PASSWORD',
    ],
    [
      'a user name',
      file({ basicAuthUsername: '${TITLE}', basicAuthPassword: 'x' }),
      'basicAuthUsername would contain the value of',
    ],
    ['a new name', file({ name: '${TITLE}' }), 'name would contain the value of the variable PASSWORD'],
    ['a new webhook', file({ name: 'c', description: password }), 'webhook "c": description would contain'],
    ['the same webhook', file({}, { description: `is ${password}.` }), 'webhook "guarded": description would contain'],
    [
      'any text, for api-token',
      file({ description: 'x the-api-token' }),
      'description would contain the value of api-token',
    ],
    ['any text, for github-token', file({ description: 'the-github-token' }), 'the value of github-token, which'],
  ])('%s', async (_, given, message) => {
    const run = sync(given);
    await expect(run).rejects.toThrow(expect.objectContaining({ title: 'Invalid body' }));
    await expect(run).rejects.toThrow(message);
    await expect(run).rejects.toThrow(/^body, line 1, column \d+/);
    await expect(run).rejects.not.toThrow(password);
  });

  test('the body of a create and a patch', async () => {
    const says = { description: password, basicAuthPassword: '${PASSWORD}', basicAuthUsername: 'u' };
    const given = { says, variableValues: { PASSWORD: password } };
    await expect(planned('create', [], { ...given, says: { name: 'c', ...says } })).rejects.toThrow(
      'description would contain',
    );
    await expect(planned('patch', [webhook('1', 'a')], { ...given, with: byIds('1') })).rejects.toThrow(
      'description would',
    );
    await expect(planned('patch', [webhook('1', 'a'), b], { ...given, with: named('*') })).rejects.toThrow(
      'description would',
    );
    const exists = { 'if-exists': 'update' };
    await expect(planned('create', [b], { ...given, says: { name: 'b', ...says }, with: exists })).rejects.toThrow(
      'description would',
    );
  });
});

describe('a secret of the step is accepted', () => {
  test.each<[string, Given]>([
    ['where it stays', file({ description: `once ${password}` })],
    ['in another secret field', file({ basicAuthUsername: 'u', basicAuthPassword: '${OTHER}' })],
    ['if it is short', file({ description: 'seven77' }, { basicAuthPassword: '${SHORT}' })],
    ['in part', file({ description: '${PART}' })],
  ])('%s', async (_, given) => {
    expect((await sync(given)).items).toHaveLength(2);
  });

  test('in a result, which is sent as it was', async () => {
    const previous = [{ webhookId: id('9'), name: 'c', description: 'the-api-token' }];
    const says = { webhooks: [], changes: [], previous };
    expect((await planned('sync', [], { says, with: tokens })).items).toHaveLength(1);
  });
});
