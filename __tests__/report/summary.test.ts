import { describe, expect, test } from '@jest/globals';
import { ApiError, CancelledError, UnexpectedResponse } from '../../src/api/errors.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import type { Json } from '../../src/json.ts';
import { planOf, unchangedItem, unreadItem } from '../../src/plan/changes.ts';
import { type Change, type Notice, type Outcome, RefusedPlan } from '../../src/plan/plan.ts';
import { Problem } from '../../src/problem.ts';
import { failuresSection } from '../../src/report/change-sections.ts';
import type { Origin } from '../../src/report/headline.ts';
import { matters, summary } from '../../src/report/markdown.ts';
import { masksFor } from '../../src/report/masks.ts';
import type { Run } from '../../src/report/run.ts';
import { exported, id, inputs, masks, runOf, update, webhook } from './sample.ts';

const application = 'b'.repeat(24);
const link = `[<code>${application}</code>](https://app.losant.com/applications/${application})`;
const sha = 'abcdef0'.repeat(6).slice(0, 40);
const origin: Origin = {
  label: 'production',
  bodyFile: 'losant/webhooks.yml',
  commit: { sha, url: 'https://github.com/o/r/commit/abc' },
  run: { id: '4242', attempt: '2', url: 'https://github.com/o/r/actions/runs/4242' },
  time: new Date('2026-11-25T13:11:59Z'),
};
const bare: Origin = { label: '', bodyFile: null, commit: null, run: null, time: origin.time };
const foot = '<sub>2026-11-25 13:11 UTC</sub>\n';

const sync: Inputs = { ...inputs, operation: 'sync' };
const plan: Inputs = { ...sync, dryRun: true };
const named = (name: string, change: Partial<Change> = {}): Change =>
  update({ name, before: { ...webhook, name }, ...change });
const removed = (name: string, workflows: readonly string[] = []): Change =>
  named(name, {
    action: 'delete',
    fields: {},
    workflows: workflows.map((one) => ({ id: one, name: one, otherTriggers: [] })),
  });
const created = (name: string): Change =>
  update({ action: 'create', id: null, name, before: null, fields: { name, basicAuthPassword: 'p' } });
const applied: Outcome = { status: 'applied', after: webhook };
const failed = (error: Error): Outcome => ({ status: 'failed', after: null, error });

const text = (run: Run, from: Origin = bare, space?: number): string => summary(run, from, masks, null, space);

