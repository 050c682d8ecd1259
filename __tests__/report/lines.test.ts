import { describe, expect, test } from '@jest/globals';
import { ApiError, ConnectionError } from '../../src/api/errors.ts';
import { createPlan, unchangedItem, unreadItem } from '../../src/plan/changes.ts';
import { webhookText } from '../../src/plan/shown.ts';
import { counts, outcomeLines, planLines, retryLine } from '../../src/report/lines.ts';
import { exported, id, masks, runOf, update, webhook } from './sample.ts';

describe('the lines of a plan', () => {
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
      {
        action: 'delete',
        fields: {},
        workflows: [
          {
            id: 'w',
            name: 'W',
            otherTriggers: [
              { type: 'webhook', name: 'a' },
              { type: 'timer', name: null },
            ],
          },
        ],
      },
      `- "orders" (${id}): with the workflows "W" (also triggered by "a", a timer)`,
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
    [{ templates: { responseCode: '${CODE}' } }, `~ "orders" (${id}): responseCode 200 → 201 (from \${CODE})`],
    [
      { fields: { description: 'd' }, templates: { description: '${TEXT}' } },
      `~ "orders" (${id}): description *** → "\${TEXT}"`,
    ],
    [{ fields: { basicAuthPassword: 'p' } }, `~ "orders" (${id}): basicAuthPassword *** → *** (changed)`],
    [{ fields: { basicAuthPassword: '' } }, `~ "orders" (${id}): basicAuthPassword *** → (empty)`],
    [{ fields: { description: 'a sesame' } }, `~ "orders" (${id}): description "a ***"`],
  ])('a change is the line %j', (more, line) => {
    expect([...planLines(runOf([[update(more)]]), masks)]).toEqual([line]);
  });

  test('ends with the number of changes', () => {
    const changes = [update(), update({ action: 'delete' }), update({ action: 'create' }), update()];
    const plan = createPlan([...changes, unchangedItem(webhook)]);
    expect(counts('patch', plan)).toBe('1 to delete, 2 to update, 1 to create, 1 unchanged');
    expect(counts('list', plan)).toBe('5 read');
    expect(counts('export', { ...plan, file: exported })).toBe('5 exported');
    expect(counts('delete', { ...plan, items: [] })).toBe('nothing to do');
  });
});

test('shows a webhook that was read', () => {
  expect(webhookText(unchangedItem(webhook))).toBe(`"orders" (${id})`);
  expect(webhookText(unreadItem(id))).toBe(`webhook (${id})`);
});

test('the plan lists deletes first, then updates, then creates', () => {
  const changes = (['create', 'update', 'delete'] as const).map((action) => update({ action, fields: {} }));
  const signs = [...planLines(runOf(changes.map((change) => [change])), masks)].map((line) => line[0]);
  expect(signs).toEqual(['-', '~', '+']);
});

test('the last lines list the changes that did not simply succeed', () => {
  const error = new ApiError(500, 'Error', 'Internal error from-env.', null);
  const lines = outcomeLines(
    runOf([
      [update(), { status: 'applied', after: webhook }],
      [update({ name: 'a' }), { status: 'failed', after: null, error }],
      [update({ name: 'b' }), { status: 'unknown', after: null, error }],
      [update({ name: 'c' }), { status: 'skipped', after: null, remark: 'not started: an earlier change failed' }],
      [update({ name: 'd' }), { status: 'applied', after: webhook, remark: 'its response was lost' }],
      [update({ name: 'e' })],
    ]),
    masks,
  );
  expect(lines).toEqual([
    'Done: 1 failed, 1 not known, 1 not started, 1 to update, 2 updated',
    `failed "a" (${id}): status 500 Error: Internal error ***`,
    `not known whether updated: "b" (${id}): status 500 Error: Internal error ***`,
    `not started "c" (${id}): an earlier change failed`,
    `to update "e" (${id})`,
    `updated "d" (${id}): its response was lost`,
  ]);
  expect(outcomeLines(runOf([]), masks)).toEqual([]);
  const done = (['create', 'update', 'delete'] as const).map((action) => update({ action }));
  expect(outcomeLines(runOf(done.map((change) => [change, { status: 'applied', after: null }])), masks)).toEqual([
    'Done: 1 deleted, 1 updated, 1 created',
  ]);
});

test('the last lines list the error of an applied change', () => {
  const error = new Error('no field');
  expect(outcomeLines(runOf([[update(), { status: 'applied', after: webhook, error }]]), masks)).toEqual([
    'Done: 1 updated',
    `updated "orders" (${id}): no field`,
  ]);
});

test('the line of a retry gives the reason', () => {
  const retry = { what: 'GET webhooks', attempt: 2, attempts: 5, delay: 420 };
  const lost = new ConnectionError('socket hang up', {
    ...{ kind: 'network', code: 'ECONNRESET', isTransient: true, notSent: false },
  });
  expect(retryLine({ ...retry, reason: lost }, masks)).toBe(
    'GET webhooks: attempt 2 of 5 in 0.4 s, since socket hang up',
  );
  expect(retryLine({ ...retry, reason: new ApiError(503, 'X', 'busy from-env', null) }, masks)).toContain(
    'since status 503: busy ***',
  );
});
