import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UnexpectedResponse } from '../../src/api/errors.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { planOf as plan, unchangedItem } from '../../src/plan/changes.ts';
import type { Change, Outcome, Plan, Status } from '../../src/plan/plan.ts';
import { code, summary } from '../../src/report/markdown.ts';
import type { Run } from '../../src/report/run.ts';
import { defaults } from '../support/defaults.ts';

const plain = (text: string): string => text;
const id = '575ed78e7ae143cd83dc4aab';
const webhook = { id, name: 'orders', responseCode: 200 };

const update: Change = {
  ...{ action: 'update', id, name: 'orders', before: webhook },
  ...{ fields: { responseCode: 202 }, templates: {} },
};
const creation: Change = {
  ...update,
  action: 'create',
  id: null,
  name: 'new',
  before: null,
  fields: { name: 'new', responseCode: 202 },
};
const deletion: Change = { ...update, action: 'delete', fields: {} };

function planOf(changes: readonly (Change | null)[], file?: Plan['file']): Plan {
  return {
    ...plan(changes.map((change) => change ?? unchangedItem(webhook))),
    ...(file === undefined ? {} : { file }),
  };
}

function outcome(status: Status, more: Partial<Outcome> = {}): Outcome {
  return { status, after: null, ...more };
}

function shown(given: Partial<Inputs> | null, plan: Plan | null, outcomes: [Change, Outcome][] = []): string {
  const inputs = given === null ? null : { ...defaults, applicationId: id, ...given };
  const run: Run = { inputs, plan, outcomes: new Map(outcomes), failure: null };
  return summary(run, [], plain);
}

describe('the first lines', () => {
  test.each<[string, string, Partial<Inputs>, Plan | null, [Change, Outcome][]]>([
    [
      'what is planned',
      '**1 to create, 1 to update, 1 to delete, 1 unchanged**',
      { operation: 'sync', dryRun: true },
      planOf([creation, update, deletion, null]),
      [],
    ],
    [
      'what became of it',
      '**1 created, 1 failed, 1 skipped, 1 unchanged**',
      { operation: 'sync' },
      planOf([creation, update, deletion, null]),
      [
        [creation, outcome('applied')],
        [update, outcome('failed')],
        [deletion, outcome('skipped')],
      ],
    ],
    [
      'what is not known',
      '**1 unknown, 1 not started**',
      { operation: 'sync' },
      planOf([update, deletion]),
      [[update, outcome('unknown')]],
    ],
    ['that nothing had to be done', '**Nothing to do**', { operation: 'delete' }, planOf([]), []],
    ['what was read', '**1 read**', { operation: 'list' }, planOf([null]), []],
    ['that nothing was read', '**Nothing was read**', { operation: 'get' }, null, []],
    ['that nothing was changed', '**Nothing was changed**', { operation: 'patch' }, null, []],
  ])('say %s', (_, line, inputs, plan, outcomes) => {
    expect(shown(inputs, plan, outcomes)).toContain(`${line} in application <code>${id}</code>.\n`);
  });

  test.each<[string, boolean, boolean, Error | null]>([
    ['was written', false, true, null],
    ['was up to date', false, false, null],
    ['would change', true, true, null],
    ['is up to date', true, false, null],
    ['was not written', false, true, new Error('disk full')],
  ])('say that the file of an export %s', (words, dryRun, changes, failure) => {
    const exportFile = {
      name: 'webhooks.yml',
      path: '/webhooks.yml',
      existing: null,
      variables: {},
      listed: null,
      environment: null,
    };
    const inputs: Inputs = { ...defaults, operation: 'export', applicationId: id, exportFile, dryRun };
    const plan = planOf([null, null], { text: '', changes, lines: [], variables: [], uses: [] });
    expect(summary({ inputs, plan, outcomes: new Map(), failure }, [], plain)).toContain(
      `**2 exported** from application <code>${id}</code>: <code>webhooks.yml</code> ${words}.\n`,
    );
  });

  test('say nothing of an application where the inputs were not read', () => {
    expect(shown(null, null)).toBe('### Losant webhooks: failed\n\n');
  });
});

