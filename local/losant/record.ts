/** Records the requests to the API, and plans faults for them. */
import { type ResourceName, route } from './definition.ts';
import type { ParsedRequest } from './dispatch.ts';
import type { Fault } from './faults.ts';

/** One request as it arrived. */
export interface RecordedRequest extends ParsedRequest {
  /** Path and query, as sent. */
  readonly url: string;
  readonly rawBody: string;
  /** The number of the TCP connection, from 1. */
  readonly connection: number;
  /** The status of the response; `fault` if a fault was injected; `pending` before the response. */
  status: number | 'fault' | 'pending';
  /** Whether the API has processed the request, whatever the response was. */
  processed: boolean;
}

/** Selects requests. All given conditions must be met. */
export interface RequestMatch {
  readonly method?: string;
  readonly resource?: ResourceName;
  readonly path?: (path: string) => boolean;
  /** The ids of webhooks: only requests for one of them. */
  readonly webhooks?: readonly string[];
  readonly test?: (request: RecordedRequest) => boolean;
}

/** Selects among the matching requests, which are numbered from 1. */
export type Attempts = 'first' | 'second' | 'every' | readonly number[];

/** Whether a request matches. */
export function matches(request: RecordedRequest, match: RequestMatch): boolean {
  return (
    (match.method === undefined || match.method === request.method) &&
    (match.resource === undefined || match.resource === route(request.path)?.resource) &&
    (match.path?.(request.path) ?? true) &&
    (match.webhooks?.includes(route(request.path)?.params['webhookId'] ?? '') ?? true) &&
    (match.test?.(request) ?? true)
  );
}

function includes(attempts: Attempts, attempt: number): boolean {
  switch (attempts) {
    case 'every':
      return true;
    case 'first':
      return attempt === 1;
    case 'second':
      return attempt === 2;
    default:
      return attempts.includes(attempt);
  }
}

/** The planned faults. The first one that applies to a request is used. */
export class FaultPlan {
  #planned: { readonly match: RequestMatch; readonly fault: Fault; readonly attempts: Attempts; seen: number }[] = [];

  add(match: RequestMatch, fault: Fault, attempts: Attempts): void {
    this.#planned.push({ match, fault, attempts, seen: 0 });
  }

  /** The fault for a new request, if there is one. Counts the request. */
  faultFor(request: RecordedRequest): Fault | undefined {
    let found: Fault | undefined;
    for (const planned of this.#planned) {
      if (matches(request, planned.match)) {
        planned.seen += 1;
        if (includes(planned.attempts, planned.seen)) {
          found ??= planned.fault;
        }
      }
    }
    return found;
  }

  clear(): void {
    this.#planned = [];
  }
}

/** The requests so far, in order of arrival, with the promises that wait for more. */
export class RequestLog {
  readonly requests: RecordedRequest[] = [];
  #waiting: { readonly match: RequestMatch; missing: number; readonly resolve: (request: RecordedRequest) => void }[] =
    [];

  add(request: RecordedRequest): void {
    this.requests.push(request);
    for (const waiter of this.#waiting.filter(({ match }) => matches(request, match))) {
      waiter.missing -= 1;
      if (waiter.missing === 0) {
        waiter.resolve(request);
      }
    }
    this.#waiting = this.#waiting.filter(({ missing }) => missing > 0);
  }

  /** Resolves to the n-th request that matches, which may have arrived already. */
  arrival(match: RequestMatch, count: number): Promise<RecordedRequest> {
    const arrived = this.requests.filter((request) => matches(request, match));
    const request = arrived[count - 1];
    if (request) {
      return Promise.resolve(request);
    }
    const { promise, resolve } = Promise.withResolvers<RecordedRequest>();
    this.#waiting.push({ match, missing: count - arrived.length, resolve });
    return promise;
  }
}
