import { describe, expect, test } from '@jest/globals';
import { ApiError, ConnectionError } from '../../src/api/errors.ts';
import { planOf, unchangedItem, unreadItem } from '../../src/plan/changes.ts';
import { counts, outcomeLines, planLine, readLine, retryLine, shortened } from '../../src/report/lines.ts';
import { id, runOf, update, webhook } from './sample.ts';

/** Without secrets there is nothing to mask. */
const plain = (text: string): string => text;

describe('the plan', () => {
  test.each<[Parameters<typeof update>[0], string]>([
    [{}, `~ "orders" (${id}): responseCode 200 → 201`],
    [{ name: null, before: null }, `~ webhook (${id}): responseCode 201`],
    [{ action: 'delete', fields: {} }, `- "orders" (${id})`],
    [{ action: 'create', id: null, name: 'n', before: null, fields: { name: 'n' } }, '+ "n": name "n"'],
    [{ name: 'a"\n::x' }, `~ "a\\"\\n::x" (${id}): responseCode 200 → 201`],
    [
      { action: 'delete', fields: {}, workflows: [{ id: 'w', name: 'flow', otherTriggers: [] }] },
      `- "orders" (${id}): with the workflows "flow"`,
    ],
    [
      { action: 'delete', fields: {}, workflows: [...'vw'].map((name) => ({ id: name, name, otherTriggers: [] })) },
      `- "orders" (${id}): with the workflows "v", "w"`,
    ],
    [
      { fields: { responseCode: 201, enabled: false } },
      `~ "orders" (${id}): enabled true → false, responseCode 200 → 201`,
    ],
    [
      { before: { id, name: 'orders' }, fields: { verificationCode: 'v' } },
      `~ "orders" (${id}): verificationCode *** → *** (sent again, since its value is hidden)`,
    ],
    [
      { fields: { description: 'd' }, templates: { description: '${TEXT}' } },
      `~ "orders" (${id}): description *** → "\${TEXT}"`,
    ],
  ])('%j', (more, line) => {
    expect(planLine(update(more), plain)).toBe(line);
  });

  test('is counted', () => {
    const changes = [update(), update({ action: 'delete' }), update({ action: 'create' }), update()];
    const plan = planOf([...changes, unchangedItem(webhook)]);
    expect(counts('patch', plan)).toBe('1 to create, 2 to update, 1 to delete, 1 unchanged');
    expect(counts('list', plan)).toBe('5 read');
    expect(counts('export', { ...plan, file: { text: '', changes: true, lines: [], variables: [], uses: [] } })).toBe(
      '5 exported',
    );
    expect(counts('delete', { ...plan, items: [] })).toBe('nothing to do');
  });
});

test('a webhook that was read', () => {
  expect(readLine(unchangedItem(webhook))).toBe(`"orders" (${id})`);
  expect(readLine(unreadItem(id))).toBe(`webhook (${id})`);
});

test('the end tells what did not simply succeed', () => {
  const error = new ApiError(500, 'Error', 'Internal error', null);
  const lines = outcomeLines(
    runOf([
      [update(), { status: 'applied', after: webhook }],
      [update({ name: 'a' }), { status: 'failed', after: null, error }],
      [update({ name: 'b' }), { status: 'unknown', after: null, error }],
      [update({ name: 'c' }), { status: 'skipped', after: null, remark: 'not started' }],
      [update({ name: 'd' }), { status: 'applied', after: webhook, remark: 'its answer was lost' }],
      [update({ name: 'e' })],
    ]),
  );
  expect(lines).toEqual([
    'Done: 1 failed, 1 unknown, 1 skipped, 2 updated, 1 planned',
    `failed "a" (${id}): Internal error`,
    `not known whether updated: "b" (${id}): Internal error`,
    `skipped "c" (${id}): not started`,
    `updated "d" (${id}): its answer was lost`,
    `planned "e" (${id})`,
  ]);
  expect(outcomeLines(runOf([]))).toEqual([]);
  const done = (['create', 'update', 'delete'] as const).map((action) => update({ action }));
  expect(outcomeLines(runOf(done.map((change) => [change, { status: 'applied', after: null }])))).toEqual([
    'Done: 1 created, 1 updated, 1 deleted',
  ]);
});

test.each([
  ['short', '"short"'],
  ['a\nb', '"a\\nb"'],
  ['😀'.repeat(81), `"${'😀'.repeat(80)}"… (81 characters)`],
  ['x'.repeat(80), `"${'x'.repeat(80)}"`],
  ['***', '***'],
  [201, '201'],
  [null, 'null'],
])('a value: %j', (value, text) => {
  expect(shortened(value, plain)).toBe(text);
});

test('a value is masked before it is cut', () => {
  const mask = (text: string): string => text.replace('sesame', '***');
  expect(shortened(`${'x'.repeat(77)}sesame`, mask)).toBe(`"${'x'.repeat(77)}***"`);
  const fields = { description: 'sesame' };
  expect(planLine(update({ fields, before: { ...webhook, description: 'a sesame' } }), mask)).toContain(
    'description "a ***" → "***"',
  );
});

test('the end tells an error of what was done all the same', () => {
  const error = new Error('no field');
  expect(outcomeLines(runOf([[update(), { status: 'applied', after: webhook, error }]]))).toEqual([
    'Done: 1 updated',
    `updated "orders" (${id}): no field`,
  ]);
});

test('a retry tells the reason', () => {
  const retry = { what: 'GET webhooks', attempt: 2, attempts: 5, delay: 420 };
  const lost = new ConnectionError('socket hang up', {
    ...{ kind: 'network', code: 'ECONNRESET', isTransient: true, notSent: false },
  });
  expect(retryLine({ ...retry, reason: lost })).toBe('GET webhooks: attempt 2 of 5 in 0.4 s, since socket hang up');
  expect(retryLine({ ...retry, reason: new ApiError(503, 'X', 'busy', null) })).toContain('since status 503: busy');
});
