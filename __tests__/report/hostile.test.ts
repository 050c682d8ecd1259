import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../src/api/errors.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { createPlan, unchangedItem } from '../../src/plan/changes.ts';
import type { Change, Outcome } from '../../src/plan/plan.ts';
import { Problem } from '../../src/problem.ts';
import type { Origin } from '../../src/report/headline.ts';
import { summary } from '../../src/report/markdown.ts';
import { createRemarks } from '../../src/report/remarks.ts';
import type { Run } from '../../src/report/run.ts';
import { createView } from '../../src/report/view.ts';
import { hostilePieces } from '../support/arbitrary.ts';
import { exported, id, inputs, masks, runOf, update, webhook } from './sample.ts';

const texts = [
  ...hostilePieces,
  '````` </details></summary></code> | x',
  'a\n```\n</details>\n| b |\n> [!NOTE]\n# c',
  '@octo/team #1 GH-1 o/r#2 :smile: 0123456789abcdef0123456789abcdef01234567',
  'mailto:a@b.example xmpp:a@b.example a@b.example www.example.com https://example.com',
  '\u202Ereversed\u2066',
  'x'.repeat(5000),
];

const OWN_TAGS = ['code', 'sub', 'details', 'summary', 'b']
  .flatMap((tag) => [`<${tag}>`, `</${tag}>`])
  .concat('<details open>', '<br>', '<wbr>', '<https://status.losant.com>');
const OWN_LINKS = ['](https://app.losant.com/applications/', '](https://github.com/o/r/'];

/** No string from outside is markup, a link, or a reference, and none ends the element that contains it. */
function expectHarmless(markdown: string): void {
  const blocks = markdown.match(/^(`{3,})\w+\n(?:.*\n)*?\1$/gm) ?? [];
  let rest = blocks.reduce((text, block) => text.replace(block, ''), markdown);
  expect((rest.match(/<[^>]*>/g) ?? []).filter((tag) => !OWN_TAGS.includes(tag))).toEqual([]);
  expect(rest.match(/<details/g)?.length).toBe(rest.match(/<\/details>/g)?.length);
  for (const link of [...OWN_LINKS, '<https://status.losant.com>']) rest = rest.replaceAll(link, ']');
  expect(rest).not.toMatch(/@|\]\(|:\/\/|www\.|mailto:|xmpp:|`|~~/i);
  // GitHub looks for mentions, references, emoji, and commits only outside code.
  const prose = rest.replace(/<code>[^<]*(?:<wbr>[^<]*)*<\/code>/g, '').replaceAll(/&#\d+;/g, '');
  expect(prose).not.toMatch(/octo|#\d|GH-\d|:smile:|[0-9a-f]{40}/);
  for (const line of rest.split('\n').filter((one) => /^>? ?\|/.test(one))) {
    expect(line.match(/\|/g)?.length).toBeLessThanOrEqual(4);
  }
  expect(markdown).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
}

describe.each(texts)('%j', (text) => {
  const name = text.toWellFormed();
  const origin: Origin = {
    ...{
      label: text.slice(0, 60),
      bodyFile: text,
      commit: { sha: 'a'.repeat(40), url: 'https://github.com/o/r/commit/a' },
    },
    ...{ run: { id: '1', attempt: '1', url: 'https://github.com/o/r/actions/runs/1' }, time: new Date(0), help: null },
  };
  const fields = { description: `${text}!`, basicAuthUsername: text };
  const before = { ...webhook, name, description: text, lastUpdated: text };
  const workflows = [
    {
      id,
      name,
      otherTriggers: [
        { type: 'webhook', name },
        { type: text, name: null },
      ],
    },
  ];
  const changes: Change[] = [
    update({ name, before, fields, templates: { basicAuthUsername: `\${A}${text}` } }),
    update({ action: 'delete', name, before, fields: {}, workflows }),
    update({ action: 'create', id: null, name, before: null, fields: { name, ...fields } }),
  ];
  const warnings = [`A name: ${JSON.stringify(name)}.`];
  const inputsOf = (more: Partial<Inputs>): Inputs => ({ ...inputs, operation: 'sync', ...more });

  test.each<[string, Run]>([
    [
      'a plan',
      runOf([], {
        inputs: inputsOf({ dryRun: true }),
        plan: { ...createPlan([...changes, unchangedItem(before)]), warnings },
      }),
    ],
    [
      'a run',
      runOf(changes.map((change) => [change, { status: 'applied', after: before, remark: JSON.stringify(text) }])),
    ],
    [
      'a failure',
      runOf(
        changes.map((change, index): [Change, Outcome] => {
          const error = new ApiError(index === 0 ? 400 : 503, text, text, null);
          return [change, { status: index === 0 ? 'failed' : 'unknown', after: null, error }];
        }),
      ),
    ],
    ['a run that ended', runOf([], { plan: null, failure: new ApiError(500, text, text, null) })],
    [
      'a problem',
      runOf([], { plan: null, failure: new Problem('A title', `No webhook ${JSON.stringify(text)}. ${text}`) }),
    ],
    [
      'a get',
      runOf([], {
        inputs: inputsOf({ operation: 'get' }),
        plan: createPlan([unchangedItem({ ...before, ...fields })]),
      }),
    ],
    ['a list', runOf([], { inputs: inputsOf({ operation: 'list' }), plan: createPlan([unchangedItem(before)]) })],
    [
      'an export',
      runOf([], {
        inputs: inputsOf({ operation: 'export' }),
        plan: {
          ...createPlan([unchangedItem(before)]),
          file: {
            ...exported,
            lines: [`update ${JSON.stringify(text)}: enabled`],
            variables: ['A'],
            uses: [{ webhook: text, field: 'name', variable: 'A', isSecret: true }],
          },
        },
      }),
    ],
  ])('is escaped in the report of %s', (_, run) => {
    expectHarmless(summary(createView(run, masks), origin, createRemarks(run)));
  });
});