describe('a row', () => {
  const row = (change: Change, end: Outcome | null, inputs: Partial<Inputs> = {}): string =>
    shown({ operation: 'sync', ...inputs }, planOf([change]), end === null ? [] : [[change, end]])
      .split('\n')
      .at(-2) ?? '';

  test.each<[Status, string]>([
    ['applied', '✅\u00A0updated'],
    ['planned', '✏️\u00A0update'],
    ['failed', '❌\u00A0**failed**'],
    ['skipped', '⏭️\u00A0skipped'],
    ['unknown', '❓\u00A0**not known whether updated**'],
  ])('of a change that is %s says so', (status, words) => {
    expect(row(update, outcome(status))).toBe(
      `| <code>orders</code><br><sub><code>${id}</code></sub> | ${words} | responseCode: <code>200</code> → <code>202</code> |`,
    );
  });

  test('says why', () => {
    expect(row(deletion, outcome('skipped', { remark: 'already gone' }))).toContain('| ⏭️\u00A0skipped: already gone |');
    expect(row(update, outcome('failed', { error: new UnexpectedResponse('no <b>JSON</b>') }))).toContain(
      '**failed**: <code>no &#60;b&#62;JSON&#60;/b&#62;</code> |',
    );
  });

  test('of a new webhook has its id once it is known, and its name once', () => {
    expect(row(creation, null)).toBe('| <code>new</code> | ➕\u00A0create | responseCode: <code>202</code> |');
    expect(row(creation, outcome('applied', { after: { id, name: 'new' } }))).toContain(`<code>${id}</code>`);
  });

  test.each([
    ['is shown', 'old', '(changed)'],
    ['is masked', '***', '(sent again: its value is hidden)'],
    ['is left out', undefined, '(sent again: its value is hidden)'],
  ])('never has the value of a secret that %s by Losant', (_, now, words) => {
    const before = now === undefined ? webhook : { ...webhook, basicAuthPassword: now };
    const text = row({ ...update, before, fields: { basicAuthPassword: 'not-real' } }, null);
    expect(text).toContain(`basicAuthPassword: <code>&#42;&#42;&#42;</code> ${words} |`);
    expect(text).not.toMatch(/old|not-real/u);
  });

  test('of a webhook that may not be read says that', () => {
    expect(row({ ...update, name: null, before: null }, null)).toMatch(
      /\(not readable\).*responseCode: \(not readable\) → <code>202<\/code>/u,
    );
  });

  test('of a delete names the workflows that go along', () => {
    expect(row({ ...deletion, workflows: [{ id, name: 'Store | it', otherTriggers: [] }] }, null)).toContain(
      'with workflow <code>Store &#124; it</code>',
    );
  });
});

test.each([
  [undefined, 'enabled'],
  [true, 'enabled'],
  [false, 'disabled'],
])('a webhook with enabled: %j is listed as %s', (enabled, words) => {
  const read = { ...webhook, ...(enabled === undefined ? {} : { enabled }) };
  expect(shown({ operation: 'list' }, plan([unchangedItem(read)]))).toContain(
    `| <code>orders</code> | <code>${id}</code> | ${words} |`,
  );
});

describe('texts from outside', () => {
  test('have no meaning in Markdown or HTML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inner = code(text, plain).replace(/^<code>|<\/code>$/gu, '');
        expect(inner).not.toMatch(/[<>|`*@[\]\\~$!{}\n\r]|#(?!\d+;)|&(?!#\d+;)/u);
      }),
    );
  });

  test('are masked before they are escaped', () => {
    expect(code('a <secret>', (text) => text.replace('<secret>', '***'))).toBe('<code>a &#42;&#42;&#42;</code>');
  });
});

test('a summary that would be too large for GitHub is cut, and says so', () => {
  const many = Array.from({ length: 20_000 }, (_, number): Change => ({ ...update, name: `webhook-${number}` }));
  const text = shown({ operation: 'sync' }, planOf(many));
  expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
  const rows = text.split('\n').filter((line) => line.startsWith('| <code>')).length;
  expect(text).toContain(`… and ${20_000 - rows} more.`);
});
