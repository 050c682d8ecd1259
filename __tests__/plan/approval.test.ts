import { describe, expect, test } from '@jest/globals';
import { assertApproved } from '../../src/plan/approval.ts';
import { createPlan, deleteItem, unchangedItem, updateItem } from '../../src/plan/changes.ts';
import { parseExpected } from '../../src/plan/expected.ts';
import { type Change, isChange, RefusedPlan } from '../../src/plan/plan.ts';
import { createResult } from '../../src/report/outputs.ts';
import { id, inputs, masks, runOf, update, webhook } from '../report/sample.ts';

const create: Change = { ...update(), action: 'create', id: null, name: 'new', before: null, fields: { name: 'new' } };
const workflow = { id: 'w', name: 'flow', otherTriggers: [] };
const remove: Change = { ...update(), action: 'delete', fields: {}, workflows: [workflow] };
const other = 'c'.repeat(24);
const secret = update({ fields: { basicAuthPassword: 'p' } });
const hidden = { id, name: 'orders', responseCode: 200 };
const resent = update({ before: hidden, fields: { basicAuthPassword: 'p' } });
const template = update({ fields: { description: 'd' }, templates: { description: '${TEXT}' } });
const both = { responseCode: 201, enabled: false };
const secrets = { basicAuthPassword: 'p', verificationCode: 'c' };

/** The output `changes` of a plan with these changes, for this application. */
function changesOutput(changes: readonly Change[], applicationId = inputs.applicationId, failure: Error | null = null) {
  const run = runOf(
    changes.map((change) => [change]),
    { inputs: { ...inputs, applicationId, dryRun: true }, failure },
  );
  return createResult(run, masks).changes;
}

function guard(planned: readonly Change[], approved: readonly unknown[]): void {
  const expected = parseExpected(JSON.stringify(approved), () => '');
  assertApproved(createPlan(planned), expected, inputs.applicationId, 'the file');
}

/** The changes that a guard refuses, in order, and what was approved instead. */
function unapproved(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    if (error instanceof RefusedPlan) return [...error.unapproved];
    throw error;
  }
  return null;
}

/** An update that Losant has made in part: it wants both fields, and only one still differs. */
function halfDone(wanted: Readonly<Record<string, string | number | boolean>>): Change {
  const item = updateItem({ ...update(), before: { ...webhook, enabled: false } }, { fields: wanted, templates: {} });
  if (!isChange(item)) throw new Error('it has to differ');
  return item;
}

describe('expected-changes accepts a plan', () => {
  test.each<[string, Change[], Change[]]>([
    ['that is exactly what was approved', [create, update(), remove], [remove, create, update()]],
    ['with fewer changes', [update()], [create, update()]],
    ['that lacks a field that Losant has already', [halfDone(both)], [update({ fields: both })]],
    ['with fewer workflows', [{ ...remove, workflows: [] }], [remove]],
    [
      'that deletes a shared workflow with the other webhook',
      [remove],
      [
        { ...remove, id: other, name: 'first' },
        { ...remove, workflows: [] },
      ],
    ],
    ['with a different value of a secret', [update({ fields: { basicAuthPassword: 'q' } })], [secret]],
    ['with a different value behind a template', [{ ...template, fields: { description: 'e' } }], [template]],
    ['that sends a secret again that was approved', [resent], [resent]],
    [
      'that sends a secret again that was added',
      [resent],
      [update({ before: { ...hidden, basicAuthPassword: '' } })].map((one) => ({
        ...one,
        fields: { basicAuthPassword: 'p' },
      })),
    ],
    [
      'that sends the secret of an approved create again',
      [{ ...resent, name: 'new' }],
      [{ ...create, fields: { name: 'new', basicAuthPassword: 'p', verificationCode: 'c' } }],
    ],
    [
      'that empties the hidden password of an approved create again',
      [{ ...resent, name: 'new', before: { ...hidden, basicAuthUsername: 'u' }, fields: { basicAuthPassword: '' } }],
      [{ ...create, fields: { name: 'new', basicAuthUsername: 'u', basicAuthPassword: '' } }],
    ],
    [
      'that sends both secrets of an approved create again',
      [{ ...resent, name: 'new', fields: secrets }],
      [{ ...create, fields: { name: 'new', ...secrets } }],
    ],
    [
      'that sets a secret of a webhook that the token cannot read',
      [update({ before: null, name: null, fields: { basicAuthPassword: 'p' } })],
      [update({ before: null, name: null, fields: { basicAuthPassword: 'q' } })],
    ],
    ['with an update of a renamed webhook', [update({ name: 'renamed' })], [update()]],
    ['with several creates of one name', [create, create], [create, create]],
    [
      'with different creates of one name, in another order',
      [create, { ...create, fields: { name: 'new', enabled: false } }],
      [{ ...create, fields: { name: 'new', enabled: false } }, create],
    ],
    [
      'with white space at the end of a description',
      [update({ fields: { description: 'd' } })],
      [update({ fields: { description: 'd ' } })],
    ],
    ['with one of several changes of a webhook', [update()], [update({ fields: { enabled: false } }), update()]],
    ['without changes', [], []],
  ])('%s', (_case, planned, approved) => {
    expect(() => guard(planned, changesOutput(approved))).not.toThrow();
  });

  test('whatever it contains, with any', () => {
    expect(() => assertApproved(createPlan([create, remove]), 'any', inputs.applicationId, 'the file')).not.toThrow();
    expect(() => assertApproved(createPlan([resent]), 'none', inputs.applicationId, 'the file')).not.toThrow();
  });

  test.each(['planned', 'applied', 'failed', 'skipped', 'unknown'])('approved with the status %s', (status) => {
    expect(() =>
      guard(
        [update()],
        changesOutput([update()]).map((change) => ({ ...change, status })),
      ),
    ).not.toThrow();
  });

  test('approved by a list without status', () => {
    const [{ status: _, ...change } = {}] = changesOutput([update()]);
    expect(() => guard([update()], [change])).not.toThrow();
  });

  test('approved with its fields in another order', () => {
    const fields = { name: 'new', ...secrets };
    const reordered = changesOutput([{ ...create, fields }]).map((change) => ({
      ...change,
      fields: Object.fromEntries(Object.entries(change['fields'] ?? {}).toReversed()),
    }));
    expect(() => guard([{ ...create, fields }], reordered)).not.toThrow();
    expect(() => guard([{ ...resent, name: 'new', fields: secrets }], reordered)).not.toThrow();
  });

  test('whose application is written in upper case', () => {
    const run = (): void => guard([update()], changesOutput([update()], inputs.applicationId.toUpperCase()));
    expect(run).not.toThrow();
  });
});

