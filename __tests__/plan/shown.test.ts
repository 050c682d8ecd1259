import { describe, expect, test } from '@jest/globals';
import { shownFields, triggerText, webhookText } from '../../src/plan/shown.ts';
import { id, update, webhook } from '../report/sample.ts';

describe('the fields of a change show', () => {
  const shown = (name: string, from: unknown, to: unknown, variable: string | null = null) => [
    { name, from, to, variable },
  ];

  test.each<[string, Parameters<typeof update>[0], unknown]>([
    ['a value', {}, shown('responseCode', 200, 201)],
    ['a field that was not set before', { fields: { description: 'd' } }, shown('description', null, 'd')],
    ['a secret', { fields: { basicAuthPassword: 'p' } }, shown('basicAuthPassword', '***', '***')],
    ['a secret that is removed', { fields: { basicAuthPassword: '' } }, shown('basicAuthPassword', '***', '')],
    [
      'a secret that was empty',
      { before: { ...webhook, basicAuthPassword: '' }, fields: { basicAuthPassword: 'p' } },
      shown('basicAuthPassword', '', '***'),
    ],
    ['a secret that was not shown', { fields: { verificationCode: 'v' } }, shown('verificationCode', '***', '***')],
    [
      'a secret of a webhook that was not read',
      { before: null, fields: { verificationCode: 'v' } },
      shown('verificationCode', null, '***'),
    ],
    ['a field of a webhook that was not read', { before: null }, shown('responseCode', null, 201)],
    [
      'a number from a variable',
      { templates: { responseCode: '${CODE}' } },
      shown('responseCode', 200, 201, '${CODE}'),
    ],
    [
      'a string from a variable',
      { fields: { description: 'd' }, templates: { description: '${TEXT}' } },
      shown('description', '***', '${TEXT}'),
    ],
    [
      'a string from a variable, for a webhook that was not read',
      { before: null, fields: { description: 'd' }, templates: { description: '${TEXT}' } },
      shown('description', null, '${TEXT}'),
    ],
    [
      'all fields, in the order of the table',
      { fields: { enabled: false, name: 'm' } },
      [...shown('name', 'orders', 'm'), ...shown('enabled', true, false)],
    ],
  ])('%s', (_case, more, expected) => {
    expect(shownFields(update(more))).toEqual(expected);
  });
});

test('shows a webhook with its name and id, as far as they are known', () => {
  expect(webhookText({ id, name: 'or"ders' })).toBe(`"or\\"ders" (${id})`);
  expect(webhookText({ id, name: null })).toBe(`webhook (${id})`);
  expect(webhookText({ id: null, name: 'new' })).toBe('"new"');
});

test('describes what else triggers a workflow', () => {
  const types = ['timer', 'deviceState', 'deviceIds', 'virtualButton', 'endpoint', 'constructor', 'mq"tt'];
  expect(types.map((type) => triggerText({ type, name: null }))).toEqual([
    ...['a timer', 'a device', 'a device', 'a virtual button', 'an endpoint'],
    ...['a trigger of type "constructor"', 'a trigger of type "mq\\"tt"'],
  ]);
});
