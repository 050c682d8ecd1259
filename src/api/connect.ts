import type { ApiToken } from '../losant/token.ts';
import type { Webhook } from '../losant/webhook.ts';
import { Problem } from '../problem.ts';
import { type Losant, LosantClient } from './client.ts';
import { Http } from './http.ts';
import { Pace } from './pace.ts';
import { proxyProblem } from './proxy.ts';
import type { Retry } from './retry.ts';

export interface ConnectionSettings {
  readonly apiUrl: URL;
  readonly applicationId: string;
  readonly token: ApiToken;
  readonly userAgent: string;
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  readonly retries: number;
  readonly concurrency: number;
  /** Nothing but GET may be sent. */
  readonly readOnly: boolean;
  /** Nothing new is started after it; what is under way may finish for a moment. */
  readonly stop: AbortSignal;
  readonly onRetry: (retry: Retry) => void;
  /** Is told of every answer, in a line. */
  readonly onResponse: (line: string) => void;
  /** Is told of every webhook before anybody else. */
  readonly onWebhook: (webhook: Webhook) => void;
}

/** How long requests that are under way may go on after a run was cancelled, in milliseconds. */
const GRACE = 2000;

/**
 * A client for one application. Nothing is sent before it is used.
 * @throws Problem when the proxy of the environment can't be used
 */
export function connect(settings: ConnectionSettings, environment: NodeJS.ProcessEnv): Losant {
  const problem = proxyProblem(settings.apiUrl, environment);
  if (problem !== null) throw new Problem('Proxy can not be used', `${problem}. Nothing was sent.`);
  const { stop } = settings;
  const abort = new AbortController();
  const abortSoon = (): void => void setTimeout(() => abort.abort(), GRACE).unref();
  stop.addEventListener('abort', abortSoon, { once: true });
  if (stop.aborted) abortSoon();
  const http = new Http({ ...settings, abort: abort.signal });
  const retry = { retries: settings.retries, pace: new Pace(), stop, onRetry: settings.onRetry };
  return new LosantClient(http, retry, settings);
}