describe('the job summary', () => {
  test('of a plan has deletes first and separately, then updates, creates, and unchanged webhooks', () => {
    const run = runOf([[created('new')], [named('orders')], [removed('old', ['Store old'])]], { inputs: plan });
    const items = [...(run.plan?.items ?? []), unchangedItem({ ...webhook, name: 'same' })];
    expect(text({ ...run, plan: planOf(items) }, origin)).toBe(`### Losant webhooks · production · sync (plan)

🔴 **1 to delete** · 🟡 **1 to update** · 🟢 **1 to create** · 1 unchanged, in ${link}

> [!CAUTION]
> **1 webhook will be deleted, and 1 workflow with it.** Its URL stops working for good.
>
> | Delete | Workflows that go too | Last updated |
> | --- | --- | --- |
> | <code>old</code> | <code>Store old</code> | 2026-01-01 |

> [!TIP]
> <code>old</code> is deleted and <code>new</code> is created, and they are alike. To rename the webhook, add <code>formerly: old</code> to the entry <code>new</code>: it keeps its URL.

<details open><summary>🟡 <b>1 to update</b></summary>

**<code>orders</code>**

\`\`\`diff
- responseCode: 200
+ responseCode: 201
\`\`\`

</details>

<details><summary>🟢 <b>1 to create</b>: <code>new</code></summary>

**<code>new</code>**

\`\`\`diff
+ basicAuthPassword: ***
\`\`\`

</details>

<details><summary>1 unchanged</summary>

<code>same</code>

</details>

<sub><code>losant/webhooks.yml</code> at [<code>abcdef0</code>](https://github.com/o/r/commit/abc) · [run 4242](https://github.com/o/r/actions/runs/4242), attempt 2 · 2026-11-25 13:11 UTC</sub>
`);
  });

  test('of a successful run says what was done', () => {
    const run = runOf(
      [
        [removed('old'), applied],
        [named('orders', { fields: {} }), applied],
      ],
      { inputs: sync },
    );
    expect(text(run)).toBe(`### Losant webhooks · sync

🔴 **1 deleted** · 🟡 **1 updated**, in ${link}

<details open><summary>🔴 <b>1 deleted</b></summary>

| Deleted | Last updated |
| --- | --- |
| <code>old</code> | 2026-01-01 |

</details>

<details open><summary>🟡 <b>1 updated</b></summary>

**<code>orders</code>**

</details>

${foot}`);
  });

  test('of a cleanup explains how many webhooks it deletes', () => {
    const extent = '9 match "pr-*": 3 kept, 2 younger than 14d, 4 to delete';
    const run = runOf([], { inputs: plan, plan: { ...planOf([]), extent } });
    expect(text(run)).toContain('\n\n9 match <code>pr-&#42;</code>: 3 kept, 2 younger than 14d, 4 to delete\n\n<sub>');
  });

  test('of a run that failed in part expands only the failures', () => {
    const busy = new ApiError(503, 'Busy', 'try @later', null);
    const invalid = new ApiError(400, 'Validation', 'webhook.name is | wrong', null);
    const skipped: Outcome = { status: 'skipped', after: null, remark: 'not started: an earlier change failed' };
    const run = runOf(
      [
        [named('a'), failed(invalid)],
        [named('b'), { status: 'unknown', after: null, error: busy }],
        [named('c'), applied],
        [named('d'), { ...applied, error: new UnexpectedResponse('the response does not contain enabled') }],
        [created('e'), applied],
        [removed('f'), skipped],
        [removed('g'), skipped],
      ],
      { inputs: sync },
    );
    const shown = text(run);
    expect(shown).toContain(`### Losant webhooks · sync: ❌ 3 of 7 changes did not go through

❌ **1 failed** · ❓ **1 not known** · ⏭️ **2 not started** · ✅ 3 applied, in ${link}

| Webhook | What happened | What to do |
| --- | --- | --- |
| ❌\u00A0<code>a</code> | status 400 <code>Validation</code>: <code>webhook.name is &#124; wrong</code> | Correct the field that the message names. |
| ❓\u00A0<code>b</code> | status 503 <code>Busy</code>: <code>try <wbr>&#64;later</code> | Run the job again: it changes only what still differs. |
| ⚠️\u00A0<code>d</code> | updated, but the response does not contain enabled | Is api-url (<code>https&#58;//api.losant.com</code>) the address`);
    expect(shown).toContain(`

⏭️ 2 to delete, not started: an earlier change failed: <code>f</code>, <code>g</code>

<details><summary>✅ 2 applied: 1 updated, 1 created</summary>

**<code>c</code>**
`);
  });

  test('of applied deletes next to a failure has no diff', () => {
    const run = runOf(
      [
        [named('a'), failed(new Error('no'))],
        [removed('b'), applied],
      ],
      { inputs: sync },
    );
    expect(text(run)).toContain('✅ 1 applied: 1 deleted</summary>\n\n**<code>b</code>** deleted\n\n</details>');
  });

  test('of a cancelled run counts changes that were not started as skipped', () => {
    const cancelled = failed(new CancelledError('the run was cancelled'));
    const run = runOf([[named('a'), { ...cancelled, status: 'skipped' }]], {
      inputs: sync,
      failure: new CancelledError('the run was cancelled'),
    });
    expect(text(run)).toContain('⏭️ **1 skipped**, in ');
    expect(text(run)).toContain('⏭️ 1 to update, not started: <code>a</code>');
  });

  test('of a refused plan gives the reason and shows the plan', () => {
    const failure = new RefusedPlan('Too many deletes', 'The plan deletes "a" and "b". Nothing was changed.');
    const shown = text(runOf([[removed('a')], [removed('b')]], { inputs: sync, failure }));
    expect(shown).toContain(`### Losant webhooks · sync: ❌ failed

The plan was refused: 🔴 **2 to delete**, in ${link}

> [!CAUTION]
> **Too many deletes**: The plan deletes <code>a</code> and <code>b</code>. Nothing was changed.

> [!CAUTION]
> **2 webhooks would be deleted.** Their URLs stop working for good.
>
> | Delete | Last updated |`);
  });

  test('of a run that finds nothing to do says so', () => {
    const same = [unchangedItem(webhook)];
    expect(text(runOf([], { inputs: sync, plan: planOf(same) }))).toContain(`Nothing to do: 1 unchanged, in ${link}`);
    expect(text(runOf([], { inputs: sync }))).toBe(
      `### Losant webhooks · sync\n\nNothing to do, in ${link}\n\n${foot}`,
    );
  });

  test('of a run with invalid inputs has only the label and the problems', () => {
    const failure = new Problem('Invalid inputs', '- unknown input "dry_run"\n- a [b](c). Nothing was sent.');
    const run: Run = { inputs: null, plan: null, outcomes: new Map(), failure };
    expect(text(run, { ...bare, label: 'a *b*' })).toBe(`### Losant webhooks · a &#42;b&#42;: ❌ failed

> [!CAUTION]
> **Invalid inputs**: - unknown input <code>dry_run</code><br>- a &#91;b&#93;(c). Nothing was sent.

${foot}`);
  });

  test('of a run that cannot read anything names the application', () => {
    const failure = new ApiError(500, 'E', 'no', null);
    expect(text(runOf([], { inputs: sync, plan: null, failure }))).toContain(`Application: ${link}\n\n> [!CAUTION]`);
    expect(text(runOf([], { inputs: sync, plan: null }))).toBe(`### Losant webhooks · sync\n\n${foot}`);
  });

  test('lists what else failed', () => {
    const problem = { title: 'File not written', message: 'The file "x" cannot be written.' };
    const shown = summary(runOf([]), bare, masks, { ...problem, what: '', advice: '', quotes: [] });
    expect(shown).toContain(': ❌ failed\n');
    expect(shown).toContain('> **File not written**: The file <code>x</code> cannot be written.');
  });
});

