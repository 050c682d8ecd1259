import { describe, expect, test } from '@jest/globals';
import { parseCommandLine, parseStream, parseValueFile } from '../../../local/runner/runner-protocol.ts';

describe('commands in the log', () => {
  test.each([
    ['::add-mask::a%25b%0Ac', { name: 'add-mask', properties: {}, data: 'a%b\nc' }],
    [
      '  ::error title=A%3A b%2C c,file=x::one%0Atwo',
      { name: 'error', properties: { title: 'A: b, c', file: 'x' }, data: 'one\ntwo' },
    ],
    ['::warning::', { name: 'warning', properties: {}, data: '' }],
    ['::Notice::a::b', { name: 'notice', properties: {}, data: 'a::b' }],
    ['::debug::%250A', { name: 'debug', properties: {}, data: '%0A' }],
    ['some text ##[error]boom%5D', { name: 'error', properties: {}, data: 'boom]' }],
    ['::nothing::##[set-env name=A]1', { name: 'set-env', properties: { name: 'A' }, data: '1' }],
  ])('%s is a command', (line, command) => {
    expect(parseCommandLine(line)).toEqual(command);
  });

  test.each(['text ::error::no', '::nothing::x', '::error', ':: error::x', '##[nothing]x', ''])(
    '%s is not a command',
    (line) => {
      expect(parseCommandLine(line)).toBeUndefined();
    },
  );

  test('are read line by line, except between stop-commands and its token', () => {
    const stream = 'one\n::group::two\r\n::stop-commands::token\n::error::three\n::token::\n::error::four\n\nfive\n';
    expect(parseStream(stream)).toMatchObject({
      commands: [
        { name: 'group', properties: {}, data: 'two' },
        { name: 'error', properties: {}, data: 'four' },
      ],
      lines: ['one', '::error::three', '', 'five'],
    });
    expect(parseStream('')).toEqual({ commands: [], lines: [], entries: [] });
  });
});

describe('files with values', () => {
  test('have values after an equals sign, or between delimiters', () => {
    const file = 'a=1\n\nb=x=<<y\nc<<EOF\none\n\ntwo=2\nEOF\nempty<<EOF\nEOF\nd<<END=1\r\nEND=1\r\na=again\n';
    expect(parseValueFile(file)).toEqual({ a: 'again', b: 'x=<<y', c: 'one\n\ntwo=2', empty: '', d: '' });
    expect(parseValueFile('')).toEqual({});
  });

  test.each([
    [true, { a: 'one', b: 'two' }],
    [false, { a: 'one\r', b: 'two\r' }],
  ])('may have Windows line endings: %j', (onWindows, values) => {
    const end = onWindows ? 'EOF\r\n' : 'EOF\n';
    expect(parseValueFile(`a<<${end}one\r\n${end}b=two\r\n`, onWindows)).toEqual(values);
  });

  test.each([
    ['name', "Invalid format 'name'"],
    ['=value', "Invalid format '=value'"],
    ['<<EOF\nEOF\n', 'Name must not be empty'],
    ['a<<\nEOF\n', 'delimiter must not be empty'],
    ['a<<EOF\none\n', "Matching delimiter not found 'EOF'"],
    ['a<<EOF\none', "Matching delimiter not found 'EOF'"],
  ])('fail the step if they contain %j', (file, message) => {
    expect(() => parseValueFile(file)).toThrow(message);
  });
});
