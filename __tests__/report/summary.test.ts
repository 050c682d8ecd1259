import { describe, expect, test } from '@jest/globals';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { planOf, unchangedItem } from '../../src/plan/changes.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { code, summary, visible } from '../../src/report/markdown.ts';
import { id, inputs, runOf, update, webhook } from './sample.ts';

const plain = (text: string): string => text;
const space = '\u00A0';
const application = `in application <code>${inputs.applicationId}</code>.`;
const orders = `<code>orders</code><br><sub><code>${id}</code></sub>`;
const remove = update({ action: 'delete', fields: {} });

describe('a whole summary', () => {
  test('of a dry run that fails', () => {
    const change = update({ fields: { name: 'm', responseCode: 201 } });
    const workflows = [...'vw'].map((name) => ({ id: name, name, otherTriggers: [] }));
    const run = runOf([[change], [{ ...remove, workflows }]], { inputs: { ...inputs, dryRun: true } });
    expect(
      summary(run, [{ title: 'A *title*', message: 'one\ntwo sesame' }], (text) => text.replace('sesame', '***')),
    ).toBe(
      `### Losant webhooks: patch (dry run: nothing was changed)

**1 to update, 1 to delete** ${application}

> ❌ **A &#42;title&#42;**: one<br>two &#42;&#42;&#42;

| Webhook | Result | Changes |
| --- | --- | --- |
| ${orders} | ✏️${space}update | name: <code>"orders"</code> → <code>"m"</code><br>responseCode: <code>200</code> → <code>201</code> |
| ${orders} | 🗑️${space}delete | with workflow <code>v</code><br>with workflow <code>w</code> |
`,
    );
  });

  test('of a run that changed something', () => {
    const applied = { status: 'applied', after: null } as const;
    expect(
      summary(
        runOf([
          [update({ fields: {} }), applied],
          [remove, applied],
        ]),
        [],
        plain,
      ),
    ).toBe(
      `### Losant webhooks: patch

**1 updated, 1 deleted** ${application}

| Webhook | Result | Changes |
| --- | --- | --- |
| ${orders} | ✅${space}updated |  |
| ${orders} | ✅${space}deleted |  |
`,
    );
  });

  test.each<[string, Inputs['operation'], Plan['items'], string]>([
    [
      'webhooks that were read',
      'list',
      [unchangedItem(webhook)],
      `\n| Webhook | Id | |\n| --- | --- | --- |\n| <code>orders</code> | <code>${id}</code> | enabled |\n`,
    ],
    ['no webhook that was read', 'list', [], '\n'],
  ])('of %s', (_, operation, items, table) => {
    const run = runOf([], { inputs: { ...inputs, operation }, plan: planOf(items) });
    expect(summary(run, [], plain)).toBe(
      `### Losant webhooks: ${operation}\n\n**${items.length} read** ${application}\n${table}`,
    );
  });
});

describe('where there is little space', () => {
  test.each([
    [1, 500],
    [2, 250],
  ])('%i failures get half of it', (count, length) => {
    const failures = Array.from({ length: count }, () => ({ title: 'A title', message: 'x'.repeat(1000) }));
    const text = summary(runOf([]), failures, plain, 1000);
    const lines = text.split('\n').filter((line) => line.startsWith('> '));
    expect(lines).toEqual(failures.map(() => `> ❌ **A title**: ${'x'.repeat(length)}…`));
  });

  test('rows are left out as a whole, and counted', () => {
    const run = runOf([[update()], [update({ name: 'ürders' })], [update()]]);
    const whole = summary(run, [], plain);
    const head = whole.slice(0, whole.indexOf('\n| Webhook'));
    const rows = whole.split('\n').filter((line) => line.startsWith('| <code>'));
    const needed = Buffer.byteLength(head) + 100 + Buffer.byteLength(`${rows.join('\n')}\n`);
    expect(rows).toHaveLength(3);
    expect(summary(run, [], plain, needed)).toBe(whole);
    const [, , last] = rows;
    expect(summary(run, [], plain, needed - 1)).toBe(`${whole.replace(`${last}\n`, '')}\n… and 1 more.\n`);
  });

  test.each([
    [1000, ''],
    [1001, '…'],
  ])('a reason of %i characters is as long as it may be', (length, end) => {
    const error = new Error('x'.repeat(length));
    const cut = (reason: string, limit = 0): string => (reason.length > limit ? `${reason.slice(0, limit)}…` : reason);
    const text = summary(runOf([[update(), { status: 'failed', after: null, error }]]), [], cut);
    expect(text).toContain(`**failed**: <code>${'x'.repeat(1000)}${end}</code> |`);
  });
});

test.each([
  ['a ~', 'a ~'],
  ['ü → 😀', 'ü → 😀'],
  ['one\ntwo', 'one\\ntwo'],
  ['a\tb\0', 'a\\u{9}b\\u{0}'],
  ['soft\u00ADhyphen', 'soft\\u{ad}hyphen'],
  ['\u202Eturned', '\\u{202e}turned'],
  ['\u2028\u2029', '\\u{2028}\\u{2029}'],
  ['half \uD83D', 'half \\u{d83d}'],
])('what would not be seen is: %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test.each([
  ['a b-1', 'a b-1'],
  ['a:b/c', 'a:b/c'],
  ['https://x', 'https&#58;//x'],
  ['www.x', '&#119;&#119;&#119;&#46;x'],
  ['a.x', 'a.x'],
  ['MAILTO:x', '&#77;&#65;&#73;&#76;&#84;&#79;&#58;x'],
  ['xmpp:x', '&#120;&#109;&#112;&#112;&#58;x'],
  ['a_1_ü', 'a_1_ü'],
  ['_a_', '&#95;a&#95;'],
  ['._.', '.&#95;.'],
  ['@a #1', '&#64;a &#35;1'],
])('what Markdown would take for its own is written as a number: %j', (text, escaped) => {
  expect(code(text, plain)).toBe(`<code>${escaped}</code>`);
});
