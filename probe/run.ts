/** Checks all assumptions, and deletes what was created for it. */
import { Api, type ApiSettings, Interrupted, NotChecked, Unclear } from './api.ts';
import { type Assumption, assumptions } from './assumptions.ts';
import { NAME_PREFIX, Probe } from './probe.ts';

export interface Result {
  readonly assumption: Assumption;
  readonly verdict: 'holds' | 'differs' | 'not checked';
  /** In a few words, with nothing confidential. */
  readonly found: string;
}

export interface Outcome {
  readonly results: readonly Result[];
  /** What was created and could not be deleted, as lines for a person. */
  readonly leftovers: readonly string[];
  /** Why not everything was checked, or null. */
  readonly endedEarly: string | null;
}

/** The probe cannot run. Nothing was created. */
export class CannotRun extends Error {}

/**
 * @param stop stops the checks; what was created is still deleted
 * @param onProgress called before each check
 * @throws CannotRun
 */
export async function runProbe(
  settings: ApiSettings,
  stop: AbortSignal,
  onProgress: (done: number) => void = () => undefined,
): Promise<Outcome> {
  const api = new Api(settings, stop);
  await assertUsable(api);
  const probe = new Probe(api);
  const results: Result[] = [];
  let endedEarly: string | null = null;
  try {
    await probe.createAll();
    for (const assumption of assumptions) {
      onProgress(results.length);
      results.push(await check(assumption, probe));
    }
    if (api.isSilent) endedEarly = 'the server stopped responding';
  } catch (error) {
    endedEarly = error instanceof Interrupted ? 'it was interrupted' : 'there was an unexpected error';
  }
  const leftovers = await probe.deleteAll(new Api(settings, new AbortController().signal));
  const unchecked = { verdict: 'not checked', found: endedEarly ?? '' } as const;
  const rest = assumptions.slice(results.length).map((assumption) => ({ assumption, ...unchecked }));
  return { results: [...results, ...rest], leftovers, endedEarly };
}

async function check(assumption: Assumption, probe: Probe): Promise<Result> {
  const { expected, alsoGood, find } = assumption;
  try {
    const result = await find(probe);
    const texts = typeof result === 'string' ? [result] : 'summary' in result ? [result.summary] : result;
    const found = [...new Set(texts.filter((text) => text))].join('; ') || expected;
    return { assumption, verdict: found === expected || alsoGood.test(found) ? 'holds' : 'differs', found };
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (error instanceof NotChecked) return { assumption, verdict: 'not checked', found: error.message };
    // The message of an unexpected error may contain anything.
    const why = error instanceof Unclear ? error.message : 'unexpected error';
    return { assumption, verdict: 'differs', found: `could not be determined: ${why}` };
  }
}

/** @throws CannotRun if the webhooks cannot be listed, or some have names that the probe uses */
async function assertUsable(api: Api): Promise<void> {
  const webhooks = await api.list('webhooks').catch((error: unknown) => {
    if (error instanceof Interrupted) throw new CannotRun('Interrupted before anything was created.');
    const why = `${error instanceof Error ? error.message : ''} ${api.log.at(-1)?.reply.message ?? ''}`.trim();
    throw new CannotRun(
      `The webhooks cannot be listed: ${why}. Are LOSANT_APPLICATION_ID and LOSANT_API_URL correct, ` +
        'and is LOSANT_API_TOKEN complete, active, and allowed to list webhooks?',
    );
  });
  const taken = webhooks.filter(({ name }) => name.trim().startsWith(NAME_PREFIX)).length;
  const fix = `npm run action -- delete --webhook-name '${NAME_PREFIX}*' --max-deletes ${taken} --dry-run`;
  if (taken > 0)
    throw new CannotRun(
      `The application has webhooks whose names begin with "${NAME_PREFIX}" (${taken}). The probe uses such names, and touches nothing ` +
        `that it did not create. If they are left over from an earlier probe, see what would be deleted: ${fix}`,
    );
}
