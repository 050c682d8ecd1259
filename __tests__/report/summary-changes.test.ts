import { describe, expect, test } from '@jest/globals';
import type { Json } from '../../src/json.ts';
import { ApiToken } from '../../src/losant/token.ts';
import { createPlan, unchangedItem } from '../../src/plan/changes.ts';
import type { Change } from '../../src/plan/plan.ts';
import { id, runOf, update, webhook } from './sample.ts';
import { applied, bare, created, named, plan, removed, sync, text } from './summary-sample.ts';

describe('the warnings in a summary', () => {
  const warnings = (count: number): string[] => Array.from({ length: count }, (_, number) => `"w${number}" sesame`);

  test('come after the deletes, before the tips and facts', () => {
    const changes = [removed('old'), created('new'), named('b', { fields: { enabled: false } })];
    const run = runOf([], { inputs: plan, plan: { ...createPlan(changes), warnings: warnings(1) } });
    expect(text(run)).toContain(`| <code>old</code> | 2026‑01‑01 |

> [!WARNING]
> <code>w0</code> &#42;&#42;&#42;

> [!TIP]
> <code>old</code> (to delete) and <code>new</code> (to create) have the same settings. Did you mean to rename it? Add <code>formerly: old</code> to <code>new</code>, and it keeps its URL.

<code>b</code> would be disabled: callers get status 200, and what they send is lost.

<details open><summary>🟡`);
  });

  test('are counted if there are too many', () => {
    const run = runOf([], { inputs: plan, plan: { ...createPlan([]), warnings: warnings(30) } });
    expect(text(run).match(/\[!WARNING\]/g)).toHaveLength(21);
    expect(text(run)).toContain('> There are 10 more warnings.');
  });
});

test('the summary does not show a value that is nested too deeply', () => {
  let nested: Json = [];
  for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
  const before = { ...webhook, description: nested };
  expect(text(runOf([[named('a', { before, fields: { description: 'd' } })]], { inputs: plan }))).toContain(
    '-   …\n+   d',
  );
});

describe('many changes in a summary', () => {
  const many = (count: number, make: (name: string) => Change): [Change][] =>
    Array.from({ length: count }, (_, number): [Change] => [make(`w${String(number).padStart(5, '0')}`)]);

  test('are collapsed, with the first few names', () => {
    const shown = text(runOf(many(11, named), { inputs: plan }));
    expect(shown).toMatch(
      /<details><summary>🟡 <b>11 to update<\/b>: <code>w00000<\/code>, .*<code>w00009<\/code>, and 1 more</,
    );
    expect(text(runOf(many(10, named), { inputs: plan }))).toContain(
      '<details open><summary>🟡 <b>10 to update</b></summary>',
    );
  });

  test('to webhooks that share a name are shown with their ids', () => {
    const other = 'c'.repeat(24);
    const shown = text(runOf([[named('a')], [named('a', { id: other })], [named('b')]], { inputs: plan }));
    for (const one of [id, other]) expect(shown).toContain(`**<code>a</code> (<code>${one}</code>)**`);
    expect(shown).toContain('**<code>b</code>**');
  });

  test('are left out if they do not fit: first unchanged webhooks, then creates, then updates', () => {
    const same = Array.from({ length: 500 }, (_, number) => unchangedItem({ ...webhook, name: `same-${number}` }));
    const changes = [...many(100, removed), ...many(300, named), ...many(300, created)].map(([change]) => change);
    const shown = text(runOf([], { inputs: plan, plan: createPlan([...changes, ...same]) }), bare, 20_000);
    expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(20_000);
    expect(shown.match(/\| 2026‑01‑01 \|/g)).toHaveLength(100);
    expect(shown).toMatch(/… and \d+ more\n\n<\/details>\n\n<details><summary>🟢 .*\n+… and 300 more/);
    expect(shown).toMatch(/<summary>500 unchanged<\/summary>\n+ *… and 500 more/);
  });

  test('list ten of the workflows that a delete includes', () => {
    const workflows = Array.from({ length: 12 }, (_, number) => `f${number}`);
    expect(text(runOf([[removed('a', workflows)], [removed('b')]], { inputs: plan }))).toMatch(
      /, <code>f9<\/code>, and 2 more \| .*\n> \| <code>b<\/code> \| none \|/,
    );
  });
});

