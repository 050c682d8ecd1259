import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { StoredWebhook } from '../../local/losant/index.ts';
import { newFolder } from '../../local/runner/step.ts';
import { needs } from '../support/system.ts';
import { ends, type Inputs, list, messages, type Run, type RunOptions, useScenario } from './scenario.ts';

const { api, act } = useScenario();

/** Sends itself a signal as soon as there is a listener, long before the rest of the program is loaded. */
const HOOK = `
process.on('newListener', (name) => {
  if (name === 'SIGTERM') process.nextTick(() => process.kill(process.pid, process.env.SIGNAL));
});
`;
/** Reports that a signal has reached the program. Until then, responses are held, or the program could be done. */
const ECHO = `process.on('SIGINT', () => process.stdout.write('::debug::signal seen\\n'));`;
let hook = '';
let echo = '';
beforeAll(async () => {
  const folder = await newFolder();
  hook = join(folder, 'hook.cjs');
  echo = join(folder, 'echo.cjs');
  await Promise.all([writeFile(hook, HOOK), writeFile(echo, ECHO)]);
});

/** A cancelled run: it fails, says so in one annotation and in the summary, and ends long before a request times out. */
async function cancelled(inputs: Inputs, options: RunOptions): Promise<Run> {
  const run = await act({ timeout: 3600, ...inputs }, options);
  expect(run).toMatchObject({ exitCode: 1, signal: null });
  expect(messages(run)).toEqual([expect.stringContaining('cancelled')]);
  expect(run.summary).toContain('**Cancelled**');
  return run;
}

/** Sends SIGINT as soon as the nth request of a method has arrived. */
function at(method: string, count = 1): RunOptions {
  return { kill: { signal: 'SIGINT', when: api.arrival({ method }, count) } };
}

/** The same, and holds the response to that request until the program has received the signal. */
function heldAt(method: string, count = 1): RunOptions {
  const { promise: until, resolve } = Promise.withResolvers<void>();
  api.fault({ method }, { kind: 'held', until }, [count]);
  const onSpawn = (child: ChildProcess): void => {
    child.stdout?.on('data', (text: unknown) => String(text).includes('signal seen') && resolve());
  };
  return { ...at(method, count), env: { NODE_OPTIONS: `--require ${echo}` }, onSpawn };
}

const patchOf = ({ id }: StoredWebhook): Inputs => ({
  operation: 'patch',
  'webhook-id': id,
  body: '{"responseCode": 201}',
});
const cleanUp: Inputs = { operation: 'delete', 'webhook-name': 'pr-*', 'max-deletes': 10, concurrency: 1 };
const five = (): StoredWebhook[] => [1, 2, 3, 4, 5].map((number) => api.addWebhook({ name: `pr-${number}` }));
const left = (): string[] => api.webhooks().map(({ name }) => name);

