import { describe, expect, test } from '@jest/globals';
import { Secrets } from '../../src/runner/secrets.ts';

/** The secrets, and the masks that the runner got, in order. */
function known(...values: string[]): { secrets: Secrets; registered: string[] } {
  const registered: string[] = [];
  const secrets = new Secrets((value) => void registered.push(value));
  for (const value of values) secrets.register([value]);
  return { secrets, registered };
}

/** The same secrets, but in webhooks that were read. */
function read(...values: string[]): Secrets {
  const { secrets } = known();
  for (const verificationCode of values) secrets.learnWebhook({ verificationCode });
  return secrets;
}

/** `<&>"'`, as each of the escapers of HTML writes it. */
const HTML =
  "&lt;&amp;&gt;\"' &lt;&amp;&gt;&quot;' &lt;&amp;&gt;&quot;&apos; &lt;&amp;&gt;&quot;&#39; &lt;&amp;&gt;&quot;&#039; " +
  '&lt;&amp;&gt;&quot;&#x27; &lt;&amp;&gt;&#34;&#39; &#60;&#38;&#62;&#34;&#39; &#x3c;&#x26;&#x3e;&#x22;&#x27; &#x3C;&#x26;&#x3E;&#x22;&#x27;';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** Few secrets are found in another way than many. */
const others = Array.from({ length: 70 }, (_, index) => `q${index.toString().repeat((index % 10) + 4)}z`);

