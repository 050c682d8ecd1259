import type { ApiCall } from '../losant/token.ts';

/**
 * What can become of a request. Every error names the request, and keeps its cause; none holds the body or the token.
 */
export abstract class RequestError extends Error {
  /** How many attempts were made. Set by the loop that makes them. */
  attempts = 1;
  /** Whether an attempt may have been carried out although its answer never came. Set by the same loop. */
  maybeDone = false;
  /** The request, in words: "PATCH webhooks/575e…". Set where it is sent. */
  request = '';
  /** Which call of the API it is. Set where it is sent. */
  call: ApiCall | null = null;
}

/** The server answered with an error status. */
export class ApiError extends RequestError {
  override readonly name = 'ApiError';
  readonly status: number;
  /** The error's type in the server's own words, such as `NotFound`; empty where the answer is no JSON error. */
  readonly type: string;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number | null;

  constructor(status: number, type: string, message: string, retryAfter: number | null) {
    super(message);
    this.status = status;
    this.type = type;
    this.retryAfter = retryAfter;
  }

  /** A webhook does not exist. A proxy's 404, or that of a missing application, is not that. */
  get isWebhookNotFound(): boolean {
    return this.status === 404 && this.type === 'NotFound' && !/application/i.test(this.message);
  }
}

/** The server answered, but not with what it promises: no JSON, another shape, another webhook, too large, a redirect. */
export class UnexpectedResponse extends RequestError {
  override readonly name = 'UnexpectedResponse';
}

/** No whole answer came: no connection, a broken one, or the time was up. */
export class ConnectionError extends RequestError {
  override readonly name = 'ConnectionError';
  /** The code of the system or of Node, such as `ECONNRESET`; `TIMEOUT` and `CUT_OFF` are of this action. */
  readonly code: string;
  /** Whether trying again may help. */
  readonly isTransient: boolean;
  /** Whether the request can't have reached the server. */
  readonly notSent: boolean;

  constructor(message: string, code: string, is: { isTransient: boolean; notSent: boolean }, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.isTransient = is.isTransient;
    this.notSent = is.notSent;
  }
}

/** After creates whose answers were lost, several new webhooks bear the name: which is the action's can't be told. */
export class DuplicateError extends RequestError {
  override readonly name = 'DuplicateError';

  constructor(ids: readonly string[]) {
    super(`several new webhooks bear the name: ${ids.join(', ')}. Delete those that are not wanted`);
  }
}

/** The run was cancelled: the request was not sent, or its end was not waited for. */
export class CancelledError extends RequestError {
  override readonly name = 'CancelledError';
}

/** A dry run tried to send something else than GET. It is a bug of this action, and it ends here. */
export class DryRunError extends RequestError {
  override readonly name = 'DryRunError';
}
