import { ApiError, CancelledError, ConnectionError, RequestError } from '../api/errors.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { operationRow } from '../inputs/table.ts';
import { type ApiToken, scopeAdvice } from '../losant/token.ts';
import { errorMessage, listErrors, Problem } from '../problem.ts';
import { STATUS_PAGE } from './escape.ts';
import { LONGEST_QUOTE, type Masks } from './masks.ts';
import { displayName, getOutcome, type Run, sortedChanges } from './run.ts';

/** Errors that the docs cannot explain any better. */
const SELF_EXPLANATORY = ['Cancelled', 'Unexpected error'];

export interface Explanation {
  /** For the title of an annotation. */
  readonly title: string;
  /** What failed, the server's own words, the likely cause, the fix. */
  readonly message: string;
  /** The part of the message that says what happened, and the part that says what to do. */
  readonly what: string;
  readonly advice: string;
  /** The parts of the message that come from a server. */
  readonly quotes: readonly string[];
}

/**
 * An error, explained so that a person can act on it. A thrown value that is not an Error is explained too.
 * @param webhook the name of the webhook that should have been changed
 */
export function explain(
  error: unknown,
  inputs: Inputs | null,
  masks: Masks,
  webhook: string | null = null,
): Explanation {
  if (error instanceof Problem) return own(error.title, error.message);
  if (error instanceof CancelledError) {
    const during = error.request === '' ? '' : ` during ${error.request}`;
    return own('Cancelled', `The run was cancelled${during}. Nothing new was started after that.`);
  }
  const quote = masks.maskQuoted(errorMessage(error), LONGEST_QUOTE);
  if (!(error instanceof RequestError)) {
    const advice = 'This is a bug in the action: please report it, without secrets.';
    return { title: 'Unexpected error', message: `${quote}. ${advice}`, what: quote, advice, quotes: [quote] };
  }
  const [title, advice] = error instanceof ApiError ? statusCause(error, inputs) : otherCause(error, inputs);
  const attempts = error.attempts > 1 ? ` (after ${error.attempts} attempts)` : '';
  const of = webhook === null ? '' : ` of ${JSON.stringify(webhook)}`;
  const { text, quotes } = words(error, quote.replace(/\.$/, ''), masks);
  const message = `${error.request || 'The request'}${of} failed${attempts}: ${text}. ${advice}`.trim();
  return { title, message, what: `${text}${attempts}`, advice, quotes };
}

function own(title: string, message: string): Explanation {
  return { title, message, what: message, advice: '', quotes: [] };
}

/** Everything that failed in a run, explained: first what ended it, then the changes that failed. */
export function explainFailures(run: Run, masks: Masks): Explanation[] {
  const { inputs, plan, failure } = run;
  const explained = sortedChanges(run).flatMap((change) => {
    const outcome = getOutcome(run, change);
    const { error, remark } = outcome;
    // A cancelled run is reported once, as the failure of the run.
    if (error === undefined || error instanceof CancelledError) return [];
    const explanation = explain(error, inputs, masks, displayName(change, outcome));
    return remark === undefined ? explanation : withEnd(explanation, `But ${masks.maskQuoted(remark)}.`);
  });
  if (failure === null) return explained;
  // If a read fails, the first question is whether anything was changed.
  const reads = inputs === null || operationRow(inputs.operation).access === 'read';
  const changedNothing = plan === null && failure instanceof RequestError && !reads;
  const first = listErrors(failure).map((error) => explain(error, inputs, masks));
  return [...(changedNothing ? first.map((one) => withEnd(one, 'Nothing was changed.')) : first), ...explained];
}

function withEnd(explanation: Explanation, sentence: string): Explanation {
  return { ...explanation, message: `${explanation.message} ${sentence}` };
}

/** Status, type and the server's own words. */
function words(error: RequestError, quote: string, masks: Masks): { text: string; quotes: string[] } {
  if (!(error instanceof ApiError)) return { text: quote, quotes: [] };
  const type = masks.maskQuoted(error.type, LONGEST_QUOTE);
  return { text: `status ${error.status}${type === '' ? '' : ` ${type}`}: ${quote}`, quotes: [quote, type] };
}

type Cause = readonly [title: string, advice: string];

