import { linkSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { newFolder } from '../../local/runner/step.ts';
import { sent, writes } from '../support/sent.ts';
import { ends, field, list, messages, names, useScenario } from './scenario.ts';

const { api, act } = useScenario();
const file = 'webhooks: [{name: orders, responseCode: 202}, {name: new}]';
const inputs = { operation: 'sync', body: file };

test('expected-changes applies what was approved in a dry run, and nothing else', async () => {
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
  expect(ends(refused)).toEqual(['create refused', 'update refused']);
  expect(refused.outputs['changed']).toBe('false');
  expect(writes(api)).toEqual([change]);
  await act({ operation: 'patch', 'webhook-id': id, body: 'responseCode: 201' });
  const applied = await act({ ...inputs, 'expected-changes': approved });
  expect(messages(applied)).toEqual([]);
  expect(ends(applied)).toEqual(['create applied', 'update applied']);
  // It does not speak of drift.
  expect(applied.summary).toMatch(/^### Losant webhooks · sync\n/);
  expect(applied.summary).not.toContain('differ');
});

test('expected-changes accepts the result file of a dry run, or a file with just its changes', async () => {
  const workspace = await newFolder();
  const plan = await act({ ...inputs, 'dry-run': true, 'output-file': 'plan.json' }, { workspace });
  expect(readFileSync(join(workspace, 'plan.json'), 'utf8')).toContain('"planned"');
  writeFileSync(join(workspace, 'changes.json'), plan.outputs['changes'] ?? '');
  const check = { ...inputs, 'dry-run': true };
  for (const path of ['plan.json', 'changes.json'])
    expect(messages(await act({ ...check, 'expected-changes': path }, { workspace }))).toEqual([]);
  const run = await act({ ...inputs, 'expected-changes': 'plan.json' }, { workspace });
  expect(messages(run)).toEqual([]);
  expect(api.webhooks()).toHaveLength(2);
});

test('expected-changes: none fails a dry run if anything differs, and otherwise succeeds', async () => {
  api.addWebhook({ name: 'orders', responseCode: 202 });
  const check = { ...inputs, 'dry-run': true, 'expected-changes': 'none' };
  const drifted = await act(check);
  expect(drifted.annotations).toMatchObject([{ type: 'error', title: 'Webhooks have drifted' }]);
  expect(drifted.outputs).toMatchObject({ changed: 'false', count: '1' });
  expect(ends(drifted)).toEqual(['create refused']);
  expect(names(drifted)).toEqual(['orders']);
  api.addWebhook({ name: 'new' });
  expect(messages(await act(check))).toEqual([]);
});

describe('a plan that was refused approves nothing:', () => {
  test('neither its changes, nor its result file', async () => {
    api.addWebhook({ name: 'a' });
    api.addWebhook({ name: 'b' });
    const workspace = await newFolder();
    const remove = { operation: 'delete', 'webhook-name': '*', 'max-deletes': '2' };
    const refused = await act({ ...remove, 'max-deletes': '1', 'output-file': 'plan.json' }, { workspace });
    expect(ends(refused)).toEqual(['delete refused', 'delete refused']);
    expect(refused.outputs).toMatchObject({ changed: 'false', previous: '[]' });
    for (const approved of ['plan.json', refused.outputs['changes'] ?? '']) {
      const again = await act({ ...remove, 'expected-changes': approved }, { workspace });
      expect(again.annotations).toMatchObject([{ title: 'Plan has changed' }]);
      expect(messages(again)[0]).toContain('2 changes in expected-changes came from a plan that was refused');
    }
    expect(writes(api)).toEqual([]);
  });

  test.each([
    ['the same path', 'plan.json', () => undefined],
    ['another way of writing it', './folder/../plan.json', () => undefined],
    ['a hard link', 'hard.json', (path: string) => linkSync(join(path, 'plan.json'), join(path, 'hard.json'))],
  ])('its output-file is not its approval, given as %s', async (_case, output, prepare) => {
    const workspace = await newFolder();
    writeFileSync(join(workspace, 'plan.json'), '[]');
    prepare(workspace);
    const run = await act({ ...inputs, 'expected-changes': 'plan.json', 'output-file': output }, { workspace });
    expect(messages(run)).toEqual([
      expect.stringContaining('output-file is the same file as expected-changes, and would overwrite it.'),
    ]);
    expect(sent(api)).toEqual([]);
    expect(readFileSync(join(workspace, 'plan.json'), 'utf8')).toBe('[]');
  });
});

test('an approval counts only in the application that was planned, also with redact', async () => {
  const plan = await act({ ...inputs, 'dry-run': true, redact: true });
  const production = api.addApplication();
  const run = await act({ ...inputs, 'application-id': production, 'expected-changes': plan.outputs['changes'] ?? '' });
  expect(run.annotations).toMatchObject([{ title: 'Plan has changed' }]);
  expect(messages(run)[0]).toContain('2 changes in expected-changes belong to another application');
  expect(writes(api)).toEqual([]);
  const applied = await act({ ...inputs, 'expected-changes': plan.outputs['changes'] ?? '' });
  expect(ends(applied)).toEqual(['create applied', 'create applied']);
});

test('an approved update must set everything that was approved, unless Losant has it already', async () => {
  const { id } = api.addWebhook({ name: 'orders', enabled: false });
  const body = { enabled: true, basicAuthUsername: 'u', basicAuthPassword: 'open-sesame' };
  const patch = { operation: 'patch', 'webhook-id': id, body: JSON.stringify(body) };
  const approved = (await act({ ...patch, 'dry-run': true })).outputs['changes'] ?? '';
  const open = await act({ ...patch, body: '{"enabled": true}', 'expected-changes': approved });
  expect(messages(open)[0]).toContain('basicAuthPassword stays as it is, the approved change was (empty) → ***');
  expect(writes(api)).toEqual([]);
  await act({ ...patch, body: '{"enabled": true}' });
  expect(ends(await act({ ...patch, 'expected-changes': approved }))).toEqual(['update applied']);
  expect(api.webhook(id)).toMatchObject(body);
});

test('the refusal lists deletes first, with what was approved instead', async () => {
  for (let index = 0; index < 12; index += 1) api.addWebhook({ name: `w-${String(index).padStart(2, '0')}` });
  const { id } = api.addWebhook({ name: 'zulu' });
  const webhooks = api.webhooks().flatMap(({ name }) => (name === 'zulu' ? [] : [{ name, enabled: false }]));
  const body = JSON.stringify({ webhooks });
  const run = await act({ ...inputs, body, prune: true, 'max-deletes': '1', 'expected-changes': '[]' });
  const lines = messages(run)[0]?.split('\n- ') ?? [];
  expect(lines).toHaveLength(12);
  expect(lines[1]).toBe(`delete "zulu" (${id})`);
  expect(lines[2]).toMatch(/^update "w-00" \(\w+\): enabled true → false$/);
  expect(lines[11]).toBe('and 3 more');
});

test('a delete that was applied has the date of the response', async () => {
  const { id } = api.addWebhook({ name: 'orders' });
  const at = 'Wed, 25 Nov 2026 13:11:12 GMT';
  api.fault({ method: 'DELETE' }, { kind: 'text', status: 200, body: '{"success": true}', headers: { Date: at } });
  const run = await act({ operation: 'delete', 'webhook-id': id });
  expect(list(run, 'changes').map((change) => field(change, 'at'))).toEqual([at]);
});

describe('where Losant hides secrets', () => {
  const hiding = useScenario({ hideSecrets: true });
  const protectedFile = (password: string) =>
    JSON.stringify({
      webhooks: [{ name: 'orders', responseCode: 202, ...(password === '' ? {} : { basicAuthPassword: password }) }],
    });

  test('a password that was added after the approval is refused', async () => {
    hiding.api.addWebhook({ name: 'orders' });
    const plan = await hiding.act({ ...inputs, body: protectedFile(''), 'dry-run': true });
    const approved = plan.outputs['changes'] ?? '';
    const run = await hiding.act({ ...inputs, body: protectedFile('open-sesame'), 'expected-changes': approved });
    expect(messages(run)[0]).toMatch(/update "orders" \(\w+\): basicAuthPassword \*\*\* → \*\*\*$/);
    expect(writes(hiding.api)).toEqual([]);
  });

  test('a run that is repeated sends the passwords of approved creates and updates again', async () => {
    hiding.api.addWebhook({ name: 'invoices' });
    const webhooks = ['orders', 'invoices'].map((name) => ({ name, enabled: false, basicAuthPassword: 'open-sesame' }));
    const both = { ...inputs, body: JSON.stringify({ webhooks }) };
    const approved = (await hiding.act({ ...both, 'dry-run': true })).outputs['changes'] ?? '';
    expect(ends(await hiding.act({ ...both, 'expected-changes': approved }))).toEqual([
      'update applied',
      'create applied',
    ]);
    expect(ends(await hiding.act({ ...both, 'expected-changes': approved }))).toEqual([
      'update applied',
      'update applied',
    ]);
    const run = await hiding.act({ ...both, 'expected-changes': '[]' });
    expect(run.annotations).toMatchObject([{ title: 'Plan has changed' }]);
    expect(messages(await hiding.act({ ...both, 'expected-changes': 'none' }))).toEqual([]);
  });
});
