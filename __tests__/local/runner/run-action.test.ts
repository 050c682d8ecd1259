import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type RunOptions, runAction } from '../../../local/runner/run-action.ts';
import { newFolder } from '../../../local/runner/step.ts';
import { has } from '../../support/system.ts';

const program = `
const { appendFileSync, readFileSync } = require('node:fs');
const { env } = process;
const inputs = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('INPUT_')));
appendFileSync(env.GITHUB_OUTPUT, 'inputs<<x\\n' + JSON.stringify(inputs) + '\\nx\\nvariables=' + Object.keys(env).join(' ') + '\\n');
appendFileSync(env.GITHUB_STEP_SUMMARY, '# Summary');
console.log('::add-mask::s3cret%25');
console.log('a line');
console.log('::error title=Oh%2C no::it%0Abroke');
console.log('::debug::detail');
console.error('::warning::careful');
console.error('to stderr');
process.exitCode = 3;
if (env.WAIT) {
  process.on('SIGINT', () => { console.log('interrupted'); process.exit(4); });
  console.log('ready');
  setInterval(() => {}, 1000);
} else {
  console.log(readFileSync('folder/file.txt', 'utf8'));
}
`;
const metadata = `
inputs:
  application-id: { required: true }
  two words: { default: 2 }
  github-token: { default: '\${{ github.token }}' }
outputs: {}
runs: { using: node24, main: main.cjs }
`;

describe('runAction', () => {
  let actionFile = '';
  beforeAll(async () => {
    const folder = await newFolder();
    actionFile = join(folder, 'action.yml');
    await writeFile(actionFile, metadata);
    await writeFile(join(folder, 'main.cjs'), program);
  });

  const options = (more: RunOptions = {}): RunOptions => ({ actionFile, ...more });

  test('gives the step what the runner does, and returns everything that the step wrote', async () => {
    const files = { 'folder/file.txt': 'content' };
    const run = await runAction({ 'application-id': 'a', dry_run: true }, options({ files, githubToken: 'ghs' }));
    expect(run).toMatchObject({
      exitCode: 3,
      signal: null,
      summary: '# Summary',
      masks: ['s3cret%'],
      log: 'a line\ncontent',
      debugMessages: ['detail'],
      annotations: [
        { type: 'error', title: 'Oh, no', message: 'it\nbroke' },
        { type: 'warning', title: undefined, message: 'careful' },
      ],
    });
    expect(JSON.parse(run.outputs['inputs'] ?? '')).toEqual({
      'INPUT_APPLICATION-ID': 'a',
      INPUT_TWO_WORDS: '2',
      'INPUT_GITHUB-TOKEN': 'ghs',
      INPUT_DRY_RUN: 'true',
    });
    expect(run.outputs['variables']).not.toMatch(/npm|NODE_(?!EXTRA_CA_CERTS)|JEST|RUNNER_DEBUG/u);
    expect(run.shown).toContain('to stderr');
    expect(run.shown).toContain('Oh, no');
    expect(run.shown).not.toContain('detail');
  });

  test('sends a signal at the requested moment', async () => {
    const ready = Promise.withResolvers<void>();
    const run = await runAction(
      {},
      options({
        debug: true,
        env: { WAIT: '1' },
        kill: { signal: 'SIGINT', when: ready.promise },
        onSpawn: (child) => child.stdout?.on('data', (text) => String(text).includes('ready') && ready.resolve()),
      }),
    );
    const isHandled = has('signals that a program can handle');
    expect(run).toMatchObject(isHandled ? { exitCode: 4, signal: null } : { exitCode: null, signal: 'SIGINT' });
    expect(run.log).toMatch(isHandled ? /ready\ninterrupted$/u : /ready$/u);
    expect(run.shown).toContain('detail');
    const killed = await runAction({}, options({ env: { WAIT: '1' }, kill: { signal: 'SIGKILL', when: 'spawn' } }));
    expect(killed).toMatchObject({ exitCode: null, signal: 'SIGKILL' });
  });

  test('kills a step that does not end, and fails the test', async () => {
    await expect(runAction({}, options({ env: { WAIT: '1' }, deadline: 1000 }))).rejects.toThrow(
      'still running after 1000 ms',
    );
  });
});
