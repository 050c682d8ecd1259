import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inputsFor, runAction } from '../../local/runner/run-action.ts';
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

/** No report can be made: as if this action had a bug there. */
const BUG = `
require('node:crypto').createHash = () => { throw new Error('the report has a bug'); };
require('node:module').syncBuiltinESMExports();
`;

test('a bug in the report fails the step, and says so', async () => {
  const preload = join(await newFolder(), 'bug.cjs');
  await writeFile(preload, BUG);
  const { id } = api.addWebhook();
  const inputs = { ...inputsFor(api), operation: 'get', 'webhook-id': id };
  const run = await runAction(inputs, { env: { NODE_OPTIONS: `--require ${preload}` } });
  expect(run.exitCode).toBe(1);
  expect(run.annotations).toMatchObject([{ type: 'error', title: 'Unexpected error' }]);
  expect(messages(run)[0]).toContain('the report has a bug');
});
