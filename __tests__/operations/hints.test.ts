import { expect, test } from '@jest/globals';
import { hintFor } from '../../src/operations/hints.ts';
import { parsePatterns } from '../../src/patterns.ts';
import { webhook } from './planned.ts';

const listing = [webhook('1', 'orders'), webhook('2', 'billing'), webhook('3', 'pr-1')];

function hint(line: string, webhooks = listing) {
  const [pattern] = parsePatterns(line);
  return pattern === undefined ? null : hintFor(pattern, webhooks);
}

test.each([
  ['575ed78e7ae143cd83dc4aab', 'This is an id: did you mean webhook-id?'],
  ['orders, billing', 'Write each name on a line of its own'],
  ['orders;missing', 'Write each name on a line of its own'],
  ['missing,pr-*', 'Write each name on a line of its own'],
  ['pr-{1,2}', 'Braces have no meaning'],
  ['^pr-1', 'not regular expressions'],
  ['pr-1$', 'not regular expressions'],
  ['pr-.*', 'not regular expressions'],
  ['pr-.+', 'not regular expressions'],
  ['pr-\\\\d', 'not regular expressions'],
  ['pr-[0-9]', 'not regular expressions'],
  ['(orders|billing)', 'not regular expressions'],
  ['orders|billing', 'not regular expressions'],
])('the line %s gets the hint %s', (line, text) => {
  expect(hint(line)).toEqual({ text: expect.stringContaining(text), isMistake: true });
});

test.each([
  ['order', 'The closest names are "orders"'],
  ['Orders', 'The closest names are "orders"'],
  ['something else', ''],
  ['a, b', ''],
])('the line %s gets no hint: %j', (line, text) => {
  expect(hint(line)).toEqual({ text, isMistake: false });
});

test('an empty application has no names to suggest', () => {
  expect(hint('orders', [])).toEqual({ text: 'The application has no webhooks', isMistake: false });
});

test.each([
  ['- orders', 'without "- "'],
  ['pr-{a}{1,2}', 'Braces have no meaning'],
  ['(a)(orders|billing)', 'not regular expressions'],
])('the line %s gets the hint %s', (line, text) => {
  expect(hint(line)?.text).toContain(text);
});

test.each(['pr-{1}, {2', 'a,b}{', 'pr-[]', '[', '(|', 'a)(b| c'])('the line %s is a name like any other', (line) => {
  expect(hint(line)?.isMistake).toBe(false);
});

test.each(['{,', '(|', '[', 'x,', '\\', '*,'])('a long line of %s is read once', (piece) => {
  let reads = 0;
  const counted = Array.from({ length: 300 }, () => ({
    id: '1'.repeat(24),
    get name() {
      reads += 1;
      return 'orders';
    },
  }));
  expect(hint(piece.repeat(20_000), counted)?.text).not.toContain('x');
  expect(reads).toBeLessThan(300 * 25);
});
