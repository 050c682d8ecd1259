/** Shared by all scenarios: a step against the local Losant API, and the checks that apply to every step. */
import { expect } from '@jest/globals';
import type { LosantApi, LosantApiOptions } from '../../local/losant/index.ts';
import { readActionFile } from '../../local/runner/action-file.ts';
import { type Inputs, inputsFor, type Run, type RunOptions, runAction } from '../../local/runner/run-action.ts';
import { useLosantApi } from '../support/use-losant-api.ts';

export type { Inputs, Run, RunOptions } from '../../local/runner/run-action.ts';

/** Runs the action with these inputs and those that every run needs. */
export type Act = (inputs: Inputs, options?: RunOptions) => Promise<Run>;

/** Runs `sync` with a file that contains this text. */
export type Sync = (text: string, inputs?: Inputs, options?: RunOptions) => Promise<Run>;

/** A Losant API for each test in the file or the `describe`, and steps against it. */
export function useScenario(options?: LosantApiOptions): {
  readonly api: LosantApi;
  readonly act: Act;
  readonly sync: Sync;
} {
  const api = useLosantApi({ tls: true, ...options });
  const act = actOn(api);
  const sync: Sync = (text, inputs, more) =>
    act(
      { operation: 'sync', 'body-file': 'webhooks.yml', ...inputs },
      { ...more, files: { 'webhooks.yml': text, ...more?.files } },
    );
  return { api, act, sync };
}

/** Steps against this API, with a token that can do everything and no retries unless the inputs say otherwise. */
function actOn(api: LosantApi): Act {
  return async (inputs, options) => {
    const all: Inputs = { ...inputsFor(api), retries: 0, ...inputs };
    const run = await runAction(all, options);
    await expectSound(run, String(all['api-token'] ?? ''), api);
    return run;
  };
}

/** Checks every run: it fails or succeeds for a reason, its outputs are complete, and it shows no secret. */
async function expectSound(run: Run, apiToken: string, api: LosantApi): Promise<void> {
  const errors = run.annotations.filter(({ type }) => type === 'error');
  expect(run.exitCode).toBe(errors.length > 0 ? 1 : 0);
  expect(errors.length).toBeLessThanOrEqual(10);
  for (const { title, message } of errors) {
    expect(title).toBeTruthy();
    expect(message).toMatch(/\S{3}/);
    expect(message).not.toContain('bug of the action');
  }
  expect(run.stderr).toBe('');
  expect(Object.keys(run.outputs).sort()).toEqual([...(await readActionFile()).outputs].sort());
  expect(['true', 'false']).toContain(run.outputs['changed']);
  if (run.outputs['webhooks'] !== '') expect(run.outputs['count']).toBe(String(list(run, 'webhooks').length));
  expect(JSON.stringify(allOutputs(run))).not.toMatch(/"_[^"]*":/);
  expectNoSecret(run, apiToken, api);
}

function expectNoSecret(run: Run, apiToken: string, api: LosantApi): void {
  const token = apiToken.trim().replace(/^Bearer\s+/i, '');
  const outputs = Object.values(run.outputs).join('\n');
  if ([...token].length >= 4) {
    expect(run.stdout.startsWith('::add-mask::')).toBe(true);
    // The runner masks line by line.
    expect(run.masks).toEqual(expect.arrayContaining(token.split('\n')));
    expect(run.shown).not.toContain(token);
    expect(outputs).not.toContain(token);
  }
  const secrets = api
    .webhooks()
    .flatMap((webhook) => [webhook.token, webhook.basicAuthPassword, webhook.verificationCode])
    .flatMap((secret) => secret.split('\n'))
    .filter((secret) => secret.length >= 4);
  expect(secrets.filter((secret) => run.shown.includes(secret))).toEqual([]);
  expect(secrets.filter((secret) => outputs.includes(JSON.stringify(secret)) && !run.masks.includes(secret))).toEqual(
    [],
  );
}

/** The value of an output that is JSON. */
export function output(run: Run, name: string): unknown {
  const text = run.outputs[name] ?? '';
  const value: unknown = text === '' ? '' : JSON.parse(text);
  // Compact: without white space between its parts.
  expect(JSON.stringify(value)).toBe(text === '' ? '""' : text);
  return value;
}

/** An output that is a JSON array. */
export function list(run: Run, name: string): readonly unknown[] {
  const value = output(run, name);
  if (!Array.isArray(value)) throw new Error(`the output ${name} is no list: ${run.outputs[name]}`);
  return value;
}

function allOutputs(run: Run): unknown[] {
  return ['webhook', 'webhooks', 'changes', 'previous', 'variables'].map((name) => output(run, name));
}

/** The value of a property of an object in an output. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The names of the webhooks in an output, in order. */
export function names(run: Run, name = 'webhooks'): unknown[] {
  return list(run, name).map((webhook) => field(webhook, 'name'));
}

/** The action and status of each change, in order, such as "update applied". */
export function ends(run: Run): string[] {
  return list(run, 'changes').map((change) => `${field(change, 'action')} ${field(change, 'status')}`);
}

/** The messages of one kind of annotation. */
export function messages(run: Run, type: 'error' | 'warning' = 'error'): string[] {
  return run.annotations.filter((annotation) => annotation.type === type).map(({ message }) => message);
}
