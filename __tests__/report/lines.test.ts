import { describe, expect, test } from '@jest/globals';
import { ApiError, ConnectionError, NO_ATTEMPT } from '../../src/api/errors.ts';
import type { OperationName } from '../../src/inputs/table.ts';
import { createPlan, unchangedItem, unreadItem } from '../../src/plan/changes.ts';
import type { Change, ExportedFile, Plan } from '../../src/plan/plan.ts';
import { webhookText } from '../../src/plan/shown.ts';
import { fileLine, outcomeLines, planLines, retryLine } from '../../src/report/lines.ts';
import type { Run } from '../../src/report/run.ts';
import { createView } from '../../src/report/view.ts';
import { exported, id, inputs, masks, runOf, update, webhook } from './sample.ts';

const lines = (run: Run): string[] => [...planLines(createView(run, masks))];
const outcome = (run: Run): string[] => outcomeLines(createView(run, masks));
/** A secret that is only sent again. */
const resent = update({ before: { id, name: 'orders' }, fields: { verificationCode: 'v' } });

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
      `= "orders" (${id}): verificationCode *** → *** (sent again, since its value is hidden)`,
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
    expect(lines(runOf([[update(more)]])).slice(1)).toEqual([line]);
  });

  test('begin with the number of changes', () => {
    const changes = [update(), update({ action: 'delete' }), update({ action: 'create' }), update(), resent];
    const plan = createPlan([...changes, unchangedItem(webhook)]);
    const first = (operation: OperationName, more: Partial<Plan> = {}): string | undefined =>
      lines(runOf([], { inputs: { ...inputs, operation }, plan: { ...plan, ...more } }))[0];
    expect(first('patch')).toBe('patch: 1 to delete, 2 to update, 1 to be sent again, 1 to create, 1 unchanged');
    expect(first('list')).toBe('list: 6 webhooks');
    expect(first('get', { items: [unchangedItem(webhook)] })).toBe('get: 1 webhook');
    expect(first('export', { file: exported })).toBe('export: 6 webhooks');
    expect(first('delete', { items: [] })).toBe('delete: nothing to do');
  });

  test('list the webhooks that were read', () => {
    const plan = createPlan([unchangedItem(webhook)]);
    expect(lines(runOf([], { inputs: { ...inputs, operation: 'list' }, plan }))).toEqual([
      'list: 1 webhook',
      `"orders" (${id})`,
    ]);
  });

  test('say how the deletes were chosen', () => {
    const plan = { ...createPlan([]), extent: 'prune covers "a*" (1 webhook)' };
    expect(lines(runOf([], { plan, inputs: { ...inputs, dryRun: true } }))).toEqual([
      'patch (dry run): nothing to do',
      'prune covers "a*" (1 webhook)',
    ]);
  });

  test('of a check for drift speak of differences, not of a plan', () => {
    const created = update({ action: 'create', id: null, name: 'new', before: null });
    const removed = update({ action: 'delete', fields: {}, name: 'old' });
    const unread = update({ name: null, before: null });
    const changes: [Change][] = [[created], [removed], [update({ fields: { description: 'd' } })], [unread], [resent]];
    expect(
      lines(runOf(changes, { drift: 'the file', inputs: { ...inputs, operation: 'sync', dryRun: true } })),
    ).toEqual([
      'sync: 4 webhooks differ from the file',
      `"old" (${id}) is only in Losant`,
      `webhook (${id}): responseCode 201 in the file`,
      `"orders" (${id}): description "d" in the file`,
      '"new" is only in the file',
    ]);
    const enabled = update({
      fields: { enabled: false, basicAuthUsername: 'u' },
      before: { ...webhook, basicAuthUsername: 's' },
    });
    expect(lines(runOf([[enabled]], { drift: 'the body' }))).toEqual([
      'patch: 1 webhook differs from the body',
      `"orders" (${id}): enabled true in Losant, false in the body; basicAuthUsername "s" in Losant, "u" in the body`,
    ]);
  });
});

test.each<[string, Partial<ExportedFile>, boolean, string]>([
  ['a new file', { before: null }, false, 'webhooks.yml was written'],
  ['an empty file in a dry run', { before: '\n' }, true, 'webhooks.yml would be written'],
  ['an existing file', {}, false, 'webhooks.yml was updated'],
  ['a file that is the same', { changes: false }, false, 'webhooks.yml is up to date'],
])('the log says what became of %s', (_, more, dryRun, line) => {
  const plan = { ...createPlan([]), file: { ...exported, ...more } };
  expect(fileLine(createView(runOf([], { plan, inputs: { ...inputs, operation: 'export', dryRun } }), masks))).toBe(
    line,
  );
  expect(fileLine(createView(runOf([]), masks))).toBeNull();
});

test('shows a webhook that was read', () => {
  expect(webhookText(unchangedItem(webhook))).toBe(`"orders" (${id})`);
  expect(webhookText(unreadItem(id))).toBe(`webhook (${id})`);
});

test('the plan lists deletes first, then updates, then creates', () => {
  const changes = (['create', 'update', 'delete'] as const).map((action) => update({ action }));
  const signs = lines(runOf(changes.map((change) => [change]))).map((line) => line[0]);
  expect(signs.slice(1)).toEqual(['-', '~', '+']);
});

test('the last lines list the changes that did not simply succeed', () => {
  const error = new ApiError(500, 'Error', 'Internal error from-env.', null);
  const ended = outcome(
    runOf([
      [update(), { status: 'applied', after: webhook }],
      [update({ name: 'a' }), { status: 'failed', after: null, error }],
      [update({ name: 'b' }), { status: 'unknown', after: null, error }],
      [update({ name: 'c' }), { status: 'skipped', after: null, remark: 'not started: an earlier change failed' }],
      [update({ name: 'd' }), { status: 'applied', after: webhook, remark: 'its response was lost' }],
      [update({ name: 'e' })],
    ]),
  );
  expect(ended).toEqual([
    'Done: 1 failed, 1 not known, 1 not started, 1 to update, 2 updated',
    `failed "a" (${id}): status 500 Error: Internal error ***`,
    `not known whether updated: "b" (${id}): status 500 Error: Internal error ***`,
    `not started "c" (${id}): an earlier change failed`,
    `to update "e" (${id})`,
    `updated "d" (${id}): its response was lost`,
  ]);
  expect(outcome(runOf([]))).toEqual([]);
  const done = (['create', 'update', 'delete'] as const).map((action) => update({ action }));
  expect(outcome(runOf(done.map((change) => [change, { status: 'applied', after: null }])))).toEqual([
    'Done: 1 deleted, 1 updated, 1 created',
  ]);
});

test('the last lines list the error of an applied change', () => {
  const error = new Error('no field');
  expect(outcome(runOf([[update(), { status: 'applied', after: webhook, error }]]))).toEqual([
    'Done: 1 updated',
    `updated "orders" (${id}): no field`,
  ]);
});

test('the line of a retry gives the reason', () => {
  const retry = { attempts: 5, delay: 420 };
  const attempt = { ...NO_ATTEMPT, request: 'GET webhooks' };
  const lost = new ConnectionError('socket hang up', {
    ...{ kind: 'network', code: 'ECONNRESET', isTransient: true, notSent: false },
  });
  expect(retryLine({ ...retry, reason: lost.during(attempt) }, masks)).toBe(
    'GET webhooks: attempt 2 of 5 in 0.4 s, since socket hang up',
  );
  expect(retryLine({ ...retry, reason: new ApiError(503, 'X', 'busy from-env', null) }, masks)).toContain(
    'since status 503: busy ***',
  );
});
