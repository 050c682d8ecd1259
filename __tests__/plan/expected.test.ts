import { describe, expect, test } from '@jest/globals';
import { createPlan } from '../../src/plan/changes.ts';
import { assertApproved, parseExpectedChanges, parseExpectedFile } from '../../src/plan/expected.ts';
import { type Change, RefusedPlan } from '../../src/plan/plan.ts';
import { createResult } from '../../src/report/outputs.ts';
import { id, masks, runOf, update, webhook } from '../report/sample.ts';

const create: Change = { ...update(), action: 'create', id: null, name: 'new', before: null, fields: { name: 'new' } };
const workflow = { id: 'w', name: 'flow', otherTriggers: [] };
const remove: Change = { ...update(), action: 'delete', fields: {}, workflows: [workflow] };
const secret = update({ fields: { basicAuthPassword: 'p' } });
const resent = update({ before: { id, name: 'orders' }, fields: { basicAuthPassword: 'p' } });
const template = update({ fields: { description: 'd' }, templates: { description: '${TEXT}' } });

/** The output `changes` of a plan with these items. */
function changesOutput(...changes: Change[]): string {
  return JSON.stringify(createResult(runOf(changes.map((change) => [change])), masks).changes);
}

function guard(planned: readonly Change[], approved: string): void {
  assertApproved(createPlan(planned), parseExpectedChanges(approved));
}

describe('expected-changes accepts a plan', () => {
  test.each<[string, Change[], Change[]]>([
    ['that is exactly what was approved', [create, update(), remove], [remove, create, update()]],
    ['with fewer changes', [update()], [create, update()]],
    ['with fewer fields', [update()], [update({ fields: { responseCode: 201, enabled: false } })]],
    ['with fewer workflows', [{ ...remove, workflows: [] }], [remove]],
    ['with a different value of a secret', [update({ fields: { basicAuthPassword: 'q' } })], [secret]],
    ['with a different value behind a template', [{ ...template, fields: { description: 'e' } }], [template]],
    ['with a secret that is only sent again', [resent], []],
    [
      'with a secret that is only sent again, and a field',
      [{ ...resent, fields: { ...resent.fields, responseCode: 201 } }],
      [update({ before: { id, name: 'orders' } })],
    ],
    ['with an update of a renamed webhook', [update({ name: 'renamed' })], [update()]],
    ['without changes', [], []],
  ])('%s', (_case, planned, approved) => {
    expect(() => guard(planned, changesOutput(...approved))).not.toThrow();
  });

  test('whatever it contains, with any', () => {
    expect(() => assertApproved(createPlan([create, remove]), 'any')).not.toThrow();
    expect(() => assertApproved(createPlan([resent]), 'none')).not.toThrow();
  });
});

describe('expected-changes refuses a plan', () => {
  const orders = `"orders" (${id})`;

  test.each<[string, Change[], Change[], string]>([
    ['that creates another webhook', [create], [{ ...create, name: 'other' }], '- create "new"'],
    ['that updates another webhook', [update()], [update({ id: 'c'.repeat(24) })], `- update ${orders}`],
    ['that deletes instead of updating', [remove], [update()], `- delete ${orders}`],
    ['that deletes a renamed webhook', [remove], [{ ...remove, name: 'other' }], `- delete ${orders}`],
    [
      'with a different new value',
      [update({ fields: { responseCode: 202 } })],
      [update()],
      `- update ${orders}: responseCode 200 → 202, the approved change was 200 → 201`,
    ],
    [
      'with a different old value',
      [update({ before: { ...webhook, responseCode: 204 } })],
      [update()],
      `- update ${orders}: responseCode 204 → 201, the approved change was 200 → 201`,
    ],
    [
      'with one more field, shortened in the message',
      [update({ fields: { responseCode: 201, description: 'd'.repeat(200) } })],
      [update()],
      `- update ${orders}: description null → "${'d'.repeat(99)}…`,
    ],
    ['with a secret', [secret], [update()], `- update ${orders}: basicAuthPassword "***" → "***"`],
    [
      'that removes a secret',
      [update({ fields: { basicAuthPassword: '' } })],
      [secret],
      `- update ${orders}: basicAuthPassword "***" → "", the approved change was "***" → "***"`,
    ],
    [
      'with one more workflow',
      [remove],
      [{ ...remove, workflows: [] }],
      `- delete ${orders}: with the workflow "flow" (w)`,
    ],
  ])('%s', (_case, planned, approved, difference) => {
    const run = (): void => guard(planned, changesOutput(...approved));
    expect(run).toThrow(RefusedPlan);
    expect(run).toThrow(expect.objectContaining({ title: 'Plan has changed' }));
    expect(run).toThrow(`Nothing was changed.\n${difference}`);
  });

  test('that contains any change, with none', () => {
    expect(() => assertApproved(createPlan([create]), 'none')).toThrow(
      expect.objectContaining({
        title: 'Webhooks have drifted',
        message: 'The plan contains changes, and expected-changes is none. Nothing was changed.\n- create "new"',
      }),
    );
  });

  test('with a list of up to ten differences', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ ...create, name: `n-${index}` }));
    expect(() => guard(many, '[]')).toThrow(/- create "n-9"\n- and 2 more$/);
  });
});

describe('approved changes', () => {
  test('are read from a result file', () => {
    const result = JSON.stringify({ webhooks: [], changes: JSON.parse(changesOutput(update())), previous: [] });
    expect(() => assertApproved(createPlan([update()]), parseExpectedFile(result))).not.toThrow();
  });

  test.each([
    ['[', 'it is not valid JSON: is it complete?'],
    ['[{"action": "rename"}]', 'change 1 has no "action" of create, update, or delete'],
    ['[1]', 'change 1 has no "action"'],
    ['[{"action": "update", "id": 1}]', 'change 1 does not have the form of the output changes'],
    ['[{"action": "create", "name": 1}]', 'change 1 does not have the form of the output changes'],
    ['[{"action": "create", "fields": 1}]', 'change 1 does not have the form of the output changes'],
    ['{}', 'it is an object, not a list of changes'],
  ])('are refused as %s', (text, message) => {
    expect(() => parseExpectedChanges(text)).toThrow(message);
  });

  test('approve nothing if they contain invalid fields or workflows', () => {
    const [change] = parseExpectedChanges('[{"action": "delete", "workflows": [1, {"id": 2}], "fields": {"a": 1}}]');
    expect(change).toMatchObject({
      id: null,
      name: null,
      workflows: [],
      fields: new Map([['a', { from: null, to: null }]]),
    });
    expect(parseExpectedChanges('[{"action": "delete", "workflows": "w"}]')).toMatchObject([{ workflows: [] }]);
  });

  test.each([
    ['[]', 'it is not a result: it has no "changes"'],
    ['{"webhooks": []}', 'it is not a result: it has no "changes"'],
    ['{"changes": 1}', '"changes" is a number, not a list of changes'],
  ])('are refused from the file %s', (text, message) => {
    expect(() => parseExpectedFile(text)).toThrow(message);
  });
});
