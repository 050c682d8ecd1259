/** The workflows that webhooks trigger, and the responses to deletes. They delete what other checks need, so they come last. */
import { isObject, type Json } from '../../src/json.ts';
import { NotChecked, Unclear } from '../api.ts';
import { type Item, itemsIn, type Probe, type WebhookKey } from '../probe.ts';
import { check } from './check.ts';

/** The workflows that a webhook triggers, requested as the action does it. */
async function workflowsOf(probe: Probe, key: WebhookKey): Promise<readonly Item[]> {
  const triggerFilter = JSON.stringify([{ type: 'webhook', key: probe.get(key).id }]);
  return itemsIn(await probe.send('GET', '/flows', { query: { triggerFilter, perPage: '1000' } }));
}

async function workflowExists(probe: Probe): Promise<boolean> {
  const { status, body, summary } = await probe.api.send('GET', probe.get('workflow').path);
  if ([404, 410].includes(status)) return false;
  if (status < 300) return body['id'] !== undefined;
  throw new NotChecked(`workflows cannot be read one by one (${summary})`);
}

/** Deletes a webhook that triggers the workflow, and returns what happens to the workflow. */
async function afterDelete(probe: Probe, key: WebhookKey, query = {}): Promise<string> {
  if (!(await workflowExists(probe))) throw new NotChecked('the workflow is already gone');
  const { isSuccess, summary } = await probe.send('DELETE', probe.get(key).path, { query });
  if (!isSuccess) throw new Unclear(`the response to the delete is ${summary}`);
  return (await workflowExists(probe)) ? 'kept' : 'deleted too';
}

function isTrigger(value: Json): boolean {
  return isObject(value) && typeof value['type'] === 'string' && typeof value['key'] === 'string';
}

export const workflowChecks = {
  'workflow-filter': check("only the webhook's workflows", async (probe) => {
    if ((await workflowsOf(probe, 'plain')).length > 0) return 'workflows of other webhooks are listed too';
    const { id } = probe.get('workflow');
    const listed = await workflowsOf(probe, 'full');
    const isListed = listed.some((workflow) => workflow.id === id);
    return [!isListed && "the webhook's workflow is not listed", listed.length > 1 && 'other workflows are listed too'];
  }),
  'workflow-triggers': check('all of them', async (probe) => {
    const { id } = probe.get('workflow');
    const listed = (await workflowsOf(probe, 'full')).find((workflow) => workflow.id === id)?.fields;
    if (listed === undefined) throw new Unclear("the webhook's workflow is not listed");
    const { triggers } = listed;
    if (triggers === undefined) return 'left out';
    if (!Array.isArray(triggers) || !triggers.every(isTrigger)) return 'in another form';
    const ids = [probe.get('full').id, probe.get('first').id];
    return ids.every((webhook) => JSON.stringify(triggers).includes(webhook)) ? 'all of them' : 'not all of them';
  }),
  'workflows-kept': check('kept', (probe) => afterDelete(probe, 'full')),
  'workflows-included': check('deleted too', (probe) => afterDelete(probe, 'first', { includeWorkflows: 'true' })),
};

export const deleteChecks = {
  'delete-response': check('200, success', async (probe) => {
    const { path } = probe.get('spare');
    const { status, isSuccess, body, summary } = await probe.send('DELETE', path);
    const isThere = (await probe.api.send('GET', path)).body['id'] !== undefined;
    const isVague = isSuccess && body['success'] !== true;
    return [status !== 200 && summary, isVague && 'no "success": true', isThere && 'the webhook still exists'];
  }),
  'delete-repeated': check('404 NotFound', async (probe) => {
    const { path } = probe.get('spare');
    const { body } = await probe.api.send('GET', path);
    if (body['id'] !== undefined) throw new NotChecked('the webhook could not be deleted');
    return (await probe.send('DELETE', path)).summary;
  }),
};
