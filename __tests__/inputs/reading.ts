/** Reads inputs as from a workflow, in a workspace with a few files. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { readSelection } from '../../src/inputs/inputs.ts';
import { Reader } from '../../src/inputs/reader.ts';
import { inputNames } from '../../src/inputs/table.ts';
import { prepare } from '../../src/operations/prepare.ts';
import { inputVariables } from '../support/input-variables.ts';

const workspace = mkdtempSync(join(tmpdir(), 'read-'));
writeFileSync(join(workspace, 'body.yml'), 'name: ${NAME}\n');
writeFileSync(
  join(workspace, 'result.json'),
  '{"changes": [{"action": "create", "name": "n", "application": "0123456789ab"}]}',
);
writeFileSync(join(workspace, 'wrong.yml'), 'x: 1\n');
mkdirSync(join(workspace, 'folder'));
afterAll(() => rmSync(workspace, { recursive: true }));

export type Given = Readonly<Record<string, string>>;

export const id = '575ed78e7ae143cd83dc4aab';
export const other = 'a'.repeat(24);
const common: Given = { 'application-id': id, 'api-token': 'open-sesame' };
export const get = { operation: 'get', 'webhook-name': 'orders' };
export const remove = { operation: 'delete', 'webhook-name': 'orders' };
export const patch = { operation: 'patch', 'webhook-name': 'orders', body: 'enabled: true' };
export const sync = { operation: 'sync', body: 'webhooks: [{name: n}]' };

/** What is read for a step: the values of all inputs by name, and what its operation makes of them. */
export async function read(given: Given) {
  const env = {
    ...inputVariables({ ...common, ...given }),
    GITHUB_WORKSPACE: workspace,
    NAME: 'from-the-environment',
  };
  const { inputs, limits, body } = await prepare(env);
  const reader = new Reader(env);
  const values: Readonly<Record<string, unknown>> = Object.fromEntries(
    inputNames.map((name) => [name, reader.value(name)]),
  );
  return { inputs, limits, body, selection: readSelection(reader), values };
}
