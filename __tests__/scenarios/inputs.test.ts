import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { newFolder } from '../../local/runner/step.ts';
import { sent } from '../support/sent.ts';
import { type Inputs, messages, useScenario } from './scenario.ts';

const id = 'a'.repeat(24);
const get = { operation: 'get', 'webhook-id': id };
const patch = { operation: 'patch', 'webhook-id': id, body: 'enabled: false' };

const { api, act } = useScenario();

describe('is refused before anything is sent', () => {
  test.each<[string, Inputs, RegExp]>([
    ['no operation', { operation: '' }, /operation must be one of get, list, .*, got nothing/],
    ['another operation', { operation: 'remove' }, /operation must be one of .* got "remove"/],
    ['an operation in capitals', { operation: 'GET' }, /got "GET"/],
    ['no application', { ...get, 'application-id': '' }, /application-id must be the 24 hex digits .* got nothing/],
    ['a short application', { ...get, 'application-id': 'abc' }, /application-id .*got "abc"/],
    ['an application that is no hex', { ...get, 'application-id': 'z'.repeat(24) }, /application-id/],
    ['a path in the application', { ...get, 'application-id': '../../../me' }, /application-id/],
    ['no token', { ...get, 'api-token': '' }, /api-token is empty.*secret exists.*forks/s],
    ['only Bearer', { ...get, 'api-token': 'Bearer ' }, /api-token/],
    ['a token of two lines', { ...get, 'api-token': 'abcdef\nghijkl' }, /api-token holds white space/],
    ['a token with an umlaut', { ...get, 'api-token': 'abcdeföü' }, /api-token holds white space or other characters/],
    ['an id that is none', { ...get, 'webhook-id': 'orders' }, /webhook-id must be .*got 6 characters/],
    ['one bad id of several', { operation: 'delete', 'webhook-id': `${id},123` }, /got 3 characters/],
    ['a bad boolean', { ...patch, 'dry-run': 'yes' }, /dry-run must be true or false, got "yes"/],
    ['a boolean as a number', { ...patch, redact: 1 }, /redact must be true or false, got "1"/],
    ['a time-out of 0', { ...get, timeout: 0 }, /timeout must be a whole number from 1 to 3600, got "0"/],
    ['a time-out with a unit', { ...get, timeout: '30s' }, /timeout/],
    ['too long a time-out', { ...get, timeout: 3601 }, /timeout/],
    ['a broken number', { ...get, retries: 1.5 }, /retries must be a whole number from 0 to 10, got "1.5"/],
    ['a negative number', { ...get, retries: -1 }, /retries/],
    ['too many retries', { ...get, retries: 11 }, /retries/],
    ['no concurrency', { ...get, concurrency: 0 }, /concurrency must be a whole number from 1 to 16/],
    ['too much concurrency', { ...get, concurrency: 17 }, /concurrency/],
    [
      'another if-not-found',
      { ...get, 'if-not-found': 'skip' },
      /if-not-found must be one of error, warn, ignore, got "skip"/,
    ],
    [
      'another if-exists',
      { operation: 'create', body: 'name: n', 'if-exists': 'overwrite' },
      /if-exists must be one of error, update, skip/,
    ],
    ['a duration of none', { operation: 'list', 'older-than': '0d' }, /older-than must be a number with its unit/],
    ['a duration of months', { operation: 'list', 'older-than': '1M' }, /older-than/],
    [
      'a negative limit',
      { operation: 'delete', 'webhook-id': id, 'max-deletes': -1 },
      /max-deletes must be a whole number of 0 or more/,
    ],
    [
      'http to elsewhere',
      { ...get, 'api-url': 'http://api.losant.com' },
      /api-url must begin with https:.*got "http:\/\/api\.losant\.com"/,
    ],
    ['another protocol', { ...get, 'api-url': 'ftp://127.0.0.1' }, /api-url/],
    ['no address', { ...get, 'api-url': 'api.losant.com' }, /api-url must be an address such as/],
    ['an address that only begins like loopback', { ...get, 'api-url': 'http://127.0.0.1.example.com' }, /api-url/],
    ['a path in the address', { ...get, 'api-url': 'https://api.losant.com/v1' }, /api-url must have no path/],
    ['no body', { operation: 'patch', 'webhook-id': id }, /exactly one of body and body-file must be given: none was/],
    [
      'two bodies',
      { ...patch, 'body-file': 'webhook.yml' },
      /exactly one of body and body-file must be given: both were/,
    ],
    [
      'a body that is missing',
      { operation: 'patch', 'webhook-id': id, 'body-file': 'no.yml' },
      /no file "no.yml" .*checked out/,
    ],
    ['a folder for a body', { operation: 'patch', 'webhook-id': id, 'body-file': 'folder' }, /"folder" is no file/],
    [
      'a body from elsewhere',
      { operation: 'patch', 'webhook-id': id, 'body-file': '../step.yml' },
      /"..\/step.yml" is outside of the workspace/,
    ],
    [
      'a body from the root',
      { operation: 'patch', 'webhook-id': id, 'body-file': '/etc/hosts' },
      /outside of the workspace/,
    ],
    [
      'a body through a link',
      { operation: 'patch', 'webhook-id': id, 'body-file': 'link/hosts' },
      /outside of the workspace/,
    ],
    ['an output through a link', { ...get, 'output-file': 'link/result.json' }, /output-file can't be used: .*outside/],
    ['the workspace as an output', { ...get, 'output-file': '.' }, /output-file/],
    ['a folder as an output', { ...get, 'output-file': 'folder' }, /output-file.*"folder" is a folder/],
    [
      'an output in the place of the export',
      { operation: 'export', 'body-file': 'a.yml', 'output-file': './a.yml' },
      /output-file is the same file as body-file/,
    ],
    [
      'an output in the place of the body',
      { operation: 'create', 'body-file': 'a.yml', 'output-file': 'folder/../a.yml' },
      /output-file is the same file as body-file/,
    ],
    ['a body of bytes', { operation: 'patch', 'webhook-id': id, 'body-file': 'bytes' }, /"bytes" is no text in UTF-8/],
    [
      'both selections',
      { ...get, 'webhook-name': 'n' },
      /exactly one of webhook-id and webhook-name must be given: both were/,
    ],
    ['no selection', { operation: 'get' }, /exactly one of .*: none was/],
    [
      'an input of another operation',
      { ...get, 'max-deletes': 3 },
      /max-deletes is not used by get \(only by delete, sync\): leave it out/,
    ],
    ['keep for list', { operation: 'list', keep: 3 }, /keep is not used by list/],
    ['an id for list', { operation: 'list', 'webhook-id': id }, /webhook-id is not used by list/],
    [
      'an id for create',
      { operation: 'create', body: 'name: n', 'webhook-id': id },
      /webhook-id is not used by create/,
    ],
    ['a body for get', { ...get, body: '{}' }, /body is not used by get/],
    ['a dry run of get', { ...get, 'dry-run': 'true' }, /dry-run is not used by get/],
    ['a comment of list', { operation: 'list', comment: 'true' }, /comment is not used by list/],
    [
      'an unknown input that looks like a known one',
      { ...patch, dry_run: 'true' },
      /no input "dry_run": "dry-run" is meant/,
    ],
    ['one in one word', { ...patch, dryrun: '' }, /no input "dryrun": "dry-run" is meant/],
    ['one in the plural', { ...get, 'webhook-ids': id }, /no input "webhook-ids": "webhook-id" is meant/],
    [
      'one with a slip',
      { operation: 'delete', 'webhook-id': id, 'include-workflow': 'true' },
      /"include-workflows" is meant/,
    ],
  ])('%s', async (_case, inputs, message) => {
    const workspace = await newFolder();
    await mkdir(join(workspace, 'folder'));
    await symlink('/etc', join(workspace, 'link'));
    await writeFile(join(workspace, 'a.yml'), 'name: a');
    await writeFile(join(workspace, 'bytes'), Buffer.from([0x6e, 0xff, 0xfe]));
    const run = await act(inputs, { workspace });
    expect(messages(run)).toEqual([expect.stringMatching(message)]);
    expect(run.annotations[0]?.title).toMatch(/^Invalid/);
    expect(messages(run)[0]).toMatch(/Nothing was sent\.$/);
    expect(run.outputs).toMatchObject({ webhooks: '[]', count: '0', changed: 'false', changes: '[]', webhook: '' });
    expect(run.summary).toContain('### Losant webhooks');
    expect(api.requests).toEqual([]);
  });

  test('everything that is wrong is said at once', async () => {
    const run = await act({
      ...{ operation: 'patch', 'application-id': 'x', 'api-token': '', timeout: 'soon', keep: 3, 'dry-run': 'maybe' },
      ...{ body: 'responseCode: 99\nenabeld: true', Dry_Run: 'true' },
    });
    const [message] = messages(run);
    const parts = [
      'application-id',
      'api-token',
      'timeout',
      'keep',
      'dry-run must',
      'responseCode',
      '"enabled"',
      'none was',
    ];
    for (const part of [...parts, 'no input "dry_run"']) expect(message).toContain(part);
    expect(run.annotations).toHaveLength(1);
  });

  test('credentials in api-url, which are not shown', async () => {
    const run = await act({ ...get, 'api-url': 'https://user:open-sesame@api.losant.com' });
    expect(messages(run)[0]).toContain('api-url must not hold credentials');
    expect(`${run.stdout}${run.summary}`).not.toContain('open-sesame');
  });

  test('a token where an id belongs, which is not shown', async () => {
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

describe('is taken', () => {
  test.each<[string, Inputs]>([
    ['capitals in a boolean', { ...patch, 'dry-run': 'TRUE', redact: 'False' }],
    [
      'the default of an input that is not used',
      { ...get, keep: 0, prune: 'false', 'max-deletes': '', 'if-exists': 'error' },
    ],
    [
      'an empty input, which is its default',
      { ...get, timeout: '', retries: '0', concurrency: '', 'api-url': undefined },
    ],
    ['a variable that looks like no input', { ...get, NODE_VERSION: '24', color: 'red', name: 'n', token: 't' }],
    ['white space around values', { operation: ' get ', 'webhook-id': `\n ${id} \n` }],
    ['a slash behind the address', { ...get, 'api-url': 'URL/' }],
  ])('%s', async (_case, inputs) => {
    api.fault({ method: 'GET' }, { kind: 'text', status: 200, body: JSON.stringify({ id, name: 'n' }) });
    const run = await act({ ...inputs, 'api-url': inputs['api-url'] === 'URL/' ? `${api.url}/` : api.url });
    expect(messages(run)).toEqual([]);
    expect(sent(api)).toEqual([`GET webhooks/${id}`]);
  });

  test('a body file in the temporary folder of the runner', async () => {
    api.addWebhook({ id });
    const temp = await newFolder();
    await writeFile(join(temp, 'webhook.yml'), 'enabled: false');
    const inputs = { operation: 'patch', 'webhook-id': id, 'body-file': join(temp, 'webhook.yml') };
    const run = await act(inputs, { env: { RUNNER_TEMP: temp } });
    expect(messages(run)).toEqual([]);
    expect(api.webhook(id)?.enabled).toBe(false);
  });
});
