import { describe, expect, test } from '@jest/globals';
import type { Webhook } from '../../src/losant/webhook.ts';
import { exportTo, id, shown } from './exporting.ts';

/** A file, the webhooks, and the lines that are removed from and added to the file. */
type Case = readonly [what: string, text: string, webhooks: readonly Webhook[], removed: string, added: string];

/** The lines of a text that another text does not have, in order. */
function difference(text: string, other: string): string {
  const lines = other.split('\n');
  return text
    .split('\n')
    .filter((line) => {
      const index = lines.indexOf(line);
      if (index >= 0) lines.splice(index, 1);
      return index < 0;
    })
    .join('\n');
}

const orders = (more: Partial<Webhook> = {}) => shown('1', 'orders', more);

describe('an export changes only', () => {
  test.each<Case>([
    [
      'the number that differs, and keeps comments',
      '# mine\nwebhooks:\n  - name: orders   # the shop\n    responseCode: 200   # why\n    enabled: true\n',
      [orders({ responseCode: 201 })],
      '    responseCode: 200   # why',
      '    responseCode: 201   # why',
    ],
    [
      'a string, in its quotes',
      "webhooks:\n- name: 'orders'\n  description: 'old'\n",
      [orders({ description: "it's new" })],
      "  description: 'old'",
      "  description: 'it''s new'",
    ],
    [
      'a string in double quotes',
      'webhooks: \n  -   name: orders\n      description: "old" # why\n',
      [orders({ description: 'new' })],
      '      description: "old" # why',
      '      description: "new" # why',
    ],
    [
      'a plain string, in quotes where it needs them',
      'webhooks:\n  - name: orders\n    description: old\n',
      [orders({ description: 'a: ${b} #c' })],
      '    description: old',
      '    description: "a: $${b} #c"',
    ],
    [
      'a block literal, with the comment in its header',
      'webhooks:\n  - name: orders\n    description: | # notes\n      one\n      two\n\n    enabled: true\n',
      [orders({ description: 'one\nthree' })],
      '    description: | # notes\n      two',
      '    description: |- # notes\n      three',
    ],
    [
      'an entry in braces',
      'webhooks:\n  - {name: orders, responseCode: 200, description: x} # c\n  - {name: b}\n',
      [orders({ responseCode: 201, description: 'a, b' }), shown('2', 'b')],
      '  - {name: orders, responseCode: 200, description: x} # c',
      '  - {name: orders, responseCode: 201, description: "a, b"} # c',
    ],
    [
      'an entry in braces, in which a multi-line string is quoted',
      'webhooks:\n  - {name: orders, description: x}\n',
      [orders({ description: 'a\nb' })],
      '  - {name: orders, description: x}',
      '  - {name: orders, description: "a\\nb"}',
    ],
    [
      'a value from the defaults, in the entry, in the order of the fields',
      'defaults: {enabled: true, responseCode: 200}\nwebhooks:\n  - name: orders # the shop\n    description: x # y\n    waitForReply: true\n',
      [orders({ responseCode: 201, description: 'x', waitForReply: true })],
      '',
      '    responseCode: 201',
    ],
    [
      'an entry in braces without the key',
      'defaults: {enabled: true}\nwebhooks:\n  - {name: orders}\n  - {name: b}\n',
      [orders({ enabled: false }), shown('2', 'b')],
      '  - {name: orders}',
      '  - {name: orders, enabled: false}',
    ],
    [
      'a value from an alias, in the entry',
      'x-code: &code 200\nwebhooks:\n  - name: orders\n    responseCode: *code\n',
      [orders({ responseCode: 201 })],
      '    responseCode: *code',
      '    responseCode: 201',
    ],
    [
      'a value from a merge key, in the entry',
      'x-base: &base {responseCode: 200}\nwebhooks:\n  - <<: *base\n    name: orders\n  - <<: *base\n    name: b\n',
      [orders({ responseCode: 201 }), shown('2', 'b')],
      '',
      '    responseCode: 201',
    ],
    [
      'the name, with the old one under formerly, by the id in the comment',
      `webhooks:\n  - name: "orders" # id: ${id('1')}\n    enabled: true\n`,
      [shown('1', 'shop')],
      `  - name: "orders" # id: ${id('1')}`,
      `  - name: "shop" # id: ${id('1')}\n    formerly: orders`,
    ],
    [
      'formerly, where it has other names',
      `webhooks:\n  - name: b # id: ${id('1')}\n    formerly: a\n`,
      [shown('1', 'c')],
      `  - name: b # id: ${id('1')}\n    formerly: a`,
      `  - name: c # id: ${id('1')}\n    formerly: [a, b]`,
    ],
    [
      'a list of former names',
      `webhooks:\n  - name: c # ID: ${id('1').toUpperCase()}\n    formerly:\n      - a # one\n      - b # two\n    enabled: true\n`,
      [shown('1', 'd')],
      `  - name: c # ID: ${id('1')}`,
      `  - name: d # ID: ${id('1')}\n      - c`,
    ],
    [
      'the name of an entry with an id',
      `webhooks:\n  - id: ${id('1')}\n    name: old\n`,
      [orders()],
      '    name: old',
      '    name: orders',
    ],
    [
      'the entry of a webhook that does not exist, removed with the comments in it',
      'webhooks:\n  - name: a\n  # above\n\n  - name: orders\n    # within\n    enabled: true\n    # at the end\n  # of c\n  - name: c\n',
      [shown('2', 'a'), shown('3', 'c')],
      '  - name: orders\n    # within\n    enabled: true\n    # at the end',
      '',
    ],
    [
      'the first entry, and a blank line with it',
      'webhooks:\n  - name: orders\n\n  - name: a\n\n  - name: b\n',
      [shown('2', 'a'), shown('3', 'b')],
      '  - name: orders\n',
      '',
    ],
    [
      'the last entry, and a blank line with it',
      'webhooks:\n- name: a\n\n- name: orders\n',
      [shown('2', 'a')],
      '- name: orders\n',
      '',
    ],
    ['the last line of the file', '- name: a\n- name: orders', [shown('2', 'a')], '- name: orders', ''],
    ['the first line of the file', '- name: orders\n- name: a', [shown('2', 'a')], '- name: orders', ''],
    [
      'all entries, replaced by others',
      'webhooks:\n  - name: x\n  - name: y\nscope: "*"\n',
      [shown('2', 'a', { enabled: false })],
      '  - name: x\n  - name: y',
      `  - name: a # id: ${id('2')}\n    enabled: false`,
    ],
    [
      'the end of the list, for a new webhook',
      'defaults:\n  enabled: true\nwebhooks:\n-   name: a\n    # end of a\n# after\nscope: "*"\n',
      [
        shown('2', 'a'),
        orders({ responseCode: 201, description: 'one\ntwo', basicAuthUsername: 'u', basicAuthPassword: 'p' }),
      ],
      '',
      `-   name: orders # id: ${id('1')}\n    description: |-\n      one\n      two\n    responseCode: 201\n    basicAuthUsername: u\n    basicAuthPassword: \${ORDERS_PASSWORD}`,
    ],
    [
      'the end of the list, after a blank line if the entries have one',
      'webhooks:\n  - name: a\n\n  - name: b',
      [shown('2', 'a'), shown('3', 'b'), orders()],
      '',
      `\n  - name: orders # id: ${id('1')}`,
    ],
    [
      'an empty list',
      'webhooks: [] # none yet\nscope: "*"',
      [orders({ enabled: false })],
      'webhooks: [] # none yet',
      `webhooks: # none yet\n  - name: orders # id: ${id('1')}\n    enabled: false`,
    ],
    ['a file that is an empty list', '# all\n[ ]\n', [orders()], '[ ]', `- name: orders # id: ${id('1')}`],
    [
      'a secret that the file manages and the entry does not set',
      'defaults: {basicAuthPassword: ""}\nwebhooks:\n  - name: orders\n    enabled: true\n',
      [orders({ basicAuthPassword: 'secret' })],
      '',
      '    basicAuthPassword: ${ORDERS_PASSWORD}',
    ],
    [
      'a secret that the server masks, in braces and so in quotes',
      'defaults: {verificationCode: ""}\nwebhooks:\n  - {name: orders}\n',
      [orders({ verificationCode: '***' })],
      '  - {name: orders}',
      '  - {name: orders, verificationCode: "${ORDERS_VERIFICATION_CODE}"}',
    ],
    [
      'webhooks that share a name, which only their ids identify',
      `webhooks:\n  - name: orders # id: ${id('b')}\n    enabled: false\n`,
      [shown('a', 'orders'), shown('b', 'orders', { enabled: false })],
      '',
      `    id: ${id('b')}\n  - name: orders\n    id: ${id('a')}`,
    ],
    [
      'the end of a list whose dashes are on lines of their own',
      'webhooks:\n  -\n    name: a\n',
      [shown('2', 'a'), orders({ description: 'one\n\ntwo' })],
      '',
      `  - name: orders # id: ${id('1')}\n    description: |-\n      one\n      two\n`,
    ],
    [
      'a block literal with a blank line in it',
      'webhooks:\n  - name: orders\n    description: |\n      one\n',
      [orders({ description: 'one\n\n two' })],
      '    description: |',
      '    description: |-\n       two\n',
    ],
    [
      'a folded string, in the same style',
      'webhooks:\n  - name: orders\n    description: >-\n      one\n      two\n    enabled: true\n',
      [orders({ description: 'three' })],
      '      one\n      two',
      '      three',
    ],
    [
      'an entry that has only the id of a webhook that does not exist',
      `webhooks:\n  - name: orders\n  - id: ${id('b')}\n    enabled: true\n`,
      [orders()],
      `  - id: ${id('b')}\n    enabled: true`,
      '',
    ],
    [
      'a number with a tag, without the tag',
      'webhooks:\n  - name: orders\n    responseCode: !!int  200 # why\n',
      [orders({ responseCode: 201 })],
      '    responseCode: !!int  200 # why',
      '    responseCode: 201 # why',
    ],
    [
      'a block literal that gets a line, not the comment in its header',
      'webhooks:\n  - name: orders\n    description: |-  # notes\n      one\n    enabled: true\n',
      [orders({ description: 'one\ntwo' })],
      '',
      '      two',
    ],
    [
      'a plain string that gets lines, in quotes where a comment follows',
      'webhooks:\n  - name: orders\n    description: x  # why\n',
      [orders({ description: 'a\nb' })],
      '    description: x  # why',
      '    description: "a\\nb"  # why',
    ],
    [
      'an entry that is removed between others, not the blank line after it',
      'webhooks:\n  - name: a\n  - name: orders\n\n  - name: b\n',
      [shown('2', 'a'), shown('3', 'b')],
      '  - name: orders',
      '',
    ],
    [
      'an entry that is removed, not the comments in those after it',
      'webhooks:\n  - name: orders\n    enabled: true\n  - name: a\n    # within\n    enabled: true\n    # at the end\n',
      [shown('2', 'a')],
      '  - name: orders\n    enabled: true',
      '',
    ],
    [
      'the end of the list, without a blank line if only other parts have one',
      '# all\n\nwebhooks:\n  - name: a\n  - name: b\n\nscope: "*"\n',
      [shown('2', 'a'), shown('3', 'b'), orders()],
      '',
      `  - name: orders # id: ${id('1')}`,
    ],
    [
      'a file that is an empty list, for several webhooks',
      '# all\n[]\n',
      [shown('2', 'a'), orders()],
      '[]',
      `- name: a # id: ${id('2')}\n- name: orders # id: ${id('1')}`,
    ],
    [
      'several fields, in their order',
      'defaults: {waitForReply: false, responseCode: 200, enabled: true}\nwebhooks:\n  - name: orders\n',
      [orders({ waitForReply: true, responseCode: 201, enabled: false })],
      '',
      '    enabled: false\n    waitForReply: true\n    responseCode: 201',
    ],
    [
      'a name that sync would refuse to set, with its id',
      'webhooks:\n  - name: a\n',
      [shown('2', 'a'), shown('b', 'b', { basicAuthUsername: 'x:y' })],
      '',
      `  - name: b\n    id: ${id('b')}\n    basicAuthUsername: x:y`,
    ],
  ])('%s', async (_, text, webhooks, removed, added) => {
    const { text: updated, warnings } = await exportTo(text, webhooks);
    expect([difference(text, updated), difference(updated, text)]).toEqual([removed, added]);
    expect(warnings).toEqual([]);
    const again = await exportTo(updated, webhooks);
    expect(again).toMatchObject({ text: updated, changes: [], warnings: [] });
  });
});

test('an export lists what it changes, and what it leaves out of a new entry', async () => {
  const text = 'webhooks:\n  - name: orders\n    responseCode: 200\n    enabled: true\n  - name: gone\n';
  const added = shown('2', 'new', { verificationType: 'later' });
  const exported = await exportTo(text, [orders({ responseCode: 201, enabled: false }), added]);
  expect(exported.changes).toMatchObject([
    { action: 'update', name: 'orders', keys: ['enabled', 'responseCode'] },
    { action: 'remove', name: 'gone', keys: [] },
    { action: 'add', name: 'new', keys: [] },
  ]);
  expect(exported.warnings).toContain(
    '"new": verificationType has a value that this version of the action does not know: it was left out.',
  );
});
