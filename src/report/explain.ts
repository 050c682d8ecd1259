import {
  ApiError,
  CancelledError,
  ConnectionError,
  DuplicateError,
  RequestError,
  UnexpectedResponse,
} from '../api/errors.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { operationRow } from '../inputs/operations.ts';
import { type ApiToken, scopesFor } from '../losant/token.ts';
import { messageOf, Problem } from '../problem.ts';
import type { Run } from './run.ts';

export interface Explanation {
  /** For the title of an annotation. */
  readonly title: string;
  /** What failed, the server's own words, the likely cause, the fix. */
  readonly message: string;
}

/** What is known of the run that failed. */
export type Circumstances = Pick<Inputs, 'token' | 'applicationId' | 'apiUrl'> | null;

/** An error as a person can act on it. A thrown value that is no Error is explained too. */
export function explain(error: unknown, run: Circumstances): Explanation {
  if (error instanceof Problem) return { title: error.title, message: error.message };
  if (!(error instanceof RequestError)) {
    return {
      title: 'Unexpected error',
      message: `${messageOf(error)}. This is a bug of the action: please report it, without secrets.`,
    };
  }
  if (error instanceof CancelledError) {
    const during = error.request === '' ? '' : ` during ${error.request}`;
    return { title: 'Cancelled', message: `The run was cancelled${during}. Nothing new was started after that.` };
  }
  const { title, advice } = cause(error, run);
  const attempts = error.attempts > 1 ? ` (after ${error.attempts} attempts)` : '';
  return {
    title,
    message: `${error.request || 'The request'} failed${attempts}: ${words(error)}. ${advice}`.trim(),
  };
}

/** Everything that failed in a run, explained: first what ended it, then the changes that failed. */
export function failuresOf({ inputs, plan, outcomes, failure }: Run): Explanation[] {
  const errors = [...outcomes.values()].map(({ error }) => error).filter((error) => error !== undefined);
  // That the run was cancelled is told once, by its own failure.
  const explained = errors.filter((error) => !(error instanceof CancelledError)).map((error) => explain(error, inputs));
  if (failure === null) return explained;
  const first = explain(failure, inputs);
  // Whoever asked for a change wants to know above all that a failed reading changed nothing.
  const reads = inputs === null || operationRow(inputs.operation).access === 'read';
  const changedNothing = plan === null && failure instanceof RequestError && !reads;
  return [changedNothing ? { ...first, message: `${first.message} Nothing was changed.` } : first, ...explained];
}

/** Status, type and the server's own words. */
function words(error: RequestError): string {
  if (!(error instanceof ApiError)) return error.message.replace(/\.$/, '');
  const type = error.type === '' ? '' : ` ${error.type}`;
  return `status ${error.status}${type}: ${error.message.replace(/\.$/, '')}`;
}

function cause(error: RequestError, run: Circumstances): { title: string; advice: string } {
  if (error instanceof ApiError) return statusCause(error, run);
  if (error instanceof ConnectionError) return connectionCause(error, run);
  if (error instanceof UnexpectedResponse) {
    return {
      title: 'Unexpected answer',
      advice: `Is api-url (${run?.apiUrl.origin}) the address of a Losant API, and is there a proxy in between that answers instead?`,
    };
  }
  return { title: error instanceof DuplicateError ? 'Created twice' : 'Request failed', advice: '' };
}

function connectionCause(error: ConnectionError, run: Circumstances): { title: string; advice: string } {
  const host = run?.apiUrl.host ?? 'the API';
  if (error.kind === 'timeout')
    return { title: 'Time-out', advice: `${host} did not answer in time. Raise timeout, or try again later.` };
  if (error.kind === 'cut-off')
    return {
      title: 'Answer cut off',
      advice: `The connection to ${host} broke before the whole answer was there. Try again later.`,
    };
  if (error.kind === 'proxy')
    return {
      title: 'No connection through the proxy',
      advice: 'Check https_proxy and no_proxy in the environment of the runner.',
    };
  if (error.kind === 'certificate') {
    return {
      title: 'Certificate refused',
      advice: `The certificate of ${host} is not trusted. For an authority of your own, set NODE_EXTRA_CA_CERTS to the file with its certificate.`,
    };
  }
  return {
    title: 'No connection',
    advice: `${host} can't be reached (${error.code || 'no code'}). Check api-url, the network of the runner, and Losant's status page.`,
  };
}

function statusCause(error: ApiError, run: Circumstances): { title: string; advice: string } {
  switch (error.status) {
    case 400:
      return {
        title: 'Losant refused the request',
        advice: 'The server does not accept what was sent. Change the named field.',
      };
    case 401:
      return {
        title: 'Token refused',
        advice: `${expiry(run?.token)} Make a new application token in Losant, and store it in the secret that api-token reads.`,
      };
    case 403:
      return { title: 'Token lacks a scope', advice: scopeAdvice(error, run?.token) };
    case 404:
      return { title: 'Not found', advice: notFoundAdvice(error, run) };
    case 413:
      return { title: 'Too large', advice: 'The body is larger than the server takes. Shorten its longest field.' };
    case 429:
      return { title: 'Too many requests', advice: `${waitAdvice(error)}Run again later, or lower concurrency.` };
    default:
      return error.status >= 500
        ? {
            title: 'Losant had a failure',
            advice: `${waitAdvice(error)}Try again later, and see Losant's status page.`,
          }
        : { title: 'Losant refused the request', advice: 'Trying again will not help.' };
  }
}

function waitAdvice({ retryAfter }: ApiError): string {
  return retryAfter === null ? '' : `The server asks to wait ${Math.ceil(retryAfter / 1000)} s. `;
}

function expiry(token: ApiToken | undefined): string {
  const expires = token?.expires ?? null;
  if (expires === null) return 'The token does not say when it expires: was it deleted, or is it not a Losant token?';
  const date = expires.toISOString();
  return expires.getTime() <= Date.now()
    ? `The token expired on ${date}.`
    : `The token expires only on ${date}: was it deleted, or is it of another installation?`;
}

function scopeAdvice({ call }: ApiError, token: ApiToken | undefined): string {
  const enough = call === null ? '' : `Any one of these scopes would do: ${scopesFor(call).join(', ')}. `;
  const has = token?.scopes ?? null;
  const own =
    has === null ? 'The token does not say which scopes it has. ' : `The token has: ${has.join(', ') || 'none'}. `;
  return `${enough}${own}The scopes of a token can't be changed: make a new one. Is it a token of this application?`;
}

function notFoundAdvice(error: ApiError, run: Circumstances): string {
  if (error.type !== 'NotFound')
    return `This is not Losant's own answer: check api-url (${run?.apiUrl.origin}), and proxies in between.`;
  return error.isWebhookNotFound
    ? 'The webhook is gone: was it deleted meanwhile?'
    : `Check application-id (${run?.applicationId}): it may be of another environment, or the token of another application.`;
}
