/** The workflows that webhooks trigger, and what a delete does to them. */
import { isObject, type JsonObject } from '../../src/json.ts';
import { differs, type Finding, holds, holdsUnless, NotChecked, Undetermined } from '../finding.ts';
import { longestPage } from '../listing.ts';
import { allowed, type Probe, webhookPath } from '../probe.ts';
import { describe, type Item, isSuccess, itemsOf, objectOf, type Reply } from '../reply.ts';
import { type Assumption, CLIENT, DOCUMENTATION } from './assumption.ts';

/** The workflows that the webhook triggers, requested as the action does it. */
async function workflowsOf(probe: Probe, webhookId: string): Promise<readonly Item[]> {
  const triggerFilter = JSON.stringify([{ type: 'webhook', key: webhookId }]);
  return itemsOf(allowed(await longestPage(probe.api.send, '/flows', { triggerFilter })));
}

async function workflowExists(probe: Probe, id: string): Promise<boolean> {
  const reply: Reply = await probe.api.send('GET', `/flows/${encodeURIComponent(id)}`);
  if (isSuccess(reply)) return objectOf(reply)['id'] !== undefined || objectOf(reply)['flowId'] !== undefined;
  if ([404, 410].includes(reply.status)) return false;
  throw new NotChecked(`workflows cannot be read one by one (${describe(reply)})`);
}

function hasTriggers({ fields }: Item): boolean {
  const { triggers } = fields;
  const isTrigger = (value: unknown): value is JsonObject =>
    isObject(value) && typeof value['type'] === 'string' && typeof value['key'] === 'string';
  return Array.isArray(triggers) && triggers.every(isTrigger);
}

async function checkFilter(probe: Probe): Promise<Finding> {
  const plain = await probe.webhook('plain');
  // If the probe cannot create a workflow, existing ones have to be enough.
  await probe.workflow().catch(() => undefined);
  const none = await workflowsOf(probe, plain.id);
  if (none.length > 0) return differs('workflows of other webhooks are listed too');
  const workflow = await probe.workflow();
  const some = await workflowsOf(probe, (await probe.webhook('full')).id);
  return holdsUnless(
    [
      some.some(({ id }) => id === workflow.id) ? null : "the webhook's workflow is not listed",
      some.length > 1 ? 'other workflows are listed too' : null,
    ],
    "only the webhook's workflows",
  );
}

async function checkTriggers(probe: Probe): Promise<Finding> {
  const workflow = await probe.workflow();
  const full = await probe.webhook('full');
  const first = await probe.webhook('first');
  const listed = (await workflowsOf(probe, full.id)).find(({ id }) => id === workflow.id);
  if (listed === undefined) throw new Undetermined("the webhook's workflow is not listed");
  if (!('triggers' in listed.fields)) return differs('left out');
  if (!hasTriggers(listed)) return differs('in another form');
  const text = JSON.stringify(listed.fields['triggers']);
  return text.includes(full.id) && text.includes(first.id) ? holds('all of them') : differs('not all of them');
}

async function checkKept(probe: Probe): Promise<Finding> {
  const workflow = await probe.workflow();
  const { id } = await probe.webhook('full');
  const reply = allowed(await probe.api.send('DELETE', webhookPath(id)));
  if (!isSuccess(reply)) throw new Undetermined(`the response to the delete is ${describe(reply)}`);
  return (await workflowExists(probe, workflow.id)) ? holds('kept') : differs('deleted too');
}

async function checkIncluded(probe: Probe): Promise<Finding> {
  const workflow = await probe.workflow();
  if (!(await workflowExists(probe, workflow.id))) throw new NotChecked('the workflow is already gone');
  const { id } = await probe.webhook('first');
  const query = { includeWorkflows: 'true' };
  const reply = allowed(await probe.api.send('DELETE', webhookPath(id), { query }));
  if (!isSuccess(reply)) throw new Undetermined(`the response to the delete is ${describe(reply)}`);
  return (await workflowExists(probe, workflow.id)) ? differs('kept') : holds('deleted too');
}

export const workflowAssumptions: readonly Assumption[] = [
  {
    id: 'workflow-filter',
    assumed: 'A list of workflows with a `triggerFilter` contains exactly the workflows that the webhook triggers.',
    expected: "only the webhook's workflows",
    source: CLIENT,
    otherwise: 'With `include-workflows`, the plan lists workflows that are not deleted.',
    shownBy: ['ignoreTriggerFilter', 'forbiddenStatus'],
    check: checkFilter,
  },
  {
    id: 'workflow-triggers',
    assumed: 'Each workflow in that list has its `triggers`, with the `type` and `key` of each.',
    expected: 'all of them',
    source: CLIENT,
    otherwise:
      'It cannot be determined whether other webhooks need a workflow: with `include-workflows`, the step fails before any change.',
    shownBy: ['omitTriggers'],
    check: checkTriggers,
  },
  {
    id: 'workflows-kept',
    assumed: 'A delete without `includeWorkflows` leaves workflows alone.',
    expected: 'kept',
    source: DOCUMENTATION,
    otherwise: 'A delete also deletes workflows without reporting them. Do not use it, and open an issue.',
    shownBy: ['takeWorkflows'],
    check: checkKept,
  },
  {
    id: 'workflows-included',
    assumed: 'A delete with `includeWorkflows=true` deletes every workflow that the webhook triggers.',
    expected: 'deleted too',
    source: DOCUMENTATION,
    otherwise: 'The workflows stay, although the report lists them as deleted.',
    shownBy: ['keepWorkflows'],
    check: checkIncluded,
  },
];
