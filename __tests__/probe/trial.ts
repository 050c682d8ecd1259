/** A probe of the local API in this process, with pauses a hundredth as long. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LosantApi } from '../../local/losant/index.ts';
import { type Outcome, type Result, runProbe } from '../../probe/run.ts';
import { ApiToken } from '../../src/losant/token.ts';

export interface Trial {
  readonly token?: string;
  readonly stop?: AbortSignal;
  /** Milliseconds for one request. */
  readonly timeout?: number;
}

export function probe(api: LosantApi, { token = api.token(), stop, timeout = 5000 }: Trial = {}): Promise<Outcome> {
  const { applicationId, url } = api;
  const wait = (milliseconds: number): Promise<void> => delay(Math.max(2, milliseconds / 100));
  const settings = { apiUrl: new URL(url), applicationId, token: new ApiToken(token), timeout, wait };
  return runProbe(settings, stop ?? new AbortController().signal);
}

/** The ids of the assumptions with a verdict. */
export function idsWith({ results }: Outcome, verdict: Result['verdict']): string[] {
  return results.filter((result) => result.verdict === verdict).map(({ assumption }) => assumption.id);
}
