import { describe, expect, test } from '@jest/globals';
import { display, maskAll } from '../../../local/runner/display.ts';
import type { Run } from '../../../local/runner/run-action.ts';

const run: Run = {
  exitCode: 1,
  signal: null,
  stdout: '::add-mask::s3cret\nsaw s3cret\n::debug::detail\n::error title=Oh no::it broke%0Aand s3cret\n',
  stderr: '',
  outputs: { webhook: '{"token":"s3cret"}', 'webhook-url': '', previous: '[]', count: '1' },
  summary: '### Done with s3cret\n',
  masks: ['s3cret'],
  annotations: [],
  debugMessages: [],
  log: '',
  shown: '',
  workspace: '',
  temp: '',
  milliseconds: 1,
};

describe('the display of a run', () => {
  test('shows the log, outputs that are not empty, the summary, and the result, all masked', () => {
    expect(display(run)).toBe(
      [
        'Log\n  saw ***\n  Error: Oh no: it broke\n  and ***\n',
        'Outputs\n  webhook={"token":"***"}\n  count=1\n',
        'Summary\n  Done with ***\n',
        'Result\n  failure (exit code 1)\n',
      ].join('\n'),
    );
  });

  test('shows the debug log if requested', () => {
    expect(display(run, { debug: true })).toContain('##[debug]detail');
  });
});

describe('maskAll', () => {
  test.each([
    ['as it is', 'a"b cd'],
    ['in JSON', JSON.stringify('a"b cd').slice(1, -1)],
    ['in a URL', encodeURIComponent('a"b cd')],
    ['in base64', Buffer.from('a"b cd').toString('base64')],
  ])('masks a value %s', (_, text) => {
    expect(maskAll(`<${text}>`, ['a"b cd'])).toMatch(/^<\*\*\*=*>$/u);
  });

  test('masks each line of a value, and longer values first', () => {
    expect(maskAll('one, two, one and more', ['one\ntwo', 'one and more'])).toBe('***, ***, ***');
  });
});
