import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Command, parseStream } from '../../local/runner/runner-protocol.ts';
import { harmless, RunnerLog } from '../../src/runner/runner-log.ts';
import { Secrets } from '../../src/runner/secrets.ts';

test.each([
  ['text: plain', 'text: plain'],
  ['::error::x', ': :error::x'],
  [' \t::error::x', ' \\u{9}::error::x'],
  ['  ::error::x', ': :error::x'],
  ['a ::error::x', 'a ::error::x'],
  ['a ##[error]x ##[group]', 'a ## [error]x ## [group]'],
  ['\u001B[31mred', '\\u{1b}[31mred'],
  ['a\r::error::x', 'a\\u{d}::error::x'],
])('the log shows the line %j as %j', (line, shown) => {
  expect(harmless(line)).toBe(shown);
});

describe('a log', () => {
  let written: string[];
  beforeEach(() => {
    written = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    delete process.env['RUNNER_DEBUG'];
  });

  /** What the runner reads from the log. */
  function shown(tell: (log: RunnerLog) => void): readonly (Command | string)[] {
    const secrets = new Secrets(() => undefined);
    secrets.learn(['sesame']);
    tell(new RunnerLog(secrets));
    return parseStream(written.join('')).entries;
  }
  const title = 'Losant webhooks';

  test('has escaped lines without secrets', () => {
    expect(shown((log) => log.info('::error::sesame\n'))).toEqual([': :error::***\\n']);
  });

  test('has details only if they are requested', () => {
    expect(shown((log) => log.debug('sesame'))).toEqual([]);
    process.env['RUNNER_DEBUG'] = '1';
    expect(shown((log) => log.debug('sesame ##[x]'))).toEqual([{ name: 'debug', properties: {}, data: '*** ## [x]' }]);
  });

  test('has a warning as an annotation with several lines', () => {
    const data = 'one ***\n: :two\nthree';
    expect(shown((log) => log.warning('one sesame\n::two\nthree'))).toEqual([
      { name: 'warning', properties: { title }, data },
    ]);
  });

  test('has a notice as an annotation', () => {
    expect(shown((log) => log.notice('sesame'))).toEqual([{ name: 'notice', properties: { title }, data: '***' }]);
  });

  test.each([
    [4, { line: '3', col: '4' }],
    [null, { line: '3' }],
  ])('has an error in a file on its line', (column, properties) => {
    const place = { file: 'a/b.yml', line: 3, column };
    expect(shown((log) => log.error({ title: 'a', message: 'b', place }))).toEqual([
      { name: 'error', properties: { title: 'a', file: 'a/b.yml', ...properties }, data: 'b' },
    ]);
  });

  test('has an error with its title', () => {
    expect(shown((log) => log.error({ title: 'a\nb', message: 'sesame', place: null }))).toEqual([
      { name: 'error', properties: { title: 'a\\nb' }, data: '***' },
    ]);
  });

  test.each([
    [4000, 'x'.repeat(4000)],
    [4001, `${'x'.repeat(4000)}…`],
  ])('shortens an annotation of %i characters to what GitHub shows', (length, data) => {
    expect(shown((log) => log.warning('x'.repeat(length)))).toEqual([{ name: 'warning', properties: { title }, data }]);
  });
});
