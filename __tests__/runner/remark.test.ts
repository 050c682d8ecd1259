import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { remarkOnBody } from '../../src/runner/remark.ts';
import { RunnerLog } from '../../src/runner/runner-log.ts';
import { Secrets } from '../../src/runner/secrets.ts';
import { parseText } from '../support/body.ts';

const workspace = mkdtempSync(join(tmpdir(), 'remark-'));
mkdirSync(join(workspace, 'temp'));
afterAll(() => rmSync(workspace, { recursive: true }));

class TestLog extends RunnerLog {
  readonly lines: unknown[] = [];
  override info(line: string): void {
    this.lines.push(line);
  }
  override warning(...warning: Parameters<RunnerLog['warning']>): void {
    this.lines.push(warning);
  }
}

async function remarks(
  text: string,
  name: string | null = 'w.yml',
  listed: string[] | null = null,
): Promise<unknown[]> {
  const log = new TestLog(new Secrets(() => undefined));
  const file = name === null ? null : { name, path: join(workspace, name) };
  const env = { GITHUB_WORKSPACE: workspace, RUNNER_TEMP: join(workspace, 'temp'), P: 'p' };
  remarkOnBody(await parseText('sync', text, {}, { file, listed, env }), log, env);
  return log.lines;
}

const two = 'defaults: {verificationCode: c}\nwebhooks:\n  - name: a\n    basicAuthPassword: open-sesame\n';

describe('a body-file', () => {
  test('with secrets as plain text is one warning, on the line of the first, with their number', async () => {
    const message = expect.stringMatching(/^body-file w\.yml, line 1: the file contains 2 secrets as plain text/);
    expect(await remarks(two)).toEqual([[message, { file: 'w.yml', line: 1, column: 12 }]]);
  });

  test.each<[string, string, string | null]>([
    ['in the temporary folder of the runner', two, 'temp/w.yml'],
    ['outside of the workspace', two, '../w.yml'],
    ['that is an input', two, null],
    ['with an empty secret', 'webhooks:\n  - {name: a, basicAuthPassword: ""}', 'w.yml'],
    ['with a template of Losant', 'webhooks:\n  - {name: a, basicAuthPassword: "{{ x }}"}', 'w.yml'],
    ['with a variable', 'webhooks:\n  - {name: a, basicAuthPassword: "x${P}"}', 'w.yml'],
    ['that is a result', JSON.stringify([{ name: 'a', webhookId: 'a'.repeat(24), basicAuthPassword: 'p' }]), 'w.yml'],
  ])('%s is not', async (_, text, name) => {
    expect(await remarks(text, name)).toEqual([]);
  });

  test('that does not use all listed variables is a line in the log, which names only those that are set', async () => {
    expect(await remarks('webhooks: []', 'w.yml', ['P', 'Q'])).toEqual([
      'Not used in body-file: the variable P, entry 2 of variables',
    ]);
    expect(await remarks('webhooks: [{name: "${P}"}]', 'w.yml', ['P'])).toEqual([]);
  });
});

test('without a body there is nothing to say', () => {
  expect(() => remarkOnBody(null, new TestLog(new Secrets(() => undefined)), {})).not.toThrow();
});
