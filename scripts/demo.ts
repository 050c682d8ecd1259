/**
 * Shows the action at work, with nothing but this repository: starts the local Losant API, makes a webhook with two
 * workflows, and runs the built action on it as GitHub's runner would. Fails when anything is not as expected.
 */
import assert from 'node:assert/strict';
import { startLosantApi } from '../local/losant/index.ts';
import { display } from '../local/runner/display.ts';
import { type Inputs, type Run, runAction } from '../local/runner/run-action.ts';
import { removeFolders } from '../local/runner/step.ts';

await using api = await startLosantApi();
const webhook = api.addWebhook({ name: 'orders', basicAuthUsername: 'shop', basicAuthPassword: 'not-a-real-password' });
for (const name of ['Store the order', 'Send a receipt']) api.addWorkflow({ name, webhookIds: [webhook.id] });

const token = api.token();

/** Runs one step, and prints it as its user would see it. */
async function step(title: string, inputs: Inputs): Promise<Run> {
  console.log(`\n━━ ${title}`);
  for (const [name, value] of Object.entries(inputs)) console.log(`   ${name}: ${value}`);
  const run = await runAction({
    'application-id': api.applicationId,
    'api-token': token,
    'api-url': api.url,
    'webhook-id': webhook.id,
    ...inputs,
  });
  const text = display(run);
  console.log(`\n${text}`);
  assert.equal(run.exitCode, 0, `${title}: the step failed`);
  for (const secret of [token, webhook.token, webhook.basicAuthPassword])
    assert.ok(!text.includes(secret), `${title}: a secret is shown`);
  return run;
}

/** The requests of a step other than reads. */
function writes(): string[] {
  const sent = api.requests.map(({ method }) => method).filter((method) => method !== 'GET');
  api.reset();
  return sent;
}

try {
  const read = await step('Read a webhook', { operation: 'get' });
  assert.equal(read.outputs['webhook-id'], webhook.id);
  assert.deepEqual(writes(), []);

  const body = '{"responseCode": 202, "description": "Orders of the shop"}';
  const patched = await step('Change two fields', { operation: 'patch', body });
  assert.equal(patched.outputs['changed'], 'true');
  assert.deepEqual(writes(), ['PATCH']);
  assert.equal(api.webhook(webhook.id)?.responseCode, 202);

  const again = await step('The same change again: nothing to do', { operation: 'patch', body });
  assert.equal(again.outputs['changed'], 'false');
  assert.deepEqual(writes(), []);

  const removal = { operation: 'delete', 'include-workflows': true };
  const planned = await step('A dry run of a delete, with its workflows', { ...removal, 'dry-run': true });
  assert.equal(planned.outputs['changed'], 'true');
  assert.deepEqual(writes(), []);
  assert.equal(api.workflows().length, 2);

  const deleted = await step('The delete', removal);
  assert.equal(deleted.outputs['changed'], 'true');
  assert.deepEqual(writes(), ['DELETE']);
  assert.deepEqual([api.webhooks().length, api.workflows().length], [0, 0]);
  console.log('All five steps did what was expected.');
} finally {
  await removeFolders();
}
