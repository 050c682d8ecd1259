import { describe, expect, test } from '@jest/globals';
import { ApiError, CancelledError, UnexpectedResponse } from '../../src/api/errors.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { createPlan, unchangedItem } from '../../src/plan/changes.ts';
import { type Change, type Difference, type Outcome, RefusedPlan } from '../../src/plan/plan.ts';
import { Problem } from '../../src/problem.ts';
import { matters, summary } from '../../src/report/markdown.ts';
import { masksFor } from '../../src/report/masks.ts';
import { createRemarks } from '../../src/report/remarks.ts';
import type { Run } from '../../src/report/run.ts';
import { createView } from '../../src/report/view.ts';
import { masks, runOf, update, webhook } from './sample.ts';
import {
  application,
  applied,
  bare,
  created,
  failed,
  foot,
  link,
  named,
  origin,
  plan,
  removed,
  sync,
  text,
} from './summary-sample.ts';

describe('the job summary', () => {
  test('of a plan has deletes first and separately, then updates, creates, and unchanged webhooks', () => {
    const run = runOf([[created('new')], [named('orders')], [removed('old', ['Store old'])]], { inputs: plan });
    const items = [...(run.plan?.items ?? []), unchangedItem({ ...webhook, name: 'same' })];
    expect(text({ ...run, plan: createPlan(items) }, origin)).toBe(`### Losant webhooks · production · sync (plan)

🔴 **1 to delete** · 🟡 **1 to update** · 🟢 **1 to create** · 1 unchanged, in ${link}

> [!CAUTION]
> **1 webhook will be deleted, and 1 workflow with it.** Its URL stops working permanently.
>
> | Delete | Workflows also deleted | Last updated |
> | --- | --- | --- |
> | <code>old</code> | <code>Store old</code> | 2026‑01‑01 |

> [!TIP]
> <code>old</code> (to delete) and <code>new</code> (to create) have the same settings. Did you mean to rename it? Add <code>formerly: old</code> to <code>new</code>, and it keeps its URL.

<details open><summary>🟡 <b>1 to update</b></summary>

**<code>orders</code>**

\`\`\`diff
- responseCode: 200
+ responseCode: 201
\`\`\`

</details>

<details open><summary>🟢 <b>1 to create</b></summary>

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
        [named('orders'), applied],
        [named('resent', { fields: { verificationCode: 'v' } }), applied],
      ],
      { inputs: sync },
    );
    expect(text(run)).toBe(`### Losant webhooks · sync

🔴 **1 deleted** · 🟡 **1 updated** · 🔁 **1 sent again**, in ${link}

<details open><summary>🔴 <b>1 deleted</b></summary>

| Deleted | Last updated |
| --- | --- |
| <code>old</code> | 2026‑01‑01 |

</details>

<details open><summary>🟡 <b>1 updated</b></summary>

**<code>orders</code>**

\`\`\`diff
- responseCode: 200
+ responseCode: 201
\`\`\`

</details>

<details open><summary>🔁 <b>1 sent again</b></summary>

**<code>resent</code>**

\`\`\`diff
! verificationCode: ***   (sent again, since its value is hidden)
\`\`\`

</details>

${foot}`);
  });

  test('of a cleanup explains how many webhooks it deletes', () => {
    const extent = '9 match "pr-*": 3 kept, 2 younger than 14d, 4 to delete';
    const run = runOf([], { inputs: plan, plan: { ...createPlan([]), extent } });
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
    expect(shown).toContain(`### Losant webhooks · sync: ❌ 3 of 7 changes were not made, 1 is not known

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
    expect(text(run)).toContain('### Losant webhooks · sync: ❌ 1 of 1 change was not made');
    expect(text(run)).toContain('⏭️ **1 not started**, in ');
    expect(text(run)).toContain('⏭️ 1 to update, not started: <code>a</code>');
  });

  const counted: readonly (readonly [string, Run])[] = [
    ['1 of 1 change was not made', runOf([[named('a'), failed(new Error('x'))]], { inputs: sync })],
    [
      '1 of 2 changes is not known',
      runOf([
        [named('a'), { ...applied, status: 'unknown' }],
        [named('b'), applied],
      ]),
    ],
    [
      '2 of 2 changes are not known',
      runOf([
        [named('a'), { ...applied, status: 'unknown' }],
        [named('b'), { ...applied, status: 'unknown' }],
      ]),
    ],
    [
      '1 of 2 changes has an error',
      runOf([
        [named('a'), { ...applied, error: new Error('x') }],
        [named('b'), applied],
      ]),
    ],
    [
      '2 of 2 changes have an error',
      runOf([
        [named('a'), { ...applied, error: new Error('x') }],
        [named('b'), { ...applied, error: new Error('x') }],
      ]),
    ],
    ['2 of 2 changes were not made', runOf([[named('a')], [named('b')]], { failure: new Error('no space') })],
    ['failed', runOf([[named('a'), applied]], { failure: new Error('no space') })],
    ['refused', runOf([[named('a')]], { inputs: plan, failure: new RefusedPlan('T', 'm') })],
  ];
  test.each(counted)('counts what was not made in its heading: %s', (words, run) => {
    expect(text(run).split('\n')[0]).toMatch(new RegExp(`: ❌ ${words}$`));
  });

  test('says that a create that failed has made a webhook after all', () => {
    const remark = 'an attempt has created the webhook after all';
    const error = new ApiError(400, 'Validation', 'no', null);
    expect(text(runOf([[created('n'), { ...applied, error, remark }]]))).toContain(
      '| ⚠️\u00A0<code>n</code> | created, but status 400 <code>Validation</code>: <code>no</code>; an attempt has created the webhook after all |',
    );
  });

  test('of a webhook that was already gone is no failure', () => {
    const shown = text(runOf([[removed('a'), { status: 'skipped', after: null, remark: 'already gone' }]]));
    expect(shown).toMatch(/^### Losant webhooks · patch\n/);
    expect(shown).toContain('⏭️ 1 to delete, already gone: <code>a</code>');
  });

  test('opens creates only in a small plan', () => {
    const many = (count: number): Run =>
      runOf(
        Array.from({ length: count }, (_, index) => [created(`w${index}`)]),
        { inputs: plan },
      );
    expect(text(many(10))).toContain('<details open><summary>🟢 <b>10 to create</b></summary>');
    expect(text(many(11))).toContain('<details><summary>🟢 <b>11 to create</b>: ');
    const changes: [Change][] = [
      ...Array.from({ length: 10 }, (_, index): [Change] => [named(`u${index}`)]),
      [created('n')],
    ];
    expect(text(runOf(changes, { inputs: plan }))).toContain('<details><summary>🟢 <b>1 to create</b>: <code>n</code>');
  });

  test('of a plan with changes that were not approved shows these first, and collapses the rest', () => {
    const [other, known] = [named('other', { fields: { responseCode: 201, enabled: false } }), named('known')];
    const gone = removed('gone');
    const unapproved = new Map([
      [gone, []],
      [other, [{ field: 'enabled', approved: null } as const]],
    ]);
    const failure = new RefusedPlan('Plan has changed', 'It has.', unapproved);
    const shown = text(runOf([[known], [other], [gone]], { inputs: plan, failure }));
    expect(shown).toContain(`
> | Delete | Last updated |
> | --- | --- |
> | <code>gone</code> | 2026‑01‑01 |

<details open><summary>🟡 <b>1 to update</b></summary>

**<code>other</code>**

\`\`\`diff
- enabled: true
+ enabled: false   (not approved)
- responseCode: 200
+ responseCode: 201
\`\`\`

</details>

<details><summary>1 approved: <code>known</code></summary>
`);
  });

  test('of a plan with other values than were approved shows both', () => {
    const other = named('other', { fields: { responseCode: 202 } });
    const remove = { ...removed('gone'), workflows: [{ id: 'w', name: 'flow', otherTriggers: [] }] };
    const unapproved = new Map<Change, readonly Difference[]>([
      [
        other,
        [
          { field: 'responseCode', approved: '200 → 201' },
          { field: 'enabled', approved: 'true → false' },
        ],
      ],
      [remove, [{ workflow: { id: 'w', name: 'flow', otherTriggers: [] } }]],
    ]);
    const failure = new RefusedPlan('Plan has changed', 'It has.', unapproved);
    expect(text(runOf([[other], [remove]], { inputs: plan, failure }))).toContain(`
**<code>other</code>**: lacks what was approved, enabled true → false

\`\`\`diff
- responseCode: 200
+ responseCode: 202   (approved: 200 → 201)
\`\`\`
`);
  });

  test('of a plan with many changes opens the creates that were not approved', () => {
    const many = Array.from({ length: 12 }, (_, index) => named(`w${index}`));
    const other = created('other');
    const failure = new RefusedPlan('Plan has changed', 'It has.', new Map([[other, []]]));
    const shown = text(
      runOf(
        [...many, other].map((change) => [change]),
        { inputs: plan, failure },
      ),
    );
    expect(shown).toContain('<details open><summary>🟢 <b>1 to create</b></summary>');
    expect(shown).toContain('<details><summary>12 approved: ');
  });

  describe('of a check for drift', () => {
    test('that was refused for another reason says so', () => {
      const failure = new RefusedPlan('Workflows not listed', 'Why.');
      const shown = text(runOf([[removed('old')]], { inputs: plan, failure, drift: 'the file' }));
      expect(shown).toContain('> **Workflows not listed**: Why.');
      expect(shown).not.toContain('differ');
    });

    const changes: [Change][] = [
      [removed('old')],
      [created('new')],
      [named('a', { fields: { enabled: false }, templates: { enabled: '${ON}' } })],
      [named('b', { fields: { basicAuthPassword: 'x' } })],
      [named('again', { fields: { verificationCode: 'v' } })],
      [update({ name: null, before: null })],
    ];
    const failure = new RefusedPlan('Webhooks have drifted', 'The plan.', new Map(changes.map(([one]) => [one, []])));
    const drift = (more: Partial<Run>): Run => {
      const run = runOf(changes, { inputs: plan, failure, drift: 'the file', ...more });
      return { ...run, plan: createPlan([...(run.plan?.items ?? []), unchangedItem({ ...webhook, name: 'same' })]) };
    };

    test('speaks of differences, and says how to end them', () => {
      const shown = text(drift({}));
      expect(shown).toBe(`### Losant webhooks · sync: ❌ 5 webhooks differ from the file

🔴 **1 only in Losant** · 🟡 **3 different** · 🟢 **1 only in the file** · 2 the same, in ${link}

<details open><summary>🔴 <b>1 only in Losant</b></summary>

<code>old</code>

</details>

<details open><summary>🟡 <b>3 different</b></summary>

**webhook <code>${webhook.id}</code>**

\`\`\`text
responseCode
  in the file: 201
\`\`\`

**<code>a</code>**

\`\`\`text
enabled
  in Losant: true
  in the file: false   (from \${ON})
\`\`\`

**<code>b</code>**

\`\`\`text
basicAuthPassword
  in Losant: ***
  in the file: ***
\`\`\`

</details>

<details open><summary>🟢 <b>1 only in the file</b></summary>

<code>new</code>

</details>

* To overwrite Losant with the file, run <code>sync</code> without <code>expected-changes</code>.
* To accept what is in Losant, run <code>export</code>, which changes the file.

<details><summary>2 the same</summary>

<code>again</code>, <code>same</code>

</details>

${foot}`);
      expect(shown).not.toMatch(/plan|refused|update/i);
    });

    test('with a body has no export as a way out', () => {
      const shown = text(drift({ drift: 'the body', inputs: { ...plan, operation: 'patch' } }));
      expect(shown).toContain(': ❌ 5 webhooks differ from the body\n');
      expect(shown).not.toContain('export');
    });

    test('that finds nothing is an ordinary report', () => {
      const same = createPlan([unchangedItem(webhook)]);
      expect(text(runOf([], { drift: 'the file', plan: same, inputs: plan }))).toContain('Nothing to do: 1 unchanged');
    });
  });

  test('of a refused plan gives the reason and shows the plan', () => {
    const failure = new RefusedPlan('Too many deletes', 'The plan deletes "a" and "b". Nothing was changed.');
    const shown = text(runOf([[removed('a')], [removed('b')]], { inputs: sync, failure }));
    expect(shown).toContain(`### Losant webhooks · sync: ❌ 2 of 2 changes were not made

The plan was refused: 🔴 **2 to delete**, in ${link}

> [!CAUTION]
> **Too many deletes**: The plan deletes <code>a</code> and <code>b</code>. Nothing was changed.

> [!CAUTION]
> **2 webhooks would be deleted.** Their URLs would stop working permanently.
>
> | Delete | Last updated |`);
  });

  test('of a run that finds nothing to do says so', () => {
    const same = [unchangedItem(webhook)];
    expect(text(runOf([], { inputs: sync, plan: createPlan(same) }))).toContain(
      `Nothing to do: 1 unchanged, in ${link}`,
    );
    expect(text(runOf([], { inputs: sync }))).toBe(
      `### Losant webhooks · sync\n\nNothing to do, in ${link}\n\n${foot}`,
    );
  });

  test('of a run with invalid inputs has only the label and the problems', () => {
    const failure = new Problem('Invalid inputs', '- unknown input "dry_run"\n- a [b](c). Nothing was sent.');
    const run: Run = { inputs: null, plan: null, outcomes: new Map(), drift: null, failure };
    expect(text(run, { ...bare, label: 'a *b*' })).toBe(`### Losant webhooks · a &#42;b&#42;: ❌ failed

> [!CAUTION]
> **Invalid inputs**: - unknown input <code>dry_run</code><br>- a &#91;b&#93;(c). Nothing was sent.

${foot}`);
  });

  test('of a run with an invalid body and invalid inputs has an error for each, which links to the docs', () => {
    const failure = new Problem('Invalid inputs', 'a', { others: [new Problem('Invalid body', 'b')] });
    const help = 'https://github.com/o/r/blob/v1/docs/troubleshooting.md';
    const run: Run = { inputs: null, plan: null, outcomes: new Map(), failure, drift: null };
    expect(text(run, { ...bare, help })).toBe(`### Losant webhooks: ❌ failed

> [!CAUTION]
> **[Invalid inputs](${help}#invalid-inputs)**: a

> [!CAUTION]
> **[Invalid body](${help}#invalid-body)**: b

${foot}`);
  });

  test('of a run that cannot read anything names the application', () => {
    const failure = new ApiError(500, 'E', 'no', null);
    expect(text(runOf([], { inputs: sync, plan: null, failure }))).toContain(`Application: ${link}\n\n> [!CAUTION]`);
    expect(text(runOf([], { inputs: sync, plan: null }))).toBe(`### Losant webhooks · sync\n\n${foot}`);
  });

  test('lists what else failed', () => {
    const problem = { title: 'File not written', message: 'The file "x" cannot be written.' };
    const shown = summary(createView(runOf([]), masks), bare, createRemarks(runOf([])), {
      ...problem,
      what: '',
      advice: '',
      quotes: [],
    });
    expect(shown).toContain(': ❌ failed\n');
    expect(shown).toContain('> **File not written**: The file <code>x</code> cannot be written.');
  });
});

test('with redact, failures do not contain the application id either', () => {
  const failure = new ApiError(404, 'NotFound', `Application ${application} was not found`, null);
  const run = runOf([[named('a'), failed(failure)]], { inputs: { ...sync, redact: true }, failure });
  expect(summary(createView(run, masksFor(run.inputs, masks)), bare, createRemarks(run))).not.toContain('b'.repeat(9));
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

test.each<[string, Run, boolean, boolean]>([
  ['a change', runOf([[update()]]), false, true],
  ['a failure', runOf([]), true, true],
  ['nothing', runOf([]), false, false],
  ['no plan', runOf([], { plan: null }), false, false],
  ['a secret that is sent again', runOf([[update({ fields: { verificationCode: 'x' } })]]), false, false],
])('a comment is created for %s: %#', (_, run, hasFailed, expected) => {
  expect(matters(createView(run, masks), hasFailed)).toBe(expected);
});