describe('the warnings in a summary', () => {
  const notices = (count: number): Notice[] =>
    Array.from({ length: count }, (_, number) => ({ kind: 'password', message: `"w${number}" sesame` }));

  test('come after the deletes', () => {
    const all: Notice[] = [...notices(1), { kind: 'rename', message: 'Rename "a".' }];
    const run = runOf([], { inputs: plan, plan: { ...planOf([removed('old'), named('b')]), notices: all } });
    expect(text(run)).toContain(`| <code>old</code> | 2026-01-01 |

> [!WARNING]
> <code>w0</code> &#42;&#42;&#42;

> [!TIP]
> Rename <code>a</code>.

<details open><summary>🟡`);
  });

  test('are counted if there are too many', () => {
    const run = runOf([], { inputs: plan, plan: { ...planOf([]), notices: notices(30) } });
    expect(text(run).match(/\[!WARNING\]/g)).toHaveLength(21);
    expect(text(run)).toContain('> There are 10 more warnings.');
  });
});

test('with redact, failures do not contain the application id either', () => {
  const failure = new ApiError(404, 'NotFound', `Application ${application} was not found`, null);
  const run = runOf([[named('a'), failed(failure)]], { inputs: { ...sync, redact: true }, failure });
  expect(summary(run, bare, masksFor(run.inputs, masks))).not.toContain('b'.repeat(9));
});

test('the summary does not show a value that is nested too deeply', () => {
  let nested: Json = [];
  for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
  const before = { ...webhook, description: nested };
  expect(text(runOf([[named('a', { before, fields: { description: 'd' } })]], { inputs: plan }))).toContain(
    '-   …\n+   d',
  );
});

test('a change that did not fail is not among the failures', () => {
  const { items } = failuresSection({ run: runOf([]), masks, shared: new Set() }, [named('a')]);
  expect([...items]).toEqual(['| ⚠️\u00A0<code>a</code> | to update, but  |  |']);
});

