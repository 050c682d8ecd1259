import type { ApiToken } from '../losant/token.ts';
import type { Webhook } from '../losant/webhook.ts';
import { Problem } from '../problem.ts';
import { type Losant, LosantClient } from './client.ts';
import { Http } from './http.ts';
import { Pace } from './pace.ts';
import { proxyProblem } from './proxy.ts';
import { type Retry, timer } from './retry.ts';

export interface ConnectionSettings {
  readonly apiUrl: URL;
  readonly applicationId: string;
  readonly token: ApiToken;
  readonly userAgent: string;
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  readonly retries: number;
  readonly concurrency: number;
  /** Only GET requests may be sent. */
  readonly readOnly: boolean;
  /** Once this is aborted, nothing new is started, and requests in flight get a moment to finish. */
  readonly stop: AbortSignal;
  /** Hides secrets in text that the server wrote. */
  readonly mask: (text: string) => string;
  readonly onRetry: (retry: Retry) => void;
  /** Receives a line about every response. */
  readonly onResponse: (line: string) => void;
  /** Receives every webhook before anything else does. */
  readonly onWebhook: (webhook: Webhook) => void;
}

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
  const abortSoon = (): void => void setTimeout(() => abort.abort(), GRACE).unref();
  stop.addEventListener('abort', abortSoon, { once: true });
  if (stop.aborted) abortSoon();
  return abort.signal;
}
