import { describe, expect, test } from '@jest/globals';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { createPlan, unchangedItem, unreadItem } from '../../src/plan/changes.ts';
import { Problem } from '../../src/problem.ts';
import type { Run } from '../../src/report/run.ts';
import { exported, id, inputs, runOf, webhook } from './sample.ts';
import { foot, link, text } from './summary-sample.ts';

describe('the webhooks that a summary shows', () => {
  const read = (operation: Inputs['operation'], webhooks: (typeof webhook)[]): string =>
    text(runOf([], { inputs: { ...inputs, operation }, plan: createPlan(webhooks.map(unchangedItem)) }));

  test('are shown field by field for get', () => {
    const more = { description: 'a *b* sesame', basicAuthUsername: 'shop', waitForReply: true };
    expect(read('get', [{ ...webhook, ...more }])).toBe(`### Losant webhooks · get

**1 webhook**, in ${link}

| Field | Value |
| --- | --- |
| Name | <code>orders</code> |
| Enabled | yes |
| Description | <code>a &#42;b&#42; &#42;&#42;&#42;</code> |
| Basic authentication | yes, as <code>shop</code> |
| Verification | <code>none</code> |
| Reply | from the workflow |
| Last updated | 2026‑01‑01 |

${foot}`);
    expect(read('get', [{ id, name: 'n', enabled: false }])).toMatch(
      /\| Enabled \| no \|\n\| Description \| none \|\n\| Basic authentication \| no \|\n.*\n\| Reply \| status <code>200<\/code> \|\n\| Last updated \| not\u00A0known \|/,
    );
    expect(text(runOf([], { inputs: { ...inputs, operation: 'get' }, plan: createPlan([unreadItem(id)]) }))).toContain(
      '**1 webhook**',
    );
  });

  test('are a table for list, with the number of disabled webhooks', () => {
    expect(read('list', [webhook, { id, name: 'x', enabled: false }])).toBe(`### Losant webhooks · list

**2 webhooks**, 1 disabled, in ${link}

<details open><summary>2 webhooks</summary>

| Webhook | State | Last updated |
| --- | --- | --- |
| <code>orders</code> | enabled | 2026‑01‑01 |
| <code>x</code> | disabled | not known |

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
  const run = (file: typeof exported, more: Partial<Inputs> = {}, failure: Error | null = null): Run =>
    runOf([], {
      inputs: { ...inputs, operation: 'export', ...more },
      plan: { ...createPlan([unchangedItem(webhook)]), file },
      failure,
    });

  test('lists its changes, the variables, and the lines to paste', () => {
    const uses = [
      { webhook: 'orders', field: 'basicAuthPassword', variable: 'PASSWORD', isSecret: true },
      { webhook: null, field: 'basicAuthUsername', variable: 'USER', isSecret: false },
    ];
    const file = { ...exported, lines: ['update "orders": enabled'], uses, variables: ['PASSWORD', 'USER'] };
    expect(text(run(file))).toBe(`### Losant webhooks · export

**1 webhook** exported, in ${link}: <code>webhooks.yml</code> was updated

* update <code>orders</code>: enabled

| Variable | Webhook | Field |
| --- | --- | --- |
| <code>PASSWORD</code> | <code>orders</code> | basicAuthPassword |
| <code>USER</code> | all | basicAuthUsername |

Steps that use this file need:

\`\`\`yaml
env:
  PASSWORD: \${{ secrets.PASSWORD }}
  USER: \${{ vars.USER }}
\`\`\`

${foot}`);
  });

  test('collapses a long table of variables, since all of them are in the lines to paste', () => {
    const uses = Array.from({ length: 11 }, (_, index) => ({
      ...{ webhook: 'orders', field: 'basicAuthPassword', variable: `P${index}`, isSecret: true },
    }));
    const file = { ...exported, uses, variables: uses.map(({ variable }) => variable) };
    expect(text(run(file))).toContain('<details><summary>Where the 11 variables are used</summary>\n\n| Variable |');
  });

  test.each<[string, boolean, boolean, Error | null]>([
    ['was updated', false, true, null],
    ['was up to date', false, false, null],
    ['would be updated', true, true, null],
    ['is up to date', true, false, null],
    ['was not written', false, true, new Problem('A title', 'A message.')],
  ])('says that the file %s', (words, dryRun, changes, failure) => {
    const shown = text(run({ ...exported, changes }, { dryRun }, failure));
    expect(shown).toContain(`: <code>webhooks.yml</code> ${words}\n`);
  });
});
