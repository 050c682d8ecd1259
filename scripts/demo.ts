/**
 * Shows the action at work, with nothing but this repository: starts a local Losant API and runs the built action against
 * it as GitHub's runner would. Fails if anything is not as expected. `npm run demo -- --verbose` prints every output
 * and the job summary too.
 */
import assert from 'node:assert/strict';
import { startLosantApi } from '../local/losant/index.ts';
import { indented, shownLog, shownOutputs } from '../local/runner/display.ts';
import { type Inputs, type Run, runAction } from '../local/runner/run-action.ts';
import { removeFolders } from '../local/runner/step.ts';
import { terminalMarkdown } from '../local/runner/terminal-markdown.ts';
import { actionName } from '../local/runner/workflow.ts';

interface Step {
  readonly title: string;
  readonly with: Inputs;
  /** The outputs worth showing. */
  readonly outputs: readonly string[];
  /** What is sent to Losant, reads aside. */
  readonly sends: readonly string[];
  readonly fails?: boolean;
}

const isVerbose = process.argv.includes('--verbose');
const FILE = 'webhooks.yml';
const fileText = 'webhooks:\n  - name: orders\n    responseCode: 200\n  - name: invoices\n';

await using api = await startLosantApi();
const orders = api.addWebhook({ name: 'orders', basicAuthUsername: 'shop', basicAuthPassword: 'not-a-real-password' });
for (const name of ['Store the order', 'Send a receipt']) api.addWorkflow({ name, webhookIds: [orders.id] });
for (const name of ['pr-17', 'pr-18']) api.addWebhook({ name });
const token = api.token();
const secrets = [token, orders.token, orders.basicAuthPassword];

const patch = { operation: 'patch', 'webhook-name': 'orders', body: 'responseCode: 202' };
const steps: readonly Step[] = [
  {
    title: 'Get a webhook by its name',
    with: { operation: 'get', 'webhook-name': 'orders' },
    outputs: ['webhook-id'],
    sends: [],
  },
  { title: 'Change it', with: patch, outputs: ['changed'], sends: ['PATCH'] },
  { title: 'Change it again: there is nothing to do', with: patch, outputs: ['changed'], sends: [] },
  {
    title: 'A mistake: nothing is sent, and the message has the fix',
    with: { ...patch, body: 'respnseCode: 202' },
    outputs: [],
    sends: [],
    fails: true,
  },
  {
    title: `Check ${FILE}, which needs no token`,
    with: { operation: 'validate', 'body-file': FILE },
    outputs: ['count'],
    sends: [],
  },
  {
    title: `A plan of ${FILE}, as for a pull request`,
    with: { operation: 'sync', 'body-file': FILE, 'dry-run': true },
    outputs: ['changed'],
    sends: [],
  },
  {
    title: 'Too many deletes: refused before anything is deleted',
    with: { operation: 'delete', 'webhook-name': 'pr-*' },
    outputs: ['changed'],
    sends: [],
    fails: true,
  },
  {
    title: 'Delete a webhook with its workflows',
    with: { operation: 'delete', 'webhook-name': 'orders', 'include-workflows': true },
    outputs: ['changed'],
    sends: ['DELETE'],
  },
];

/** The step as it would be written in a workflow. */
function asYaml(inputs: Inputs): string {
  const lines = Object.entries(inputs).map(([name, value]) => {
    const text = String(value);
    return `    ${name}: ${/[:*#]/u.test(text) ? `'${text}'` : text}`;
  });
  return [`- uses: ${actionName}@v1`, '  with:', ...lines].join('\n');
}

function check(run: Run, shown: string, { title, fails = false, sends }: Step): void {
  assert.equal(run.exitCode, fails ? 1 : 0, `${title}: exit code`);
  const writes = api.requests.map(({ method }) => method).filter((method) => method !== 'GET');
  assert.deepEqual(writes, sends, `${title}: requests`);
  for (const secret of secrets) assert.ok(!shown.includes(secret), `${title}: a secret is shown`);
}

console.log('Each step but validate also has the inputs application-id and api-token.');
try {
  let shownBefore = '';
  for (const step of steps) {
    api.reset();
    const access = { 'application-id': api.applicationId, 'api-token': token, 'api-url': api.url };
    const run = await runAction(
      { ...(step.with['operation'] === 'validate' ? {} : access), ...step.with },
      { files: { [FILE]: fileText } },
    );
    const yaml = asYaml(step.with);
    const log = shownLog(run);
    const outputs = shownOutputs(run, isVerbose ? undefined : step.outputs);
    check(run, `${log}\n${outputs}`, step);
    console.log(`\n━━ ${step.title}`);
    if (yaml !== shownBefore) console.log(yaml);
    if (step.with['operation'] === 'validate') console.log(indented(`# ${FILE}\n${fileText}`).trimEnd());
    console.log(`${log.replace(/^/gmu, '│ ')}${outputs === '' ? '' : `\n${outputs.replace(/^/gmu, '→ ')}`}`);
    if (isVerbose) console.log(terminalMarkdown(run.summary).replace(/^/gmu, '┃ '));
    shownBefore = yaml;
  }
  assert.equal(api.webhook(orders.id), undefined);
  assert.deepEqual([api.webhooks().length, api.workflows().length], [2, 0]);
  console.log(`\nAll ${steps.length} steps did what was expected.`);
} finally {
  await removeFolders();
}