describe.each([
  ['secrets', []],
  ['secrets among many others', others],
])('%s in a string are masked', (_others, more) => {
  test.each<[string, string[], string, string]>([
    ['as it is', ['sesame'], 'open sesame!', 'open ***!'],
    ['at any position', ['sesame'], 'sesamesesame sesame', '****** ***'],
    ['as a whole', ['sesame'], 'sesame', '***'],
    ['at its end', ['sesame'], 'x sesame', 'x ***'],
    ['of the shortest length', ['seam'], 'a seam', 'a ***'],
    ['in JSON', ['a"b\\c'], JSON.stringify(['a"b\\c']), '["***"]'],
    ['in a URL', ['a b/c?'], 'https://x/?q=a%20b%2Fc%3F', 'https://x/?q=***'],
    ['in base64', ['open sesame'], `Basic ${base64('open sesame')}`, 'Basic ***='],
    ['in base64 of another length', ['seam'], base64('seam'), '***=='],
    ['by the longest of several', ['sesa', 'sesame seed', 'sesame'], 'sesame seed, sesame, sesa', '***, ***, ***'],
    ['by each of its lines', ['first\nsecond\r\nthird'], 'first second third', '*** *** ***'],
    ['by the whole of its lines', ['first\nsecond'], JSON.stringify('first\nsecond'), '"***"'],
    ['with half a character', ['ab\uD800cd'], 'ab\uD800cd', '***'],
    ['in a form', ['a b+c/'], 'q=a+b%2Bc%2F&x=a+b%2bc%2f', 'q=***&x=***'],
    ['in forms that escape a tilde, or do not', ['a b~c*'], 'a+b%7Ec* a+b~c*', '*** ***'],
    ['in a URL of a whole page', ['a b/c?"'], 'https://x/a%20b/c?%22', 'https://x/***'],
    ['in a path', ['a b/c?'], 'https://x/a%20b/c%3f', 'https://x/***'],
    ['in a URL by RFC 3986', ["it's (a*b)!"], 'it%27s%20%28a%2Ab%29%21 it%27s%20%28a%2ab%29%21', '*** ***'],
    ['in a URL in a URL', ['a b/c'], 'q=a%2520b%252Fc&r=a%2520b%252fc&s=a%2Bb%252Fc', 'q=***&r=***&s=***'],
    ['in lower-case percent encoding', ['a b/é€😀'], 'q=a%20b%2f%c3%a9%e2%82%ac%f0%9f%98%80!', 'q=***!'],
    ['in HTML', ['<a&"b">'], 'at &lt;a&amp;&quot;b&quot;&gt;;', 'at ***;'],
    ['in HTML with quotes as they are', ['<a&"b">'], 'at &lt;a&amp;"b"&gt;;', 'at ***;'],
    ['in HTML with decimal codes', ["<a&'b>"], '&#60;a&#38;&#39;b&#62; &lt;a&amp;&#39;b&gt;', '*** ***'],
    ['in HTML with hexadecimal codes', ["<a&'b>"], '&#x3c;a&#x26;&#x27;b&#x3e; &#x3C;a&#x26;&#x27;b&#x3E;', '*** ***'],
    [
      'in HTML with an apostrophe',
      ["a'b'c"],
      'a&apos;b&apos;c a&#39;b&#39;c a&#039;b&#039;c a&#x27;b&#x27;c',
      '*** *** *** ***',
    ],
    ['in HTML of any escaper', [`<&>"'`], HTML, Array(10).fill('***').join(' ')],
    ['in ASCII-only JSON', ['café-ê\u007f'], '"caf\\u00e9-\\u00ea\\u007f" "caf\\u00E9-\\u00EA\\u007F"', '"***" "***"'],
    ['in JSON for HTML', ['<a&b>'], '"\\u003ca\\u0026b\\u003e" "\\u003Ca\\u0026b\\u003E"', '"***" "***"'],
    [
      'in JSON with an escaped slash',
      ['a/b/é'],
      '"a\\/b\\/é" "a\\/b\\/\\u00e9" \\"a\\\\\\/b\\\\\\/é\\"',
      '"***" "***" \\"***\\"',
    ],
    ['with escapes of JSON', ['\\u00ab é'], '"\\\\u00ab \\u00E9"', '"***"'],
    [
      'with half a character in JSON',
      ['ab\uD800cd'],
      '"ab\\ud800cd" "ab\\uD800cd" "ab\uFFFDcd" ab%EF%BF%BDcd',
      '"***" "***" "***" ***',
    ],
    ['that is not ASCII, in base64', ['pässwörd'], `Basic ${base64('üser:pässwörd!')}`, 'Basic w7xzZXI6***CE='],
    [
      'in base64 at every offset',
      ['sesame'],
      ['', 'x', 'xx'].map((start) => base64(`${start}sesame.`)).join(' '),
      '***Lg== eH***S4= eHh***u',
    ],
    ['in JSON in JSON', ['a"b\\c\nd'], JSON.stringify(JSON.stringify('a"b\\c\nd')), '"\\"***\\""'],
    ['in base64 in JSON', ['sesame'], `"${base64('u:sesame')}\\n"`, '"dTp***=\\n"'],
    ['in base64 after a line break in JSON', ['sesame'], `"\\n${base64('u:sesame')}"`, '"\\ndTp***="'],
    ['in base64 for URLs', ['a?>b?>'], `u=${Buffer.from('a?>b?>').toString('base64url')}`, 'u=***'],
    [
      'without the padding of base64',
      [base64('open sesame')],
      `"${base64('open sesame').replace('=', '%3D')}"`,
      '"***%3D"',
    ],
    ['in base64 after other characters of base64', ['sesame'], `abc${base64('sesame')}`, 'abc***'],
    ['in base64, then as it is', ['sesame'], `${base64('sesame')} and sesame`, '*** and ***'],
    ['in base64 for URLs, with both of its characters', ['ab?ab>'], 'YWI_YWI-', '***'],
    ['without both characters of padding', [base64('seam')], base64('seam').slice(0, -2), '***'],
    ['after a user name in base64', ['sesame'], `Basic ${base64('us:sesame')}`, 'Basic dXM6***'],
    ['with others that overlap it', ['abcdef', 'defghi', 'ghijkl'], 'xabcdefghijklx', 'x***x'],
    ['with others inside it', ['sesame', 'open-sesame-now', 'same'], 'open-sesame-now, open-sesame', '***, open-***'],
    ['that begins like another', ['base64user1', 'base64user2'], 'base64user2 base64user3', '*** base64user3'],
  ])('%s', (_, values, text, expected) => {
    const { secrets } = known(...values, ...more);
    expect(secrets.mask(text)).toBe(expected);
    expect(secrets.findIn(text).size).toBeGreaterThan(0);
    expect(read(...values).mask(text)).toBe(expected);
  });

  test.each<[string, string[], string]>([
    ['without secrets', [], 'open sesame'],
    ['with another secret', ['sesame'], 'open sesam'],
    ['with the secret in a different case', ['sesame'], 'SESAME'],
    ['with a short secret', ['abc'], 'abc'],
    ['with a secret of spaces and little else', ['  ab  '], 'x  ab  '],
    ['with short lines', ['ab\ncd'], 'ab, cd'],
    ['that is empty', ['sesame'], ''],
    ['with what only looks encoded', ['sesame'], '%zz%41 &nosuch; &#38; \\u00 \\n 0123456789abcdef'],
  ])('but not in a string %s', (_, values, text) => {
    const { secrets } = known(...values, ...more);
    expect(secrets.mask(text)).toBe(text);
    expect(secrets.findIn(text)).toEqual(new Set());
    expect(read(...values).mask(text)).toBe(text);
  });
});

