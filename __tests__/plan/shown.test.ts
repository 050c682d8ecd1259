import { describe, expect, test } from '@jest/globals';
import { shownFields } from '../../src/plan/shown.ts';
import { update } from '../report/sample.ts';

describe('fields that are shown', () => {
  test.each<[string, Parameters<typeof update>[0], { name: string; from: unknown; to: unknown }[]]>([
    ['a value', {}, [{ name: 'responseCode', from: 200, to: 201 }]],
    ['what was not there', { fields: { description: 'd' } }, [{ name: 'description', from: null, to: 'd' }]],
    ['a secret', { fields: { basicAuthPassword: 'p' } }, [{ name: 'basicAuthPassword', from: '***', to: '***' }]],
    ['what was not read', { before: null }, [{ name: 'responseCode', from: null, to: 201 }]],
    ['a template', { templates: { responseCode: '${CODE}' } }, [{ name: 'responseCode', from: '***', to: '${CODE}' }]],
    [
      'a template for what was not read',
      { before: null, templates: { responseCode: '${CODE}' } },
      [{ name: 'responseCode', from: null, to: '${CODE}' }],
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
    expect(shownFields(update(more))).toEqual(shown);
  });
});
