import { describe, expect, test } from '@jest/globals';
import { shownFields } from '../../src/plan/shown.ts';
import { update, webhook } from '../report/sample.ts';

describe('fields that are shown', () => {
  test.each<[string, Parameters<typeof update>[0], { name: string; from: unknown; to: unknown; variable?: string }[]]>([
    ['a value', {}, [{ name: 'responseCode', from: 200, to: 201 }]],
    ['what was not there', { fields: { description: 'd' } }, [{ name: 'description', from: null, to: 'd' }]],
    ['a secret', { fields: { basicAuthPassword: 'p' } }, [{ name: 'basicAuthPassword', from: '***', to: '***' }]],
    [
      'a secret that the server leaves out',
      { fields: { verificationCode: 'c' } },
      [{ name: 'verificationCode', from: '***', to: '***' }],
    ],
    [
      'a secret that is removed',
      { fields: { basicAuthPassword: '' } },
      [{ name: 'basicAuthPassword', from: '***', to: '' }],
    ],
    [
      'a secret that was empty',
      { fields: { basicAuthPassword: 'p' }, before: { ...webhook, basicAuthPassword: '' } },
      [{ name: 'basicAuthPassword', from: '', to: '***' }],
    ],
    [
      'a secret of a new webhook',
      { fields: { basicAuthPassword: 'p' }, before: null },
      [{ name: 'basicAuthPassword', from: null, to: '***' }],
    ],
    ['what was not read', { before: null }, [{ name: 'responseCode', from: null, to: 201 }]],
    [
      'the template of a string',
      { fields: { description: 'd' }, templates: { description: '${TEXT}' } },
      [{ name: 'description', from: '***', to: '${TEXT}' }],
    ],
    [
      'the template of a string that was not read',
      { fields: { description: 'd' }, before: null, templates: { description: '${TEXT}' } },
      [{ name: 'description', from: null, to: '${TEXT}' }],
    ],
    [
      'a number of a variable, with its value',
      { templates: { responseCode: '${CODE}' } },
      [{ name: 'responseCode', from: 200, to: 201, variable: '${CODE}' }],
    ],
    [
      'all, in the order of the table',
      { fields: { enabled: false, name: 'm' } },
      [
        { name: 'name', from: 'orders', to: 'm' },
        { name: 'enabled', from: true, to: false },
      ],
    ],
  ])('%s', (_case, more, shown) => {
    expect(shownFields(update(more))).toEqual(shown.map((field) => ({ variable: null, ...field })));
  });
});
