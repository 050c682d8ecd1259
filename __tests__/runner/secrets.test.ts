import { describe, expect, test } from '@jest/globals';
import { Secrets } from '../../src/runner/secrets.ts';

/** The secrets, and the masks that the runner got, in order. */
function known(...values: string[]): { secrets: Secrets; registered: string[] } {
  const registered: string[] = [];
  const secrets = new Secrets((value) => void registered.push(value));
  for (const value of values) secrets.add(value);
  return { secrets, registered };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('secrets in a string are masked', () => {
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
    ['in lower-case percent encoding', ['a b/é€😀'], 'q=a%20b%2f%c3%a9%e2%82%ac%f0%9f%98%80!', 'q=***!'],
    ['in HTML', ['<a&"b">'], 'at &lt;a&amp;&quot;b&#34;&#x3E;;', 'at ***;'],
    ['in ASCII-only JSON', ['café-é'], '"caf\\u00e9-\\u00E9"', '"***"'],
    ['in JSON with an escaped slash', ['a/b/c'], '"a\\/b\\/c"', '"***"'],
    ['in JSON in JSON', ['a"b\\c\nd'], JSON.stringify(JSON.stringify('a"b\\c\nd')), '"\\"***\\""'],
    ['in HTML in JSON', ['"a"b"'], '"&#34;a\\u0026quot;b&quot;"', '"***"'],
    ['in a URL in JSON', ['a"b c'], '"\\u0025"+"a%22b%20c"', '"\\u0025"+"***"'],
    ['in base64 in JSON', ['sesame'], `"${base64('u:sesame')}\\n"`, '"dTp***=\\n"'],
    ['after a user name in base64', ['sesame'], `Basic ${base64('us:sesame')}`, 'Basic dXM6***'],
    ['with others that overlap it', ['abcdef', 'defghi', 'ghijkl'], 'xabcdefghijklx', 'x***x'],
    ['with others inside it', ['sesame', 'open-sesame-now', 'same'], 'open-sesame-now, open-sesame', '***, open-***'],
    ['that begins like another', ['base64user1', 'base64user2'], 'base64user2 base64user3', '*** base64user3'],
  ])('%s', (_, values, text, expected) => {
    const { secrets } = known(...values);
    expect([secrets.mask(text), secrets.shows(text)]).toEqual([expected, true]);
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
    const { secrets } = known(...values);
    expect([secrets.mask(text), secrets.shows(text)]).toEqual([text, false]);
  });
});

describe('a string that is too long', () => {
  test.each<[string, string, number, string]>([
    ['is cut', 'x'.repeat(20), 10, 'xxxxxxxxxx…'],
    ['is not cut at its limit', 'x'.repeat(10), 10, 'xxxxxxxxxx'],
    ['shows no secret before the cut', 'x sesame-seed, and', 16, 'x ***, a…'],
    ['shows no half secret', 'x sesame-seed', 8, 'x ***…'],
    ['may show a few letters of a secret', 'x sesame-seed', 5, 'x ses…'],
    ['shows no half secret that begins in another', 'x sesame-seed', 12, 'x ***…'],
    ['shows no half secret in a URL', 'x a%20b%2Fc%2Fd', 12, 'x ***…'],
    ['shows no half secret in JSON', 'x \\u0073\\u0065\\u0073\\u0061\\u006d\\u0065-seed', 29, 'x ***…'],
    ['shows no half secret in base64', `x ${base64('sesame-seed')}`, 12, 'x ***…'],
  ])('%s', (_, text, limit, expected) => {
    const { secrets } = known('sesame-seed', 'a b/c/d/e', 'same');
    expect(secrets.mask(text, limit)).toBe(expected);
  });
});

test('the values of variables are masked only in strings from outside', () => {
  const { secrets, registered } = known('sesame');
  for (const value of ['orders-eu', 'on']) secrets.addVariable(value);
  expect(registered).toEqual(['sesame']);
  expect(secrets.mask('sesame on orders-eu')).toBe('*** on orders-eu');
  expect(secrets.maskQuoted('sesame on orders-eu')).toBe('*** on ***');
  expect(secrets.shows('orders-eu')).toBe(false);
});

test('the time per secret does not grow, however similar the secrets are', () => {
  const milliseconds = (count: number): number => {
    const values = Array.from({ length: count }, (_, number) => base64(`the-user-of-all:${String(number).repeat(5)}`));
    const start = performance.now();
    const { secrets } = known(...values);
    for (const value of values) expect(secrets.mask(`x ${value.slice(0, 30)} ${value}`)).toMatch(/ \*\*\*$/);
    return performance.now() - start;
  };
  const fastest = (count: number): number => Math.min(...[1, 2, 3].map(() => milliseconds(count)));
  fastest(500);
  // Eight times the secrets; quadratic work would take 64 times as long.
  expect(fastest(4000)).toBeLessThan(fastest(500) * 40);
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
