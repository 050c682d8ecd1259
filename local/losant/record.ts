/** What the API remembers of the requests that it got, and what is to go wrong with them. */
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
  /** The status that the API answered with, `fault` if something else was arranged, `pending` before that. */
  status: number | 'fault' | 'pending';
  /** Whether the API has carried the request out, whatever the response was. */
  worked: boolean;
}

/** Which requests are meant; all that is given has to hold. */
export interface RequestMatch {
  readonly method?: string;
  readonly resource?: ResourceName;
  readonly path?: (path: string) => boolean;
  readonly test?: (request: RecordedRequest) => boolean;
}

/** Which of the matching requests are meant: their numbers from 1. */
export type Attempts = 'first' | 'second' | 'every' | readonly number[];

/** Whether a request is one of those that are meant. */
export function matches(request: RecordedRequest, match: RequestMatch): boolean {
  return (
    (match.method === undefined || match.method === request.method) &&
    (match.resource === undefined || match.resource === route(request.path)?.resource) &&
    (match.path?.(request.path) ?? true) &&
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

/** The faults that are arranged. The first that wants a request gets it. */
export class FaultPlan {
  #arranged: { readonly match: RequestMatch; readonly fault: Fault; readonly attempts: Attempts; seen: number }[] = [];

  arrange(match: RequestMatch, fault: Fault, attempts: Attempts): void {
    this.#arranged.push({ match, fault, attempts, seen: 0 });
  }

  /** The fault for a request that has just arrived, if there is one. Counts the request. */
  take(request: RecordedRequest): Fault | undefined {
    let taken: Fault | undefined;
    for (const arranged of this.#arranged) {
      if (matches(request, arranged.match)) {
        arranged.seen += 1;
        if (includes(arranged.attempts, arranged.seen)) {
          taken ??= arranged.fault;
        }
      }
    }
    return taken;
  }

  clear(): void {
    this.#arranged = [];
  }
}

/** The requests so far, in the order in which they arrived, and those who wait for more. */
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

  /** The n-th request that matches: at once if it has come already, else when it comes. */
  arrival(match: RequestMatch, count: number): Promise<RecordedRequest> {
    const come = this.requests.filter((request) => matches(request, match));
    const request = come[count - 1];
    if (request) {
      return Promise.resolve(request);
    }
    const { promise, resolve } = Promise.withResolvers<RecordedRequest>();
    this.#waiting.push({ match, missing: count - come.length, resolve });
    return promise;
  }
}