describe('a string that is too long', () => {
  test.each<[string, string, number, string]>([
    ['is cut', 'x'.repeat(20), 10, 'xxxxxxxxxx…'],
    ['is not cut at its limit', 'x'.repeat(10), 10, 'xxxxxxxxxx'],
    ['shows no secret before the cut', 'x sesame-seed, and', 16, 'x ***, a…'],
    ['shows no half secret', 'x sesame-seed', 8, 'x ***…'],
    ['shows nothing of a secret after the cut', 'x y sesame-seed', 3, 'x y…'],
    ['shows nothing of a secret that begins where it is cut', 'x y sesame-seed', 4, 'x y …'],
    ['shows not even the first letter of a secret', 'x sesame-seed', 3, 'x ***…'],
    ['shows no half secret that begins in another', 'x sesame-seed', 12, 'x ***…'],
    ['shows no half secret in a URL', 'x a%20b%2Fc%2Fd%2Fe', 12, 'x ***…'],
    ['shows no half escape', 'x a%20b%2Fc%2Fd%2Fe', 4, 'x ***…'],
    ['shows no half secret in JSON', 'x caf\\u00e9-\\u00ea', 8, 'x ***…'],
    ['shows no half secret in base64', `x ${base64('sesame-seed')}`, 12, 'x ***…'],
  ])('%s', (_, text, limit, expected) => {
    const values = ['sesame-seed', 'a b/c/d/e', 'same', 'café-ê'];
    expect(known(...values).secrets.mask(text, limit)).toBe(expected);
    expect(read(...values).mask(text, limit)).toBe(expected);
  });
});

test('the values of variables are masked only in strings from outside', () => {
  const { secrets, registered } = known('sesame');
  for (const value of ['orders-eu', 'on', ' on ']) secrets.learnVariable(value);
  expect(registered).toEqual(['sesame']);
  expect(secrets.mask('sesame on orders-eu')).toBe('*** on orders-eu');
  expect(secrets.maskQuoted('sesame on orders-eu')).toBe('*** on ***');
  expect(secrets.maskQuoted('orders-eu, then sesame')).toBe('***, then ***');
  expect(secrets.findIn('orders-eu')).toEqual(new Set());
});

test('a secret is found even if it is learned after a search, or was too long for the first one', () => {
  const { secrets } = known();
  expect(secrets.mask('open sesame')).toBe('open sesame');
  secrets.learn(['sesame', 'open-sesame-now']);
  expect(secrets.mask('open sesame')).toBe('open ***');
  expect(secrets.mask('it is open-sesame-now')).toBe('it is ***');
});

test('the base64 of a secret is found even if the texts before were too short for it', () => {
  const { secrets } = known('sesame', 'open-sesame-now!');
  for (const text of ['a', 'abcdef', 'abcdefghijklm']) expect(secrets.mask(text)).toBe(text);
  expect(secrets.mask(base64('sesame'))).toBe('***');
  expect(secrets.mask(base64('open-sesame-now!'))).toBe('***==');
});

