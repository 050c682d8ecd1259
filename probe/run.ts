/** Checks all assumptions, and deletes what was created for it. */
import { Api, type ApiSettings, Interrupted } from './api.ts';
import { type Assumption, assumptions } from './assumptions/index.ts';
import { type Finding, findingOf, NotChecked } from './finding.ts';
import { type Listing, readList } from './listing.ts';
import { findRights, Probe } from './probe.ts';
import { describe } from './reply.ts';
import { type Leftover, NAME_PREFIX, ProbeResources } from './resources.ts';

export interface Result {
  readonly assumption: Assumption;
  readonly finding: Finding;
}

export interface Outcome {
  readonly results: readonly Result[];
  /** What was created and could not be deleted. */
  readonly leftovers: readonly Leftover[];
  /** Why not everything was checked, or null. */
  readonly endedEarly: string | null;
  readonly requests: number;
  /** Strings that must not appear in a report. */
  readonly confidential: readonly string[];
}

/** The probe cannot run. Nothing was created. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** How long a request in flight may take after an interruption, in milliseconds. */
const GRACE = 2000;
/** The longest timeout of a request during clean-up, in milliseconds. */
const CLEANUP_TIMEOUT = 8000;

/**
 * @param stop stops the checks; what was created is still deleted
 * @param onProgress called before each check
 * @throws Refused if the probe cannot run
 */
export async function runProbe(
  settings: ApiSettings,
  stop: AbortSignal,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<Outcome> {
  const abort = new AbortController();
  const onStop = (): void => void setTimeout(() => abort.abort(), GRACE).unref();
  stop.addEventListener('abort', onStop, { once: true });
  const api = new Api(settings, stop, abort.signal);
  const existing = await readExisting(api).catch((error: unknown) => {
    throw error instanceof Interrupted ? new Refused('Interrupted before anything was created.') : error;
  });
  const resources = new ProbeResources({ webhooks: existing.webhooks, flows: existing.flows });
  const results: Result[] = [];
  let leftovers: readonly Leftover[] = [];
  let endedEarly: string | null = null;
  try {
    const probe = new Probe(api, resources, await findRights(api));
    for (const assumption of assumptions) {
      onProgress(results.length, assumptions.length);
      results.push({ assumption, finding: await check(assumption, probe) });
    }
    if (api.isSilent) endedEarly = 'the server stopped responding';
  } catch (error) {
    endedEarly = error instanceof Interrupted ? 'it was interrupted' : findingOf(error).found;
  } finally {
    const never = new AbortController().signal;
    const timeout = Math.min(settings.timeout, CLEANUP_TIMEOUT);
    leftovers = await resources.deleteAll(new Api({ ...settings, timeout }, never, never));
  }
  const checked = new Set(results.map(({ assumption }) => assumption.id));
  const rest = assumptions.filter(({ id }) => !checked.has(id));
  const finding = findingOf(new NotChecked(endedEarly ?? ''));
  return {
    results: [...results, ...rest.map((assumption) => ({ assumption, finding }))],
    leftovers,
    endedEarly,
    requests: api.count,
    confidential: [...existing.webhooks, ...existing.flows, ...resources.ids, resources.prefix],
  };
}

async function check(assumption: Assumption, probe: Probe): Promise<Finding> {
  try {
    return await assumption.check(probe);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return findingOf(error);
  }
}

interface Existing {
  readonly webhooks: readonly string[];
  readonly flows: readonly string[];
}

/** The ids of existing webhooks and workflows, which are never touched. */
async function readExisting(api: Api): Promise<Existing> {
  const webhooks = await readWebhooks(api);
  const taken = webhooks.items.filter(({ name }) => name.trim().toLowerCase().startsWith(NAME_PREFIX));
  if (taken.length > 0) {
    throw new Refused(
      `The application has ${taken.length} ${taken.length === 1 ? 'webhook' : 'webhooks'} whose name begins with "${NAME_PREFIX}". ` +
        'The probe uses such names, and touches nothing that it did not create. If they are left over from an earlier probe, delete them in ' +
        `Losant, or first see what would be deleted: npm run action -- delete --webhook-name '${NAME_PREFIX}*' --max-deletes ${taken.length} --dry-run`,
    );
  }
  const flows = await readList(api.send, '/flows').catch((error: unknown) => {
    if (error instanceof Interrupted) throw error;
    return { items: [], isComplete: false };
  });
  return {
    webhooks: webhooks.items.map(({ id }) => id),
    flows: flows.items.map(({ id }) => id),
  };
}

async function readWebhooks(api: Api): Promise<Listing> {
  try {
    const reply = await api.send('GET', '/webhooks', { query: { perPage: '1' } });
    if (reply.status >= 400)
      throw new Refused(`The webhooks cannot be listed: ${describe(reply)}. ${adviceFor(reply.status)}`);
    const listing = await readList(api.send, '/webhooks');
    if (!listing.isComplete)
      throw new Refused('The list of webhooks never ends, so it is not known what already exists.');
    return listing;
  } catch (error) {
    if (error instanceof Refused || error instanceof Interrupted) throw error;
    const why = error instanceof Error ? error.message : 'no error';
    throw new Refused(`The webhooks cannot be listed: ${why}${api.lastFailure === '' ? '' : ` (${api.lastFailure})`}.`);
  }
}

function adviceFor(status: number): string {
  if (status === 401) return 'Is LOSANT_API_TOKEN complete, not expired, and active?';
  if (status === 403) return 'The token needs a scope for it, such as webhooks.get.';
  if (status === 404) return 'Are LOSANT_APPLICATION_ID and LOSANT_API_URL correct?';
  return 'Try again later.';
}
