import type { ApiCall } from '../losant/token.ts';

/** A request and its progress. `during` adds it to an error. */
export interface Attempt {
  /** The request in words, such as `PATCH webhooks/575e…`; empty if there was none. */
  readonly request: string;
  /** The API call, which determines the scopes that the token needs. */
  readonly call: ApiCall | null;
  /** How many attempts were made, including this one. */
  readonly attempts: number;
  /** Whether an earlier attempt may have been carried out even though its response was lost. */
  readonly mayHaveTakenEffect: boolean;
}

/** Before the first attempt, or without any request. */
export const NO_ATTEMPT: Attempt = { request: '', call: null, attempts: 1, mayHaveTakenEffect: false };

/** What a kind of error means. */
type Details = Partial<Pick<RequestError, 'mayHaveTakenEffect' | 'isTransient' | 'isAnswered' | 'cause'>>;

/** Why a request failed. No error contains the request's body or the token. */
export abstract class RequestError extends Error implements Attempt {
  readonly request: string = '';
  readonly call: ApiCall | null = null;
  readonly attempts: number = 1;
  /** Whether this attempt or an earlier one may have been carried out. */
  readonly mayHaveTakenEffect: boolean;
  /** Whether the same request may succeed a moment later. */
  readonly isTransient: boolean;
  /** Whether the last attempt ended with an answer of Losant's, rather than none, or one of a proxy in between. */
  readonly isAnswered: boolean;

  constructor(message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.mayHaveTakenEffect = details.mayHaveTakenEffect === true;
    this.isTransient = details.isTransient === true;
    this.isAnswered = details.isAnswered === true;
  }

  /** Adds which request failed, at which attempt. Returns the error itself. */
  during(attempt: Attempt): this {
    const mayHaveTakenEffect = this.mayHaveTakenEffect || attempt.mayHaveTakenEffect;
    return Object.assign(this, { ...attempt, mayHaveTakenEffect });
  }
}

/** What a gateway answers for a server behind it that does not. */
const GATEWAY_STATUS = new Set([502, 503, 504]);
/** What may be gone a moment later, also from a proxy. */
export const TRANSIENT_STATUS: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** The server responded with an error status. */
export class ApiError extends RequestError {
  override readonly name = 'ApiError';
  readonly status: number;
  /** The error type that the server gives, such as `NotFound`; empty if the response is not a Losant error. */
  readonly type: string;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number | null;
  /** The `Date` header of the response; null without a valid one. */
  readonly date: string | null;

  constructor(status: number, type: string, message: string, retryAfter: number | null, date: string | null = null) {
    super(message, {
      mayHaveTakenEffect: status >= 500 || status === 408,
      isTransient: TRANSIENT_STATUS.has(status),
      isAnswered: type !== '' && !GATEWAY_STATUS.has(status),
    });
    this.date = date;
    this.status = status;
    this.type = type;
    this.retryAfter = retryAfter;
  }

  /** Whether the webhook does not exist, as opposed to a 404 for a proxy, a missing application, or an unknown path. */
  get isWebhookNotFound(): boolean {
    const speaksOfWebhook = /webhook/i.test(this.message) && !/application/i.test(this.message);
    return this.status === 404 && this.type === 'NotFound' && speaksOfWebhook;
  }
}

/** For `catch`: what to return if the token is not allowed to make the request. Any other error is thrown again. */
export function ifForbidden<T>(result: () => T): (error: unknown) => T {
  return recover(({ status }) => status === 403, result);
}

/** For `catch`: what to return if the webhook does not exist. Any other error is thrown again. */
export function ifNotFound<T>(result: (error: ApiError) => T): (error: unknown) => T {
  return recover(({ isWebhookNotFound }) => isWebhookNotFound, result);
}

function recover<T>(isMeant: (error: ApiError) => boolean, result: (error: ApiError) => T): (error: unknown) => T {
  return (error) => {
    if (error instanceof ApiError && isMeant(error)) return result(error);
    throw error;
  };
}

/** The response is not what the API promises: not JSON, the wrong shape, the wrong webhook, too large, or a redirect. */
export class UnexpectedResponse extends RequestError {
  override readonly name = 'UnexpectedResponse';

  constructor(message: string) {
    super(message, { mayHaveTakenEffect: true });
  }
}

/** There was no complete response: no connection, a broken connection, or a timeout. */
export class ConnectionError extends RequestError {
  override readonly name = 'ConnectionError';
  readonly kind: 'network' | 'certificate' | 'proxy' | 'timeout' | 'cut-off';
  /** The code from the system or from Node, such as `ECONNRESET`; empty if there is none. */
  readonly code: string;

  /** @param failure `notSent` means that the request cannot have reached the server */
  constructor(
    message: string,
    failure: Pick<ConnectionError, 'kind' | 'code' | 'isTransient' | 'cause'> & { readonly notSent: boolean },
  ) {
    super(message, { ...failure, mayHaveTakenEffect: !failure.notSent });
    this.kind = failure.kind;
    this.code = failure.code;
  }
}

/** A create was repeated, and now several new webhooks have its name. Only a person can decide which one to keep. */
export class DuplicateError extends RequestError {
  override readonly name = 'DuplicateError';

  constructor(ids: readonly string[]) {
    const message = `several new webhooks have this name: ${ids.join(', ')}. Delete those that you do not want`;
    super(message, { mayHaveTakenEffect: true });
  }
}

/** The run was cancelled: the request was not sent, or was abandoned. */
export class CancelledError extends RequestError {
  override readonly name = 'CancelledError';
}

/** A dry run tried to send something other than a GET. That is a bug in this action, and nothing is sent. */
export class DryRunError extends RequestError {
  override readonly name = 'DryRunError';
}
