import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { newFolder } from '../../local/runner/step.ts';
import { sent } from '../support/sent.ts';
import { needs } from '../support/system.ts';
import { type Inputs, messages, useScenario } from './scenario.ts';

const id = 'a'.repeat(24);
const get = { operation: 'get', 'webhook-id': id };
const patch = { operation: 'patch', 'webhook-id': id, body: 'enabled: false' };

const { api, act } = useScenario();

/** The unit tests cover the problems of each input. Here is one of each kind. */
describe('an invalid input is refused before anything is sent:', () => {
  test.each<[string, Inputs, RegExp]>([
    ['no operation', { operation: '' }, /operation must be one of .*, got nothing/],
    ['no token', { ...get, 'api-token': '' }, /api-token is empty.*secret exists.*forks/s],
    ['a token with a line break', { ...get, 'api-token': 'abcdef\nghijkl' }, /api-token contains white space/],
    ['an invalid boolean', { ...patch, 'dry-run': 'yes' }, /dry-run must be true or false, got "yes"/],
    [
      'an empty dry-run',
      { operation: 'delete', 'webhook-id': id, 'dry-run': '' },
      /dry-run is empty: did an expression/,
    ],
    ['an input that does not exist', { operation: 'delete', 'webhook-id': id, preview: 'true' }, /"dry-run"\?/],
    ['an input of another operation', { ...get, 'max-deletes': 3 }, /max-deletes is not used by get/],
    ['no selection', { operation: 'get' }, /exactly one of .*: neither was/],
    ['a body-file outside', { ...patch, body: '', 'body-file': '../hosts' }, /outside of the workspace/],
    ['an output-file outside', { ...get, 'output-file': '../result.json' }, /output-file .*outside/],
    [
      'an output-file that is also the body-file',
      { operation: 'create', 'body-file': 'a.yml', 'output-file': 'folder/../a.yml' },
      /output-file is the same file as body-file/,
    ],
  ])('%s', async (_case, inputs, message) => {
    const workspace = await newFolder();
    await mkdir(join(workspace, 'folder'));
    await writeFile(join(workspace, 'a.yml'), 'name: a');
    const run = await act(inputs, { workspace });
    expect(messages(run)).toEqual([expect.stringMatching(message)]);
    expect(run.annotations[0]?.title).toMatch(/^Invalid/);
    expect(messages(run)[0]).toMatch(/Nothing was sent\.$/);
    expect(run.outputs).toMatchObject({ webhooks: '[]', count: '0', changed: 'false', changes: '[]', webhook: '' });
    expect(run.summary).toContain('### Losant webhooks');
    expect(api.requests).toEqual([]);
  });

  needs('links that anyone can create', () => {
    test('a path through a link that leads outside', async () => {
      const workspace = await newFolder();
      await symlink(await newFolder(), join(workspace, 'link'));
      const run = await act({ ...get, 'output-file': 'link/result.json' }, { workspace });
      expect(messages(run)).toEqual([expect.stringMatching(/output-file .*outside/)]);
      expect(api.requests).toEqual([]);
    });
  });

  test('all problems at once', async () => {
    const run = await act({
      ...{ operation: 'patch', 'application-id': 'x', 'api-token': '', timeout: 'soon', keep: 3, 'dry-run': 'maybe' },
      ...{ body: 'responseCode: 99\nenabeld: true', Dry_Run: 'true' },
    });
    const [inputs, body] = messages(run);
    const parts = ['application-id', 'api-token', 'timeout', 'keep', 'dry-run must', 'neither was'];
    for (const part of [...parts, 'unknown input "dry_run"']) expect(inputs).toContain(part);
    for (const part of ['responseCode', '"enabled"']) expect(body).toContain(part);
    expect(run.annotations.map(({ title }) => title)).toEqual(['Invalid inputs', 'Invalid body']);
    for (const title of ['Invalid inputs', 'Invalid body']) expect(run.summary).toContain(`**${title}**`);
  });

  test('credentials in api-url, without showing them', async () => {
    const run = await act({ ...get, 'api-url': 'https://user:open-sesame@api.losant.com' });
    expect(messages(run)[0]).toContain('api-url must not contain credentials');
    expect(`${run.stdout}${run.summary}`).not.toContain('open-sesame');
  });

  test('a token instead of an id, without showing it', async () => {
    const token = api.token();
    const run = await act({
      operation: 'get',
      'application-id': token,
      'webhook-id': token,
      'api-token': 'another-token',
    });
    expect(run.stdout).not.toContain(token);
  });
});

describe('a valid input is accepted:', () => {
  test.each<[string, Inputs]>([
    ['a boolean in uppercase', { ...patch, 'dry-run': 'TRUE', redact: 'False' }],
    [
      'the default of an input that is not used',
      { ...get, keep: 0, prune: 'false', 'max-deletes': '', 'if-exists': 'error' },
    ],
    [
      'an empty input, which is its default',
      { ...get, timeout: '', retries: '0', concurrency: '', 'api-url': undefined },
    ],
    ['white space around values', { operation: ' get ', 'webhook-id': `\n ${id} \n` }],
    ['a slash at the end of the address', { ...get, 'api-url': 'URL/' }],
  ])('%s', async (_case, inputs) => {
    api.fault({ method: 'GET' }, { kind: 'text', status: 200, body: JSON.stringify({ id, name: 'n' }) });
    const run = await act({ ...inputs, 'api-url': inputs['api-url'] === 'URL/' ? `${api.url}/` : api.url });
    expect(messages(run)).toEqual([]);
    expect(sent(api)).toEqual([`GET webhooks/${id}`]);
  });

  test("a body file in the runner's temporary folder", async () => {
    api.addWebhook({ id });
    const temp = await newFolder();
    await writeFile(join(temp, 'webhook.yml'), 'enabled: false');
    const inputs = { operation: 'patch', 'webhook-id': id, 'body-file': join(temp, 'webhook.yml') };
    const run = await act(inputs, { env: { RUNNER_TEMP: temp } });
    expect(messages(run)).toEqual([]);
    expect(api.webhook(id)?.enabled).toBe(false);
  });
});
