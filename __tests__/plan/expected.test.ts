import { describe, expect, test } from '@jest/globals';
import { parseExpected } from '../../src/plan/expected.ts';

const change = { action: 'create', id: null, name: 'n', status: 'planned', application: '0123456789ab', fields: {} };
const approved = {
  ...{ action: 'create', id: null, name: 'n', application: '0123456789ab' },
  ...{ fields: new Map(), workflows: [], isRefused: false },
};
const id = 'A'.repeat(24);

/** Parses the input; its file, if it names one, contains this text. */
function parse(text: string, content = ''): unknown {
  return parseExpected(text, () => content);
}

describe('expected-changes', () => {
  test.each(['any', 'none'])('is the word %s', (word) => {
    expect(parse(word)).toBe(word);
  });

  test.each([
    ['a list', JSON.stringify([change])],
    ['one change, since shells unwrap a list of one', JSON.stringify(change)],
  ])('is %s', (_case, text) => {
    expect(parse(text)).toEqual([approved]);
    expect(parse('plan.json', text)).toEqual([approved]);
  });

  test.each([
    ['a result', { webhooks: [], changes: [change], previous: [] }],
    ['a result that was shortened', { changes: [change] }],
    ['a result whose list of one was unwrapped', { changes: change }],
  ])('is the path of a file with %s', (_case, result) => {
    expect(parse('plan.json', JSON.stringify(result))).toEqual([approved]);
  });

  test.each(['many', 'any.json', 'none/plan.json', './none', 'any-none'])('is the path %s', (path) => {
    expect(parse(path, '[]')).toEqual([]);
  });

  test('is an empty list', () => {
    expect(parse('[]')).toEqual([]);
    expect(parse('plan.json', '[]')).toEqual([]);
  });

  test('has ids in lower case, values, workflows, and whether its plan was refused', () => {
    const fields = { enabled: { from: true, to: false }, responseCode: { to: 201 } };
    const workflows = [{ id: 'w', name: 'W' }];
    const text = JSON.stringify({ ...change, action: 'delete', id, fields, workflows, status: 'refused', more: 1 });
    expect(parse(text)).toEqual([
      {
        ...{ ...approved, action: 'delete', id: id.toLowerCase(), workflows: ['w'], isRefused: true },
        fields: new Map([
          ['enabled', { from: true, to: false }],
          ['responseCode', { from: null, to: 201 }],
        ]),
      },
    ]);
  });

  test('may contain values that are nested thousands of levels deep, where nothing is read', () => {
    const nested = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(parse(`[${JSON.stringify(change).slice(0, -1)},"more":${nested}}]`)).toEqual([approved]);
    expect(() => parse(`[{"action": ${nested}}]`)).toThrow('change 1 has no "action"');
    const fields = `{"description": {"from": null, "to": ${nested}}}`;
    expect(() => parse(JSON.stringify({ ...change, fields: 0 }).replace('0}', `${fields}}`))).toThrow(
      'description needs "from" and "to"',
    );
  });
});

