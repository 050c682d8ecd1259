import { ifForbidden } from '../api/errors.ts';
import type { Trigger, Workflow } from '../losant/webhook.ts';
import type { IncludedWorkflow, Item, OtherTrigger, Plan } from '../plan/plan.ts';
import { pool } from '../pool.ts';
import type { Context } from './context.ts';

/** The names of the webhooks that are not deleted, by id in lower case. If a webhook cannot be read, its id is used. */
type Remaining = ReadonlyMap<string, string>;

/** Adds to the plan which workflows each delete includes, and what else triggers them. */
export async function withWorkflows(plan: Plan, context: Context): Promise<Plan> {
  const found = await listWorkflows(plan, context);
  if (found === null) return { ...plan, hidesWorkflows: true };
  const remaining = await remainingWebhooks(plan, [...found.values()].flat(), context);
  const listed = new Set<string>();
  const items = plan.items.map((item): Item => {
    const workflows = found.get(item);
    if (workflows === undefined) return item;
    // A workflow that several deleted webhooks trigger is deleted with the first one, and listed only there.
    const own = workflows.filter(({ id }) => !listed.has(id));
    for (const { id } of own) listed.add(id);
    return { ...item, workflows: own.map((workflow) => included(workflow, remaining)) };
  });
  return { ...plan, items };
}

/** The workflows of each webhook that is deleted, or null if the token is not allowed to list them. */
async function listWorkflows({ items }: Plan, { inputs, losant }: Context) {
  const found = new Map<Item, readonly Workflow[]>();
  let mayList = true;
  await pool(items, inputs.concurrency, async (item) => {
    if (item.action !== 'delete' || item.id === null || !mayList) return;
    const workflows = await losant.listWorkflows(item.id).catch(ifForbidden(() => null));
    if (workflows === null) mayList = false;
    else found.set(item, workflows);
  });
  return mayList ? found : null;
}

/** The webhooks that trigger one of the workflows and are not deleted. Triggers of webhooks that no longer exist are ignored. */
async function remainingWebhooks(
  { items, listing }: Plan,
  workflows: readonly Workflow[],
  { inputs, losant }: Context,
): Promise<Remaining> {
  const deleted = new Set(items.filter(({ action }) => action === 'delete').map(({ id }) => id?.toLowerCase()));
  const keys = workflows.flatMap(({ triggers }) => triggers.map(triggeringWebhook)).filter((id) => id !== null);
  const others = [...new Set(keys)].filter((id) => !deleted.has(id));
  // The name of an item may be a template, which must be shown instead of the name in the listing.
  const names = new Map([...listing, ...items].map(({ id, name }) => [id?.toLowerCase(), name]));
  const found = await pool(others, inputs.concurrency, async (id) => {
    // A webhook that cannot be read may exist, so it counts as one that stays.
    const read = (): Promise<{ name: string } | null> => losant.getWebhook(id).catch(ifForbidden(() => ({ name: id })));
    const name = listing.length > 0 ? names.get(id) : (await read())?.name;
    return name == null ? [] : [[id, name] as const];
  });
  return new Map(found.flat());
}

/** The id of the webhook that a trigger belongs to; null for a trigger of another type. */
function triggeringWebhook({ type, key }: Trigger): string | null {
  return type === 'webhook' && key !== null ? key.toLowerCase() : null;
}

function included({ id, name, triggers }: Workflow, remaining: Remaining): IncludedWorkflow {
  const others = triggers.flatMap((trigger): OtherTrigger[] => {
    const { type } = trigger;
    if (type !== 'webhook') return [{ type, name: null }];
    const webhook = remaining.get(triggeringWebhook(trigger) ?? '');
    return webhook === undefined ? [] : [{ type, name: webhook }];
  });
  const unique = new Map(others.map((other) => [JSON.stringify([other.type, other.name]), other]));
  return { id, name, otherTriggers: [...unique.values()] };
}
