import { Problem } from '../problem.ts';
import { type ClientSettings, type Losant, LosantClient } from './client.ts';
import { Http, type HttpSettings } from './http.ts';
import { Pace } from './pace.ts';
import { proxyProblem } from './proxy.ts';
import { type RetrySettings, timer } from './retry.ts';

/** What a client needs to know: how to reach the server, how to retry, and what to do with what is read. */
export type ConnectionSettings = Omit<HttpSettings, 'abort'> &
  Pick<RetrySettings, 'retries' | 'stop' | 'onRetry'> &
  ClientSettings;

/** How long requests in flight may continue after the run is cancelled, in milliseconds. */
const GRACE = 2000;

/**
 * A client for one application. Creating it sends nothing.
 * @throws Problem if the environment's proxy cannot be used
 */
export function connect(settings: ConnectionSettings, env: NodeJS.ProcessEnv): Losant {
  const problem = proxyProblem(settings.apiUrl, env);
  if (problem !== null) throw new Problem('Proxy cannot be used', `${problem}. Nothing was sent.`);
  const { stop, retries, onRetry } = settings;
  const http = new Http({ ...settings, abort: abortAfter(stop) });
  const retry = { retries, pace: new Pace(), stop, onRetry, random: Math.random, wait: timer };
  return new LosantClient(http, retry, settings);
}

/** A signal for requests in flight: they get a moment to finish after the run is cancelled. */
export function abortAfter(stop: AbortSignal): AbortSignal {
  const abort = new AbortController();
  stop.addEventListener('abort', () => setTimeout(() => abort.abort(), GRACE).unref(), { once: true });
  return abort.signal;
}