describe('something else in expected-changes is described, and not taken for a path:', () => {
  const long = JSON.stringify(JSON.stringify(Array(820).fill(change)));

  const once = 'Give only the output changes, as in ${{ steps.plan.outputs.changes }}';
  test.each([
    ['NONE', 'NONE', 'got NONE, did you mean none?'],
    ['None', 'None', ', did you mean none?'],
    ['a word in quotes', '"none"', ', did you mean none?'],
    ['a word in single quotes', "'any'", ', did you mean any?'],
    ['Any', 'Any', ', did you mean any?'],
    ['the output changed', 'true', 'got true, but not a list'],
    ['the output count', '3', 'got 3, but not a list'],
    ['toJSON of an output that does not exist', 'null', 'got nothing, but not a list'],
    [
      'toJSON of the output',
      '"[]"',
      'got a string of 4 characters, but not a list. It was encoded twice: leave out toJSON',
    ],
    ['99 kB of toJSON', long, 'got a string of 99,223 characters, but not a list. It was encoded twice'],
    ['a path as JSON', '"plan.json"', /got a string of 11 characters, but not a list$/],
    ['a text with a bracket as JSON', '"see[1]"', /got a string of 8 characters, but not a list$/],
    ['an object', '{}', /got an object of 2 characters, but not a list$/],
    ['all outputs', '{"changed": "true", "changes": "[]"}', `got an object of 36 characters, but not a list. ${once}`],
    ['the whole step', '{"outputs": {"changes": "[]"}}', `got an object of 30 characters, but not a list. ${once}`],
    [
      'a whole result',
      '{"webhooks": [], "changes": [], "previous": []}',
      'got an object of 47 characters, but not a list. Give the path of the output-file, or only its "changes"',
    ],
    ['a bracket', '[', 'got a string of 1 character, which is neither valid JSON nor a path. Is it complete?'],
    ['the beginning of a list', '[{"action": "create"', 'got a list of 20 characters, which is neither valid JSON nor'],
    ['YAML', '- action: create\n- action: delete', 'got a string of 33 characters, which is neither valid JSON nor'],
  ])('%s', (_case, text, message) => {
    const read = (): never => {
      throw new Error('it is not a path');
    };
    expect(() => parseExpected(text, read)).toThrow(message);
  });

  test.each([
    ['nothing', '', '"plan.json" contains an empty string, which is not valid JSON. Is it complete?'],
    ['no changes', '{"webhooks": []}', '"plan.json" contains an object of 16 characters, but not a list'],
    ['changes that are a number', '{"changes": 1}', '"plan.json" contains an object of 14 characters, but not a list'],
    ['all outputs', '{"changes": "[]"}', `"plan.json" contains an object of 17 characters, but not a list. ${once}`],
    [
      'toJSON of the output',
      '"[]"',
      '"plan.json" contains a string of 4 characters, but not a list. It was encoded twice',
    ],
    ['YAML', 'webhooks: []', '"plan.json" contains a string of 12 characters, which is not valid JSON'],
  ])('a file with %s', (_case, content, message) => {
    expect(() => parse('plan.json', content)).toThrow(message);
  });

  const form = 'does not have the form of the output changes';
  test.each<[string, object | number, string]>([
    ['a number', 1, 'got a list whose change 2 has no "action" of create, update, or delete'],
    ['an unknown action', { action: 'rename' }, 'has no "action" of create, update, or delete'],
    [
      'no application',
      { ...change, application: undefined },
      'does not say for which application: plan again with this version',
    ],
    ['an application that is a number', { ...change, application: 1 }, form],
    ['an id that is a number', { ...change, id: 1 }, form],
    ['an id that is a name', { ...change, id: 'x' }, form],
    ['an id in a list', { ...change, id: [id] }, form],
    ['a name that is a number', { ...change, name: 1 }, form],
    ['an update whose name is a number', { ...change, action: 'update', id, name: 1 }, form],
    ['a create without a name', { ...change, name: null }, form],
    ['an update without an id', { ...change, action: 'update' }, form],
    ['a delete without an id', { ...change, action: 'delete' }, form],
    ['a status that is a number', { ...change, status: 1 }, form],
    ['an unknown status', { ...change, status: 'Refused' }, form],
    ['fields that are a number', { ...change, fields: 1 }, form],
    [
      'fields that a shell wrote as text',
      { ...change, fields: { enabled: '@{from=True; to=False}' } },
      'enabled needs "from" and "to"',
    ],
    [
      'an old value that is an object',
      { ...change, fields: { enabled: { from: {}, to: true } } },
      'enabled needs "from" and "to"',
    ],
    ['no new value', { ...change, fields: { enabled: { to: null } } }, 'enabled needs "from" and "to"'],
    [
      'an unknown field',
      { ...change, fields: { color: { to: 1 } } },
      'sets the field "color", which this version of the action does not',
    ],
    ['workflows that are a string', { ...change, workflows: 'w' }, 'has "workflows" that are not a list'],
    ['a workflow whose id is a number', { ...change, workflows: [{ id: 1 }] }, 'has a workflow without "id"'],
    ['a workflow that is a number', { ...change, workflows: [1] }, 'has a workflow without "id"'],
  ])('a list with %s', (_case, second, message) => {
    expect(() => parse(JSON.stringify([change, second]))).toThrow(message);
  });
});