function otherCause(error: RequestError, inputs: Inputs | null): Cause {
  const { kind, code } = error instanceof ConnectionError ? error : { kind: error.name, code: '' };
  const { host, origin } = inputs?.apiUrl ?? { host: 'the API', origin: '' };
  const causes: Readonly<Record<string, Cause>> = {
    DuplicateError: ['Created twice', ''],
    UnexpectedResponse: [
      'Unexpected response',
      `Is api-url (${origin}) the address of a Losant API, or does a proxy in between respond instead?`,
    ],
    timeout: ['Timed out', `${host} did not respond in time. Raise timeout, or try again later.`],
    'cut-off': [
      'Response cut off',
      `The connection to ${host} broke before the response was complete. Try again later.`,
    ],
    proxy: ['No connection through the proxy', "Check https_proxy and no_proxy in the runner's environment."],
    certificate: [
      'Certificate refused',
      `The certificate of ${host} is not trusted. If you use your own certificate authority, set NODE_EXTRA_CA_CERTS to the file with its certificate.`,
    ],
    network: [
      'No connection',
      `${host} cannot be reached (${code || 'no code'}). Check api-url and the runner's network; ${STATUS_PAGE} lists Losant's outages.`,
    ],
  };
  return causes[kind] ?? ['Request failed', ''];
}

function statusCause(error: ApiError, inputs: Inputs | null): Cause {
  const { status, retryAfter } = error;
  const wait = retryAfter === null ? '' : `The server asked to wait ${Math.ceil(retryAfter / 1000)} s. `;
  const renewal = 'Create a new application token in Losant, and store it in the secret that api-token reads.';
  const causes: Readonly<Record<number, Cause>> = {
    400: ['Losant refused the request', 'Correct the field that the message names.'],
    401: ['Token refused', `${expiry(inputs?.token)} ${renewal}`],
    403: ['Token lacks a scope', forbiddenAdvice(error, inputs?.token)],
    404: ['Not found', notFoundAdvice(error, inputs)],
    413: ['Too large', 'The body is larger than the server accepts. Shorten its longest field.'],
    429: ['Too many requests', `${wait}Run again later, or lower concurrency.`],
    500: ['Losant server error', `${wait}Try again later; ${STATUS_PAGE} lists Losant's outages.`],
  };
  return causes[Math.min(status, 500)] ?? ['Losant refused the request', 'Trying again will not help.'];
}

function expiry(token: ApiToken | undefined): string {
  const expires = token?.expires ?? null;
  if (expires === null)
    return 'The token does not say when it expires: is it inactive or deleted, or not a Losant token at all?';
  const date = expires.toISOString();
  return expires.getTime() <= Date.now()
    ? `The token expired on ${date}.`
    : `The token does not expire until ${date}: is it inactive or deleted, or from another installation?`;
}

function forbiddenAdvice({ call }: ApiError, token: ApiToken | undefined): string {
  const enough = call === null ? '' : `${scopeAdvice(call)} `;
  const scopes = token?.scopes ?? null;
  const own = scopes === null ? 'does not say which scopes it has' : `has: ${scopes.join(', ') || 'none'}`;
  const limits = "A user token is also limited by the user's role. Is it a token of this application?";
  return `${enough}The token ${own}. The scopes of a token cannot be changed: create a new one. ${limits}`;
}

function notFoundAdvice(error: ApiError, inputs: Inputs | null): string {
  if (error.type !== 'NotFound')
    return `This response is not from Losant's API: check api-url (${inputs?.apiUrl.origin}) and proxies in between.`;
  return error.isWebhookNotFound
    ? 'The webhook no longer exists: was it deleted in the meantime?'
    : `Check application-id (${inputs?.applicationId}): is it from another environment, or the token from another application?`;
}

/** The link to the heading of an error, in docs/troubleshooting.md at this address; null without one. */
export function helpLink(title: string, page: string | null): string | null {
  if (page === null || SELF_EXPLANATORY.includes(title)) return null;
  // The same way GitHub makes anchors from headings.
  const heading = title.toLowerCase().replace(/[^\w\s-]/g, '');
  return `${page}#${heading.replaceAll(' ', '-')}`;
}
