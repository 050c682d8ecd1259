import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { code, codeBlock, prose, visible } from '../../src/report/escape.ts';

test.each([
  ['a ~', 'a ~'],
  ['ü → 😀', 'ü → 😀'],
  ['one\ntwo', 'one\\ntwo'],
  ['a\tb\0', 'a\\u{9}b\\u{0}'],
  ['soft\u00ADhyphen', 'soft\\u{ad}hyphen'],
  ['\u202Eturned', '\\u{202e}turned'],
  ['\u2028\u2029', '\\u{2028}\\u{2029}'],
  ['half \uD83D', 'half \\u{d83d}'],
])('shows invisible characters: %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

describe('a string as Markdown code', () => {
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
    ['a@b.c #1', 'a<wbr>&#64;b.c &#35;1'],
  ])('contains no Markdown and no links: %j', (text, escaped) => {
    expect(code(text)).toBe(`<code>${escaped}</code>`);
  });

  test('has no meaning in Markdown or HTML, whatever it contains', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const inner = code(text)
          .replace(/^<code>|<\/code>$/gu, '')
          .replaceAll('<wbr>', '');
        expect(inner).not.toMatch(/[<>|`*@[\]\\~$!{}\n\r]|#(?!\d+;)|&(?!#\d+;)/u);
      }),
    );
  });
});

describe('a message as Markdown prose', () => {
  test.each<[string, string, readonly string[]]>([
    ['Nothing was sent.', 'Nothing was sent.', []],
    ['no "a\\"b|c": why', 'no <code>a"b&#124;c</code>: why', []],
    ['no "a\\x", why', 'no <code>"a&#92;x"</code>, why', []],
    ['status 400: it is (bad)', 'status 400: <code>it is (bad)</code>', ['', 'it is (bad)']],
    ['status 400: a *b*', 'status 400: <code>a &#42;b&#42;</code>', ['a *b*']],
    ['one\ntwo', 'one<br>two', []],
    ['ask @octocat.', 'ask <code><wbr>&#64;octocat</code>.', []],
    ['see #1, GH-2, a#3', 'see <code>&#35;1</code>, <code>GH-2</code>, <code>a&#35;3</code>', []],
    ['a :smile: b', 'a <code>:smile</code>: b', []],
    ['in webhooks/575e (abcdef0):', 'in <code>webhooks/575e</code> (<code>abcdef0</code>):', []],
    [
      'at www.x or mailto:a',
      'at <code>&#119;&#119;&#119;&#46;x</code> or <code>&#109;&#97;&#105;&#108;&#116;&#111;&#58;a</code>',
      [],
    ],
    ['x *y* <z>', 'x &#42;y&#42; &#60;z&#62;', []],
    ['see https://status.losant.com now', 'see <https://status.losant.com> now', []],
  ])('shows quotes, and everything that GitHub would link, as code: %j', (message, markdown, quotes) => {
    expect(prose(message, quotes)).toBe(markdown);
  });
});

test.each([
  [['- a', '+ b'], '```diff\n- a\n+ b\n```'],
  [['``', 'x\ny'], '```diff\n``\nx\\ny\n```'],
  [['a ```` b ``` c'], '`````diff\na ```` b ``` c\n`````'],
])('a code block cannot be ended by its content: %j', (lines, markdown) => {
  expect(codeBlock('diff', lines)).toBe(markdown);
});