test('the summary shows a workflow with what else triggers it', () => {
  const otherTriggers = [
    { type: 'webhook', name: 'or|ders' },
    { type: 'timer', name: null },
  ];
  const workflows = [{ id: 'w', name: 'Store', otherTriggers }];
  expect(text(runOf([[named('a', { action: 'delete', fields: {}, workflows })]], { inputs: plan }))).toContain(
    '| <code>Store</code> ⚠️ also triggered by <code>or&#124;ders</code>, a timer |',
  );
});

test('the summary names a webhook that cannot be read by its id', () => {
  const change = { name: null, before: null };
  const shown = text(runOf([[update(change)], [update({ ...change, id: null, action: 'create' })]], { inputs: plan }));
  expect(shown).toContain(`**webhook <code>${id}</code>**\n\n\`\`\`diff\n+ responseCode: 201\n`);
  expect(shown).toContain('**a webhook**');
  const unknown = runOf([[update({ ...change, action: 'delete', fields: {} })]], { inputs: plan });
  expect(text(unknown)).toContain(`| webhook <code>${id}</code> | not\u00A0known |`);
});

test('the summary shows a remark next to the webhook', () => {
  const run = runOf([[named('a'), { ...applied, remark: 'its response was lost' }]], { inputs: sync });
  expect(text(run)).toContain('**<code>a</code>**: its response was lost\n');
});

describe('the diff in a summary shows', () => {
  const shown = (more: Partial<Change>): string =>
    /```diff\n(.*)\n```/s.exec(text(runOf([[named('a', more)]], { inputs: plan })))?.[1] ?? '';
  const long = `${'The beginning is the same. '.repeat(5)}It is `;
  test.each<[string, Partial<Change>, string]>([
    ['a string', { fields: { basicAuthUsername: 'a b' } }, '+ basicAuthUsername: a b'],
    [
      'an empty string',
      { fields: { description: '' }, before: { ...webhook, description: 'x' } },
      '- description: x\n+ description: ""',
    ],
    ['white space', { fields: { basicAuthUsername: ' a' } }, '+ basicAuthUsername: " a"'],
    [
      'a number of a variable',
      { templates: { responseCode: '${CODE}' } },
      '- responseCode: 200\n+ responseCode: 201   (from ${CODE})',
    ],
    [
      'a string of a variable',
      { fields: { description: 'd' }, templates: { description: 'a ${TEXT}' } },
      '- description: ***\n+ description: a ${TEXT}',
    ],
    ['a secret', { fields: { basicAuthPassword: 'p' } }, '! basicAuthPassword: ***   (changed)'],
    [
      'a secret that is hidden',
      { fields: { verificationCode: 'p' } },
      '! verificationCode: ***   (sent again, since its value is hidden)',
    ],
    ['a secret that is removed', { fields: { basicAuthPassword: '' } }, '! basicAuthPassword: *** → (empty)'],
    [
      'a secret that is added',
      { fields: { basicAuthPassword: 'p' }, before: { ...webhook, basicAuthPassword: '' } },
      '- basicAuthPassword: ""\n+ basicAuthPassword: ***   (changed)',
    ],
    [
      'a long string, around its difference',
      { fields: { description: `${long}bad.` }, before: { ...webhook, description: `${long}good. ${'x'.repeat(99)}` } },
      `  description:\n-   … beginning is the same. It is good. ${'x'.repeat(44)}…\n+   … beginning is the same. It is bad.`,
    ],
    [
      'a string that contains a secret',
      { fields: { description: 'b' }, before: { ...webhook, description: 'a sesame' } },
      '- description: a ***\n+ description: b',
    ],
  ])('%s', (_, more, diff) => {
    expect(shown(more)).toBe(diff);
  });
});

test('the summary shows a new webhook that sets only its name', () => {
  const change = update({ action: 'create', id: null, name: 'n', before: null, fields: { name: 'n' } });
  expect(text(runOf([[change]], { inputs: plan }))).toContain('**<code>n</code>**\n\n</details>');
});

test('the summary ends with the scopes that a token still needs', () => {
  const token = new ApiToken(`h.${Buffer.from('{"scope": ["webhooks.get"]}').toString('base64url')}.s`);
  expect(text(runOf([[named('a')]], { inputs: { ...plan, token } }))).toContain(
    '\n\n<sub>To apply this, a token also needs webhook.patch.</sub>\n\n<sub>2026-11-25',
  );
});