test('the secrets of a webhook are found in every text that is long enough for them', () => {
  const { secrets, registered } = known();
  const webhook = { token: 'token-0123456789', verificationCode: 'first line\nline', basicAuthPassword: 'open-sesame' };
  expect(secrets.mask('line')).toBe('line');
  secrets.learnWebhook(webhook);
  secrets.learnWebhook({ token: 'another-token' });
  expect(secrets.mask('line')).toBe('***');
  expect(secrets.mask(base64('line'))).toBe('***==');
  expect(secrets.mask('open-sesame')).toBe('***');
  expect(secrets.mask('the another-token')).toBe('the ***');
  expect(secrets.mask(`,${base64(':open-sesame')}`)).toBe(',***');
  expect(registered).toEqual([]);
});

test('the secrets of a webhook are found in any number of texts, and in a long one', () => {
  for (const length of [10, 100, 10_000]) {
    const { secrets } = known();
    for (let number = 0; number < 3; number += 1) secrets.learnWebhook({ token: `token-${number}`, name: 'n' });
    secrets.learnWebhook({ name: 'without secrets' });
    for (let number = 0; number < 20; number += 1) {
      const text = `${' '.repeat(length)}token-${number % 3}, token-x`;
      expect(secrets.mask(text).trim()).toBe('***, token-x');
    }
  }
});

describe('a long secret', () => {
  const long = Array.from({ length: 40 }, (_, number) => `part-${number};`).join('');

  test('is found as a whole', () => {
    expect(known(long).secrets.mask(`<${long}>`)).toBe('<***>');
    expect(known(long).secrets.mask(`<${base64(long)}>`)).toMatch(/^<\*\*\*=*>$/);
    expect(known(long).secrets.mask(`<${encodeURIComponent(long)}>`)).toBe('<***>');
  });

  test('is not shown in part where the text is cut', () => {
    for (const value of [long, long.replace(/\W/g, '')])
      for (const text of [value, base64(value), encodeURIComponent(value)])
        for (const limit of [1, 10, 63, 64, 65, 200]) {
          expect(known(value).secrets.mask(text, limit)).toBe('***…');
          expect(read(value).mask(text, limit)).toBe('***…');
        }
  });
});

test('secrets that are the beginnings of each other are all found, and each by its own name', () => {
  const values = Array.from({ length: 100 }, (_, index) => 'a'.repeat(index + 4));
  const { secrets } = known(...values, `${'a'.repeat(64)}b`);
  expect(secrets.mask(`${'a'.repeat(50_000)} aaa aaaa`)).toBe('*** aaa ***');
  expect(secrets.findIn('a'.repeat(20)).has('a'.repeat(20))).toBe(true);
  expect(secrets.findIn('a'.repeat(64)).has('a'.repeat(64))).toBe(true);
});

test('a secret that is a part or a form of one that was learned before is found by its own name', () => {
  for (const [before, secret] of [
    [`${'a'.repeat(64)}b`, 'a'.repeat(64)],
    ['open sesame', 'open%20sesame'],
  ] as const)
    expect(known(before, secret).secrets.findIn(`its value is ${secret}`)).toEqual(new Set([secret]));
});

describe('only registered secrets are masked by the runner', () => {
  test('and all secrets are masked here', () => {
    const { secrets, registered } = known('sesame');
    secrets.learn(['open']);
    expect(registered).toEqual(['sesame']);
    expect(secrets.mask('open sesame')).toBe('*** ***');
    expect(secrets.findIn('open sesame')).toEqual(new Set(['open', 'sesame']));
    expect(secrets.register(['open', 'sesame', 'pass"word'])).toBe(4);
    expect(registered).toEqual(['sesame', 'open', 'pass"word', 'pass\\"word']);
  });
});

test.each<[string[], string[]]>([
  [['pass"word'], ['pass"word', 'pass\\"word']],
  [['sesame', 'sesame'], ['sesame']],
  [['ab\nsesame\r\n\nopen'], ['sesame', 'open']],
  [['abc', ' abc ', '😀😀😀', '😀😀😀😀'], ['😀😀😀😀']],
  [['b', 'sesame'], ['sesame']],
])('the runner gets the masks for %j: %j', (values, expected) => {
  expect(known(...values).registered).toEqual(expected);
});
