import { describe, expect, test } from '@jest/globals';
import type { Webhook } from '../../src/losant/webhook.ts';
import { exportTo, id, shown } from './exporting.ts';

const orders = (more: Partial<Webhook> = {}) => shown('1', 'orders', more);
const lines = (...all: string[]): string => `${all.join('\n')}\n`;

describe('an export leaves comments as comments', () => {
  test.each<[string, string, readonly Webhook[], string]>([
    [
      'after a plain value that becomes several lines',
      lines('webhooks:', '  - name: orders', '    description: short # was ${X} before'),
      [orders({ description: 'one\ntwo' })],
      lines('webhooks:', '  - name: orders', '    description: "one\\ntwo" # was ${X} before'),
    ],
    [
      'below such a value, indented more',
      lines(
        'webhooks:',
        '  - name: orders',
        '    description: short',
        '',
        '      # a note: with a colon',
        '    enabled: true',
      ),
      [orders({ description: 'one\ntwo' })],
      lines(
        'webhooks:',
        '  - name: orders',
        '    description: "one\\ntwo"',
        '',
        '      # a note: with a colon',
        '    enabled: true',
      ),
    ],
    [
      'below such a value, indented as much as its key, so that a block literal ends there',
      lines('webhooks:', '  - name: orders', '    description: short', '    # a note', '    enabled: true'),
      [orders({ description: 'one\ntwo' })],
      lines(
        'webhooks:',
        '  - name: orders',
        '    description: |-',
        '      one',
        '      two',
        '    # a note',
        '    enabled: true',
      ),
    ],
    [
      'after a value in quotes',
      lines('webhooks:', '  - name: orders', "    description: 'short' # note"),
      [orders({ description: "it's\ntwo" })],
      lines('webhooks:', '  - name: orders', '    description: "it\'s\\ntwo" # note'),
    ],
    [
      'below a block literal, indented more than its key',
      lines('webhooks:', '  - name: orders', '    description: |', '        one', '     # note', '    enabled: true'),
      [orders({ description: 'one\ntwo' })],
      lines('webhooks:', '  - name: orders', '    description: "one\\ntwo"', '     # note', '    enabled: true'),
    ],
    [
      'below a field that is added with several lines',
      lines('defaults: {description: ""}', 'webhooks:', '  - name: orders', '      # note', '    enabled: true'),
      [orders({ description: 'one\ntwo' })],
      lines(
        'defaults: {description: ""}',
        'webhooks:',
        '  - name: orders',
        '    description: "one\\ntwo"',
        '      # note',
        '    enabled: true',
      ),
    ],
    [
      'below the last entry, after which one is added',
      lines('webhooks:', '  - name: orders', '', '      # note', 'scope: "*"'),
      [orders(), shown('2', 'new', { description: 'one\ntwo' })],
      lines(
        'webhooks:',
        '  - name: orders',
        '',
        '      # note',
        `  - name: new # id: ${id('2')}`,
        '    description: |-',
        '      one',
        '      two',
        'scope: "*"',
      ),
    ],
    [
      'at the end of the file, after an entry that is added',
      lines('webhooks:', '- name: orders', '# the end'),
      [orders(), shown('2', 'new', { description: 'one\ntwo' })],
      lines(
        'webhooks:',
        '- name: orders',
        `- name: new # id: ${id('2')}`,
        '  description: |-',
        '    one',
        '    two',
        '# the end',
      ),
    ],
    [
      'between a key and its value on the next line',
      lines('webhooks:', '  - name: orders', '    description: # note', '      short', '    enabled: true'),
      [orders({ description: 'one\ntwo' })],
      lines(
        'webhooks:',
        '  - name: orders',
        '    description: # note',
        '      |-',
        '      one',
        '      two',
        '    enabled: true',
      ),
    ],
    [
      'in an entry in braces',
      lines(
        'webhooks:',
        '  - {name: orders, # shop',
        '     responseCode: 200, # why',
        '     enabled: true # end',
        '    }',
      ),
      [orders({ responseCode: 201, enabled: false })],
      lines(
        'webhooks:',
        '  - {name: orders, # shop',
        '     responseCode: 201, # why',
        '     enabled: false # end',
        '    }',
      ),
    ],
    [
      'below an entry that is removed, indented more, after a block literal',
      lines(
        'webhooks:',
        '  - name: orders',
        '    description: |',
        '      one',
        '  - name: gone',
        '',
        '      # of gone',
        '  - name: b',
      ),
      [orders({ description: 'one\n' }), shown('2', 'b')],
      lines('webhooks:', '  - name: orders', '    description: |', '      one', '  - name: b'),
    ],
    [
      'after a colon without a value',
      lines(
        'environments: [prod, dev]',
        'webhooks:',
        '  - name: orders',
        '    enabled: true',
        '    environments:',
        '      prod: # soon',
      ),
      [orders({ enabled: false })],
      lines(
        'environments: [prod, dev]',
        'webhooks:',
        '  - name: orders',
        '    enabled: true',
        '    environments:',
        '      prod: {enabled: false} # soon',
      ),
    ],
  ])('%s', async (_, text, webhooks, expected) => {
    const given = text.startsWith('environments') ? { environment: 'prod' } : {};
    const exported = await exportTo(text, webhooks, given);
    expect(exported).toMatchObject({ text: expected, warnings: [] });
    expect(await exportTo(expected, webhooks, given)).toMatchObject({ text: expected, changes: [] });
  });

  test.each<[string, string, number | null]>([
    ['directly above an entry that is removed', lines('webhooks:', '  - name: orders', '  # old', '  - name: gone'), 3],
    ['above the first entry', lines('webhooks:', '      # old', '  - name: gone', '  - name: orders'), 2],
    ['of the entry before', lines('webhooks:', '  - name: orders', '    # note', '  - name: gone'), null],
    ['with a blank line below it', lines('webhooks:', '  - name: orders', '  # old', '', '  - name: gone'), null],
    ['that is a line of a value', lines('- name: orders', '  description: |', '   x', '   # y', '- name: gone'), null],
    ['that is the first line of the file', lines('# old', '- name: gone', '- name: orders'), 1],
  ])('and warns of a comment %s', async (_, text, line) => {
    const { warnings } = await exportTo(text, [orders({ description: 'x\n# y' })]);
    expect(warnings).toEqual(
      line === null
        ? []
        : [
            `"gone": the comment above it, in line ${line}, stays in the file: remove it if it is only about this entry.`,
          ],
    );
  });
});

test('words that YAML 1.1 takes for booleans, numbers, or dates are quoted in everything that an export writes', async () => {
  const text = lines('webhooks:', '  - name: orders', '    description: short', '  - {name: b, description: x}');
  const webhooks = [
    orders({ description: 'yes' }),
    shown('2', 'b', { description: '2020-01-01' }),
    shown('3', 'on', { description: '1:30', basicAuthUsername: '=' }),
  ];
  expect((await exportTo(text, webhooks)).text).toBe(
    lines(
      'webhooks:',
      '  - name: orders',
      '    description: "yes"',
      '  - {name: b, description: "2020-01-01"}',
      `  - name: "on" # id: ${id('3')}`,
      '    description: "1:30"',
      '    basicAuthUsername: "="',
    ),
  );
});