describe('expected-changes refuses a plan', () => {
  const orders = `"orders" (${id})`;
  const literal: Change = { ...create, fields: { name: 'new', description: '${X}' } };

  test.each<[string, Change[], Change[], string | RegExp]>([
    ['that creates another webhook', [create], [{ ...create, name: 'other' }], /\n- create "new"$/],
    [
      'that creates a webhook with more than a name',
      [{ ...create, fields: { name: 'new', enabled: false } }],
      [],
      /\n- create "new": enabled false$/,
    ],
    ['that creates more webhooks of a name', [create, create], [create], '- create "new"'],
    ['that updates another webhook', [update()], [update({ id: other })], `- update ${orders}: responseCode 200 → 201`],
    ['that deletes instead of updating', [remove], [update()], `- delete ${orders}: with the workflow "flow" (w)`],
    [
      'that deletes a renamed webhook',
      [deleteItem(unchangedItem(webhook))].filter(isChange),
      [{ ...remove, name: 'other' }],
      `- delete ${orders}`,
    ],
    [
      'that deletes a webhook whose create was approved',
      [{ ...remove, name: 'new' }],
      [create],
      `- delete "new" (${id})`,
    ],
    [
      'that deletes a webhook without workflows whose create was approved',
      [{ ...remove, name: 'new', workflows: [] }],
      [create],
      `- delete "new" (${id})`,
    ],
    ['that deletes another webhook', [remove], [{ ...remove, id: other }], `- delete ${orders}`],
    [
      'with a different new value',
      [update({ fields: { responseCode: 202 } })],
      [update()],
      /: responseCode 200 → 202, the approved change was 200 → 201$/,
    ],
    [
      'with a new value that differs only in white space',
      [update({ fields: { basicAuthUsername: 'u' } })],
      [update({ fields: { basicAuthUsername: 'u ' } })],
      'basicAuthUsername "u", the approved change was "u "',
    ],
    [
      'with a different old value',
      [update({ before: { ...webhook, responseCode: 204 } })],
      [update()],
      `- update ${orders}: responseCode 204 → 201, the approved change was 200 → 201`,
    ],
    [
      'with one more field',
      [update({ fields: { responseCode: 201, description: 'd'.repeat(61) } })],
      [update()],
      `- update ${orders}: description a string of 61 characters`,
    ],
    [
      'with one field less, although Losant does not have the value',
      [halfDone({ responseCode: 201 })],
      [update({ fields: both })],
      `- update ${orders}: enabled stays as it is, the approved change was true → false`,
    ],
    [
      'with one field less, since the body sets another value that Losant has',
      [halfDone({ responseCode: 201, enabled: false })],
      [update({ fields: { responseCode: 201, enabled: true } })],
      `- update ${orders}: enabled stays as it is, the approved change was true → true`,
    ],
    [
      'that creates a webhook without its password',
      [create],
      [{ ...create, fields: { name: 'new', basicAuthPassword: 'p' } }],
      '- create "new": basicAuthPassword is not set, the approved change was ***',
    ],
    [
      'that creates a webhook with one more field',
      [{ ...create, fields: { name: 'new', isWebsocket: true } }],
      [create],
      '- create "new": isWebsocket true',
    ],
    ['with a secret', [secret], [update()], `- update ${orders}: basicAuthPassword *** → ***`],
    ['that sends a secret again that nobody approved', [resent], [], `- update ${orders}: basicAuthPassword *** → ***`],
    [
      'that sends one more secret again',
      [{ ...resent, fields: { responseCode: 201, basicAuthPassword: 'p' } }],
      [update({ before: hidden })],
      `- update ${orders}: basicAuthPassword *** → ***`,
    ],
    [
      'that sends secrets of more webhooks again than were created',
      [
        { ...resent, name: 'new' },
        { ...resent, id: other, name: 'new' },
      ],
      [{ ...create, fields: { name: 'new', basicAuthPassword: 'p' } }],
      `- update "new" (${id}): basicAuthPassword *** → ***`,
    ],
    [
      'that changes another field of a webhook whose create was approved, besides its secret',
      [{ ...resent, name: 'new', fields: { responseCode: 201, basicAuthPassword: 'p' } }],
      [{ ...create, fields: { name: 'new', responseCode: 201, basicAuthPassword: 'p' } }],
      `- update "new" (${id}): responseCode 200 → 201; basicAuthPassword *** → ***`,
    ],
    [
      'that sends one more secret again than was created',
      [{ ...resent, name: 'new', fields: secrets }],
      [{ ...create, fields: { name: 'new', basicAuthPassword: 'p' } }],
      `- update "new" (${id}): verificationCode *** → ***; basicAuthPassword *** → ***`,
    ],
    [
      'that changes the secret of a webhook whose create was approved',
      [{ ...secret, name: 'new' }],
      [{ ...create, fields: { name: 'new', basicAuthPassword: 'p' } }],
      `- update "new" (${id}): basicAuthPassword *** → ***`,
    ],
    [
      'that sends a secret of a webhook again that is yet to be created',
      [
        { ...create, fields: { name: 'new', basicAuthPassword: 'p' } },
        { ...resent, name: 'new' },
      ],
      [{ ...create, fields: { name: 'new', basicAuthPassword: 'p' } }],
      `- update "new" (${id}): basicAuthPassword *** → ***`,
    ],
    [
      'that sends the secret of another webhook again than was created',
      [{ ...resent, name: 'other' }],
      [{ ...create, fields: { name: 'new', basicAuthPassword: 'p' } }],
      `- update "other" (${id}): basicAuthPassword *** → ***`,
    ],
    [
      'that sends another secret again than was created',
      [{ ...resent, name: 'new', fields: { verificationCode: 'c' } }],
      [{ ...create, fields: { name: 'new', basicAuthPassword: 'p' } }],
      `- update "new" (${id}): verificationCode *** → ***`,
    ],
    [
      'that empties a hidden password that was created with a value',
      [{ ...resent, name: 'new', before: { ...hidden, basicAuthUsername: 'u' }, fields: { basicAuthPassword: '' } }],
      [{ ...create, fields: { name: 'new', basicAuthUsername: 'u', basicAuthPassword: 'p' } }],
      `- update "new" (${id}): basicAuthPassword *** → (empty)`,
    ],
    [
      'that sends a secret again that was approved for another webhook of the name',
      [resent],
      [{ ...secret, id: other }],
      `- update ${orders}: basicAuthPassword *** → ***`,
    ],
    [
      'that removes a secret',
      [update({ fields: { basicAuthPassword: '' } })],
      [secret],
      `- update ${orders}: basicAuthPassword *** → (empty), the approved change was *** → ***`,
    ],
    [
      'with one more workflow',
      [remove],
      [{ ...remove, workflows: [] }],
      `- delete ${orders}: with the workflow "flow" (w)`,
    ],
    [
      'with a variable instead of the same text',
      [{ ...literal, fields: { name: 'new', description: 'x' }, templates: { description: '${X}' } }],
      [literal],
      '- create "new": description "${X}", the approved change was "$${X}"',
    ],
    [
      'with a text instead of the variable that it looks like',
      [literal],
      [{ ...literal, templates: { description: '${X}' } }],
      '- create "new": description "$${X}", the approved change was "${X}"',
    ],
    [
      'with one field that has no space in the message',
      [
        update({
          fields: { basicAuthUsername: '"'.repeat(60) },
          before: { ...webhook, basicAuthUsername: "'".repeat(60) },
        }),
      ],
      [update({ fields: { basicAuthUsername: '\\'.repeat(60) } })],
      /: basicAuthUsername "'{60}" → "(?:\\"){60}", the approved change was "\\{120}"$/,
    ],
    [
      'with more fields than the message has space for',
      [
        update({
          fields: {
            responseCode: 201,
            basicAuthUsername: 'u'.repeat(60),
            description: 'd'.repeat(60),
            name: 'n'.repeat(60),
            castBuffersAs: 'hex',
            verificationType: 'twilio',
            waitForReply: true,
            annotateMultipart: true,
          },
        }),
      ],
      [],
      '; verificationType "twilio"; and 3 more',
    ],
  ])('%s', (_case, planned, approved, difference) => {
    const run = (): void => guard(planned, changesOutput(approved));
    expect(run).toThrow(RefusedPlan);
    expect(run).toThrow(expect.objectContaining({ title: 'Plan has changed' }));
    expect(run).toThrow('Nothing was changed.\n- ');
    expect(run).toThrow(difference);
  });

  test('that was approved for another application', () => {
    expect(() => guard([update()], changesOutput([update(), create], other))).toThrow(
      /^The plan contains changes that are not in expected-changes: review and approve a new plan\. 2 changes in expected-changes belong to another application\. Nothing was changed\.\n- update/,
    );
  });

  test('of which one change was approved for another application', () => {
    expect(() => guard([update()], changesOutput([update()], other))).toThrow(
      ' 1 change in expected-changes belongs to another application. Nothing was changed.',
    );
  });

  test('that was refused before', () => {
    const refused = changesOutput([update()], inputs.applicationId, new RefusedPlan('Too many deletes', 'm'));
    expect(refused).toMatchObject([{ status: 'refused' }]);
    expect(() => guard([update()], [...refused, ...changesOutput([create])])).toThrow(
      'approve a new plan. 1 change in expected-changes came from a plan that was refused. Nothing was changed.',
    );
  });

  test('of which a create was approved, and made, with other fields', () => {
    const fields = { name: 'new', enabled: false };
    const made = changesOutput([{ ...create, fields }]).map((change) => ({ ...change, id, status: 'applied' }));
    const run = (): void => guard([create], made);
    expect(run).toThrow('- create "new": enabled is not set, the approved change was false');
  });

  test('whose approval was edited, without showing more of it than a field may contain', () => {
    const values = (field: string, to: unknown) => [
      { ...changesOutput([update()])[0], fields: { [field]: { from: null, to } } },
    ];
    const run = (field: string, to: unknown) => () => guard([update()], values(field, to));
    expect(run('basicAuthPassword', 'sesame')).toThrow(
      'basicAuthPassword stays as it is, the approved change was another value',
    );
    expect(run('responseCode', 'sesame')).toThrow('responseCode 200 → 201, the approved change was another value');
  });

  test('that contains any change, with none, and speaks of a difference', () => {
    const drift =
      (...changes: readonly Change[]) =>
      () =>
        assertApproved(createPlan(changes), 'none', inputs.applicationId, 'the file');
    expect(drift(create)).toThrow(
      expect.objectContaining({
        title: 'Webhooks have drifted',
        message:
          '1 webhook differs from the file, and expected-changes is none. Nothing was changed.\n- "new" is only in the file',
      }),
    );
    const unread = update({ before: null, name: null });
    expect(drift(create, update({ fields: both }), remove, unread)).toThrow(
      `4 webhooks differ from the file, and expected-changes is none. Nothing was changed.
- "orders" (${id}) is only in Losant
- webhook (${id}): responseCode 201 in the file
- "orders" (${id}): enabled true in Losant, false in the file; responseCode 200 in Losant, 201 in the file
- "new" is only in the file`,
    );
  });

  test('with up to ten differences, deletes first, then updates', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ ...create, name: `n-${String(index).padStart(2, '0')}` }));
    const run = (): void => guard([...many.toReversed(), update(), remove], []);
    expect(run).toThrow(
      /\n- delete "orders".*\n- update "orders".*\n- create "n-00".*\n(?:- create.*\n){7}- and 4 more$/,
    );
  });

  test('and says which changes were not approved, and why', () => {
    const planned = update({ fields: { responseCode: 202 } });
    expect(unapproved(() => guard([create, planned, remove], changesOutput([update(), create])))).toEqual([
      [remove, []],
      [planned, [{ field: 'responseCode', approved: '200 → 201' }]],
    ]);
    const drift = (): void => assertApproved(createPlan([planned]), 'none', inputs.applicationId, 'the file');
    expect(unapproved(drift)).toEqual([[planned, []]]);
  });
});