needs('signals that a program can handle', () => {
  describe.each(['SIGINT', 'SIGTERM'])('%s', (signal) => {
    test('changes nothing if it arrives while the program loads', async () => {
      const env = { NODE_OPTIONS: `--require ${hook}`, SIGNAL: signal };
      const run = await cancelled(patchOf(api.addWebhook()), { env });
      expect(run.outputs).toMatchObject({ changed: 'false', previous: '[]' });
      // The read may already be in flight when Node reports the signal. Then it can finish.
      expect(api.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    });
  });

  describe('a read that is cancelled', () => {
    test('ends if it hangs, and nothing is changed', async () => {
      api.fault({}, 'hang');
      const run = await cancelled(patchOf(api.addWebhook()), at('GET'));
      expect(run.outputs).toMatchObject({ changed: 'false', changes: '[]', previous: '[]' });
      expect(messages(run)[0]).toContain('The run was cancelled during GET webhooks/');
      expect(api.requests).toHaveLength(1);
    });

    test('is not followed by a change if it ends in time', async () => {
      const run = await cancelled(patchOf(api.addWebhook()), heldAt('GET'));
      expect(run.outputs).toMatchObject({ changed: 'false', previous: '[]' });
      expect(api.requests).toHaveLength(1);
    });

    test('is not followed by the file of an export if it ends in time', async () => {
      api.addWebhook();
      const run = await cancelled({ operation: 'export', 'body-file': 'webhooks.yml' }, heldAt('GET'));
      expect(existsSync(join(run.workspace, 'webhooks.yml'))).toBe(false);
      expect(run.outputs['changed']).toBe('false');
      expect(run.summary).toContain('was not written');
    });
  });

  describe('a change in flight when the run is cancelled', () => {
    test('can finish', async () => {
      const webhook = api.addWebhook();
      const run = await cancelled(patchOf(webhook), heldAt('PATCH'));
      expect(ends(run)).toEqual(['update applied']);
      expect(run.outputs['changed']).toBe('true');
      expect(list(run, 'previous')).toMatchObject([{ responseCode: 200 }]);
      expect(api.webhook(webhook.id)?.responseCode).toBe(201);
    });

    test.each(['hang', 'hang after processing', 'hang after processing and headers'] as const)(
      'is unknown if it does not finish: %s',
      async (fault) => {
        api.fault({ method: 'PATCH' }, fault);
        const run = await cancelled(patchOf(api.addWebhook()), at('PATCH'));
        expect(ends(run)).toEqual(['update unknown']);
        expect(run.outputs['changed']).toBe('true');
        expect(api.requests).toHaveLength(2);
      },
    );

    test('is not sent again if it is a create', async () => {
      api.fault({ method: 'POST' }, 'hang');
      const run = await cancelled({ operation: 'create', body: 'name: new', retries: 4 }, at('POST'));
      expect(ends(run)).toEqual(['create unknown']);
      expect(api.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    });
  });

  describe('a cleanup that is cancelled', () => {
    test('stops between two deletes', async () => {
      five();
      const run = await cancelled(cleanUp, heldAt('DELETE', 2));
      expect(left()).toHaveLength(3);
      expect(ends(run).filter((end) => end === 'delete applied')).toHaveLength(2);
      expect(ends(run).filter((end) => end === 'delete skipped')).toHaveLength(3);
      expect(list(run, 'previous')).toHaveLength(2);
    });

    test('reports what was done, what is unknown, and what was not started', async () => {
      five();
      api.fault({ method: 'DELETE' }, 'hang', 'second');
      const run = await cancelled(cleanUp, at('DELETE', 2));
      expect(ends(run)).toEqual(['delete applied', 'delete unknown', ...Array(3).fill('delete skipped')]);
      expect(left()).toEqual(['pr-2', 'pr-3', 'pr-4', 'pr-5']);
      expect(run.outputs['changed']).toBe('true');
    });

    test('reports several changes in flight once', async () => {
      five();
      api.fault({ method: 'DELETE' }, 'hang');
      const run = await cancelled({ ...cleanUp, concurrency: 4 }, at('DELETE', 4));
      expect(ends(run).sort()).toEqual(['delete skipped', ...Array(4).fill('delete unknown')]);
      expect(left()).toHaveLength(5);
    });
  });

  describe('a wait for a retry', () => {
    test.each([
      [503, 'unknown'],
      [429, 'skipped'],
    ])('after status %i ends when the run is cancelled: %s', async (status, end) => {
      const headers = { 'Retry-After': '50' };
      api.fault({ method: 'PATCH' }, { kind: 'error', status, type: 'Error', message: 'later', headers });
      const waiting = Promise.withResolvers<void>();
      const run = await cancelled(
        { ...patchOf(api.addWebhook()), retries: 4 },
        {
          kill: { signal: 'SIGTERM', when: waiting.promise },
          onSpawn: (child) => {
            child.stdout?.on('data', (text) => String(text).includes('attempt 2 of 5') && waiting.resolve());
          },
        },
      );
      expect(ends(run)).toEqual([`update ${end}`]);
      expect(run.outputs['changed']).toBe(String(end === 'unknown'));
    });
  });

  test('a second signal changes nothing', async () => {
    api.fault({ method: 'PATCH' }, 'hang');
    const arrived = api.arrival({ method: 'PATCH' });
    const kill = (['SIGINT', 'SIGTERM', 'SIGINT'] as const).map((signal) => ({ signal, when: arrived }));
    const run = await cancelled(patchOf(api.addWebhook()), { kill });
    expect(ends(run)).toEqual(['update unknown']);
  });
});