describe('the application in a summary', () => {
  test.each<[string, Partial<Inputs>, string]>([
    [
      'is not linked on another installation',
      { apiUrl: new URL('https://api.example.com') },
      `<code>${application}</code>`,
    ],
    ['is shown in part with redact', { redact: true }, '<code>bbbbbbbb…</code>'],
  ])('%s', (_, more, shown) => {
    expect(text(runOf([], { inputs: { ...sync, ...more } }))).toContain(`Nothing to do, in ${shown}\n`);
  });
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
    const shown = text(runOf([], { inputs: plan, plan: planOf([...changes, ...same]) }), bare, 20_000);
    expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(20_000);
    expect(shown.match(/\| 2026-01-01 \|/g)).toHaveLength(100);
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
  expect(text(unknown)).toContain(`| webhook <code>${id}</code> | not known |`);
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

describe('the webhooks that a summary shows', () => {
  const read = (operation: Inputs['operation'], webhooks: (typeof webhook)[]): string =>
    text(runOf([], { inputs: { ...inputs, operation }, plan: planOf(webhooks.map(unchangedItem)) }));

  test('are shown field by field for get', () => {
    const more = { description: 'a *b* sesame', basicAuthUsername: 'shop', waitForReply: true };
    expect(read('get', [{ ...webhook, ...more }])).toBe(`### Losant webhooks · get

**1 webhook**, in ${link}

| Field | Value |
| --- | --- |
| Name | <code>orders</code> |
| Id | <code>${id}</code> |
| Enabled | yes |
| Description | <code>a &#42;b&#42; &#42;&#42;&#42;</code> |
| Basic authentication | yes, as <code>shop</code> |
| Verification | <code>none</code> |
| Reply | from the workflow |
| Last updated | <code>2026-01-01T00:00:00.000Z</code> |

${foot}`);
    expect(read('get', [{ id, name: 'n', enabled: false }])).toMatch(
      /\| Enabled \| no \|\n\| Description \| none \|\n\| Basic authentication \| no \|\n.*\n\| Reply \| status <code>200<\/code> \|\n\| Last updated \| <code>not known<\/code> \|/,
    );
    expect(text(runOf([], { inputs: { ...inputs, operation: 'get' }, plan: planOf([unreadItem(id)]) }))).toContain(
      '**1 webhook**',
    );
  });

  test('are a table for list, with the number of disabled webhooks', () => {
    expect(read('list', [webhook, { id, name: 'x', enabled: false }])).toBe(`### Losant webhooks · list

**2 webhooks**, 1 disabled, in ${link}

<details open><summary>2 webhooks</summary>

| Webhook | State | Last updated |
| --- | --- | --- |
| <code>orders</code> | enabled | <code>2026-01-01</code> |
| <code>x</code> | disabled | not known |

</details>

${foot}`);
  });

  test('are collapsed in a long table', () => {
    const webhooks = Array.from({ length: 21 }, () => webhook);
    expect(read('list', webhooks)).toContain('<details><summary>21 webhooks</summary>');
    expect(read('list', webhooks.slice(1))).toContain('<details open><summary>20 webhooks</summary>');
  });
});

describe('the summary of an export', () => {
  const exportFile = {
    ...{ name: 'webhooks.yml', path: '/webhooks.yml', existing: null },
    ...{ variables: {}, environment: null, listed: null },
  };
  const run = (file: typeof exported, more: Partial<Inputs> = {}, failure: Error | null = null): Run =>
    runOf([], {
      inputs: { ...inputs, operation: 'export', ...more },
      plan: { ...planOf([unchangedItem(webhook)]), file },
      failure,
    });

  test('lists its changes, the variables, and the lines to paste', () => {
    const uses = [
      { webhook: 'orders', field: 'basicAuthPassword', variable: 'PASSWORD', isSecret: true },
      { webhook: null, field: 'basicAuthUsername', variable: 'USER', isSecret: false },
    ];
    const file = { ...exported, lines: ['update "orders": enabled'], uses, variables: ['PASSWORD', 'USER'] };
    expect(text(run(file))).toBe(`### Losant webhooks · export

**1 webhook** exported, in ${link}: the file was updated

* update <code>orders</code>: enabled

| Webhook | Field | Variable |
| --- | --- | --- |
| <code>orders</code> | basicAuthPassword | <code>PASSWORD</code> |
| all | basicAuthUsername | <code>USER</code> |

Steps that use this file need:

\`\`\`yaml
env:
  PASSWORD: \${{ secrets.PASSWORD }}
  USER: \${{ vars.USER }}
\`\`\`

${foot}`);
  });

  test.each<[string, boolean, boolean, Error | null]>([
    ['was updated', false, true, null],
    ['was up to date', false, false, null],
    ['would change', true, true, null],
    ['is up to date', true, false, null],
    ['was not written', false, true, new Problem('A title', 'A message.')],
  ])('says that the file %s', (words, dryRun, changes, failure) => {
    const shown = text(run({ ...exported, changes }, { dryRun, exportFile }, failure));
    expect(shown).toContain(`: <code>webhooks.yml</code> ${words}\n`);
  });
});

test.each<[string, Run, boolean, boolean]>([
  ['a change', runOf([[update()]]), false, true],
  ['a failure', runOf([]), true, true],
  ['nothing', runOf([]), false, false],
  ['no plan', runOf([], { plan: null }), false, false],
  ['a secret that is sent again', runOf([[update({ fields: { verificationCode: 'x' } })]]), false, false],
])('a comment is created for %s: %#', (_, run, hasFailed, expected) => {
  expect(matters(run, hasFailed)).toBe(expected);
});
