import { describe, expect, test } from '@jest/globals';
import { Secrets } from '../../src/runner/secrets.ts';

/** The secrets, and what the runner was told to mask, in order. */
function known(...values: string[]): { secrets: Secrets; registered: string[] } {
  const registered: string[] = [];
  const secrets = new Secrets((value) => void registered.push(value));
  for (const value of values) secrets.add(value);
  return { secrets, registered };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a text is masked', () => {
  test.each<[string, string[], string, string]>([
    ['as it is', ['sesame'], 'open sesame!', 'open ***!'],
    ['wherever it stands', ['sesame'], 'sesamesesame sesame', '****** ***'],
    ['as a whole', ['sesame'], 'sesame', '***'],
    ['at its end', ['sesame'], 'x sesame', 'x ***'],
    ['of the shortest length', ['seam'], 'a seam', 'a ***'],
    ['in JSON', ['a"b\\c'], JSON.stringify(['a"b\\c']), '["***"]'],
    ['in an address', ['a b/c?'], 'https://x/?q=a%20b%2Fc%3F', 'https://x/?q=***'],
    ['in base64', ['open sesame'], `Basic ${base64('open sesame')}`, 'Basic ***='],
    ['in base64 of another length', ['seam'], base64('seam'), '***=='],
    ['by the longest of several', ['sesa', 'sesame seed', 'sesame'], 'sesame seed, sesame, sesa', '***, ***, ***'],
    ['by each of its lines', ['first\nsecond\r\nthird'], 'first second third', '*** *** ***'],
    ['by the whole of its lines', ['first\nsecond'], JSON.stringify('first\nsecond'), '"***"'],
    ['with half a character', ['ab\uD800cd'], 'ab\uD800cd', '***'],
  ])('%s', (_, values, text, expected) => {
    const { secrets } = known(...values);
    expect([secrets.mask(text), secrets.shows(text)]).toEqual([expected, true]);
  });

  test.each<[string, string[], string]>([
    ['without secrets', [], 'open sesame'],
    ['with another secret', ['sesame'], 'open sesam'],
    ['in another case', ['sesame'], 'SESAME'],
    ['with a short secret', ['abc'], 'abc'],
    ['with a secret of spaces and little else', ['  ab  '], 'x  ab  '],
    ['with short lines', ['ab\ncd'], 'ab, cd'],
    ['that is empty', ['sesame'], ''],
  ])('not %s', (_, values, text) => {
    const { secrets } = known(...values);
    expect([secrets.mask(text), secrets.shows(text)]).toEqual([text, false]);
  });
});

test.each<[string[], string[]]>([
  [['sesame', 'sesame'], ['sesame']],
  [['ab\nsesame\r\n\nopen'], ['sesame', 'open']],
  [['abc', ' abc ', '😀😀😀', '😀😀😀😀'], ['😀😀😀😀']],
  [['b', 'sesame'], ['sesame']],
])('of %j the runner masks %j', (values, expected) => {
  expect(known(...values).registered).toEqual(expected);
});
