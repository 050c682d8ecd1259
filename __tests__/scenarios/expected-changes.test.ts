import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { newFolder } from '../../local/runner/step.ts';
import { writes } from '../support/sent.ts';
import { ends, messages, names, useScenario } from './scenario.ts';

const { api, act } = useScenario();
const file = 'webhooks: [{name: orders, responseCode: 202}, {name: new}]';
const inputs = { operation: 'sync', body: file };

test('applies what was approved in a dry run, and nothing else', async () => {
  const { id } = api.addWebhook({ name: 'orders', responseCode: 201 });
  const plan = await act({ ...inputs, 'dry-run': true });
  const approved = plan.outputs['changes'] ?? '';
  await act({ operation: 'patch', 'webhook-id': id, body: 'responseCode: 204' });
  const [change] = writes(api);
  const refused = await act({ ...inputs, 'expected-changes': approved });
  expect(refused.annotations).toMatchObject([{ type: 'error', title: 'Plan has changed' }]);
  expect(messages(refused)[0]).toContain(
    `- update "orders" (${id}): responseCode 204 → 202, the approved change was 201 → 202`,
  );
  expect(ends(refused)).toEqual(['create skipped', 'update skipped']);
  expect(refused.outputs['changed']).toBe('false');
  expect(writes(api)).toEqual([change]);
  await act({ operation: 'patch', 'webhook-id': id, body: 'responseCode: 201' });
  const applied = await act({ ...inputs, 'expected-changes': approved });
  expect(messages(applied)).toEqual([]);
  expect(ends(applied)).toEqual(['create applied', 'update applied']);
});

test('takes the result of a dry run as a file', async () => {
  const workspace = await newFolder();
  await act({ ...inputs, 'dry-run': true, 'output-file': 'plan.json' }, { workspace });
  expect(readFileSync(join(workspace, 'plan.json'), 'utf8')).toContain('"planned"');
  const run = await act({ ...inputs, 'expected-changes': 'plan.json' }, { workspace });
  expect(messages(run)).toEqual([]);
  expect(api.webhooks()).toHaveLength(2);
});

test('none is red in a dry run when anything differs, and green when nothing does', async () => {
  api.addWebhook({ name: 'orders', responseCode: 202 });
  const check = { ...inputs, 'dry-run': true, 'expected-changes': 'none' };
  const drifted = await act(check);
  expect(drifted.annotations).toMatchObject([{ type: 'error', title: 'Webhooks have drifted' }]);
  expect(drifted.outputs).toMatchObject({ changed: 'false', count: '1' });
  expect(ends(drifted)).toEqual(['create skipped']);
  expect(names(drifted)).toEqual(['orders']);
  api.addWebhook({ name: 'new' });
  expect(messages(await act(check))).toEqual([]);
});
