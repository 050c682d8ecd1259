import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { addSummary, getInput, isDebug, printCommand, printLine, setOutputs } from '../../src/github/commands.ts';
import { parseStream, parseValueFile } from '../support/runner-protocol.ts';

const before = { ...process.env };
let folder = '';
let stdout = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
  stdout = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
  process.env = { ...before };
});

test('an input is found by its name, without white space around it', () => {
  process.env['INPUT_API-TOKEN'] = ' one two\n';
  process.env['INPUT_TWO_WORDS'] = 'x';
  expect([getInput('api-token'), getInput('two words'), getInput('none')]).toEqual(['one two', 'x', '']);
});

test('debugging is on when the runner says so', () => {
  process.env['RUNNER_DEBUG'] = '1';
  expect(isDebug()).toBe(true);
  delete process.env['RUNNER_DEBUG'];
  expect(isDebug()).toBe(false);
});

test('the runner reads back what a command was given', () => {
  printLine('a line');
  printCommand('add-mask', 'a%b\r\nc');
  printCommand('error', 'one: two, three', { title: 'A: b, c%\n' });
  expect(parseStream(stdout)).toEqual({
    lines: ['a line'],
    commands: [
      { name: 'add-mask', properties: {}, data: 'a%b\r\nc' },
      { name: 'error', properties: { title: 'A: b, c%\n' }, data: 'one: two, three' },
    ],
  });
});

describe('files', () => {
  test.each(['', 'plain', 'a\nb\n', 'END_OF_OUTPUT', 'x\nEND_OF_OUTPUT\nother<<END_OF_OUTPUT_\nEND_OF_OUTPUT_\n'])(
    'the output %j is read back whole, and sets nothing else',
    (value) => {
      const path = join(folder, 'output');
      process.env['GITHUB_OUTPUT'] = path;
      setOutputs({ first: value, second: 'after' });
      expect(parseValueFile(readFileSync(path, 'utf8'))).toEqual({ first: value, second: 'after' });
    },
  );

  test('a summary is added to what is there', () => {
    const path = join(folder, 'summary');
    process.env['GITHUB_STEP_SUMMARY'] = path;
    addSummary('one\n');
    addSummary('two\n');
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  });

  test('outside of a runner nothing is written, and nothing printed', () => {
    delete process.env['GITHUB_OUTPUT'];
    delete process.env['GITHUB_STEP_SUMMARY'];
    setOutputs({ token: 'value' });
    addSummary('text');
    expect(stdout).toBe('');
  });
});
