import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { newFolder } from '../../local/runner/step.ts';
import { messages, useScenario } from './scenario.ts';

const { api, act } = useScenario();

/** Requests that never end, and timers that do not keep the process alive: as if a library lost a promise. */
const STALL = `
const { EventEmitter } = require('node:events');
const { setTimeout } = globalThis;
require('node:https').request = () => Object.assign(new EventEmitter(), { setTimeout() {}, end() {} });
globalThis.setTimeout = (...args) => setTimeout(...args).unref();
`;

test('a promise that never settles fails the step, with a report and all outputs', async () => {
  const preload = join(await newFolder(), 'stall.cjs');
  await writeFile(preload, STALL);
  const { id } = api.addWebhook();
  const run = await act({ operation: 'get', 'webhook-id': id }, { env: { NODE_OPTIONS: `--require ${preload}` } });
  expect(run).toMatchObject({ exitCode: 1, outputs: { webhook: '', changed: 'false' } });
  expect(run.annotations).toMatchObject([{ title: 'Unexpected error' }]);
  expect(messages(run)[0]).toContain('The run stalled');
  expect(run.summary).toContain('**Unexpected error**');
});
