/** How requests are refused. */
import { lacksScope } from '../../src/losant/token.ts';
import { unusedId } from '../api.ts';
import { differs, type Finding, holds, holdsUnless, NotChecked } from '../finding.ts';
import { allowed, webhookPath } from '../probe.ts';
import { describe, errorMessage, objectOf, otherError, type Reply } from '../reply.ts';
import { type Assumption, CLIENT, DOCUMENTATION, FRAMEWORK, UNDOCUMENTED } from './assumption.ts';

function found(reply: Reply, status: number, type: string): Finding {
  const other = otherError(reply, status, type);
  return other === null ? holds(describe(reply)) : differs(other);
}

/** Why the action would not read a response as a missing webhook, or null if it would. */
function notAboutWebhook(reply: Reply): string | null {
  const other = otherError(reply, 404, 'NotFound');
  if (other !== null) return other;
  const message = errorMessage(reply);
  if (/application/iu.test(message)) return 'the message mentions the application';
  return /webhook/iu.test(message) ? null : 'the message does not mention a webhook';
}

/** Calls that change nothing, since their ids do not exist. */
const HARMLESS = [
  { name: 'flows.get', method: 'GET', path: () => '/flows' },
  { name: 'webhook.get', method: 'GET', path: () => webhookPath(unusedId()) },
  { name: 'webhook.patch', method: 'PATCH', path: () => webhookPath(unusedId()) },
  { name: 'webhook.delete', method: 'DELETE', path: () => webhookPath(unusedId()) },
] as const;

export const errorAssumptions: readonly Assumption[] = [
  {
    id: 'no-webhook',
    assumed: 'If a webhook does not exist, the response is a 404 `NotFound` whose message mentions a webhook.',
    expected: '404 NotFound',
    source: FRAMEWORK,
    otherwise: 'A missing webhook fails the step before any change, whatever `if-not-found` says.',
    shownBy: ['notFoundStatus', 'htmlErrors', 'okErrors', 'otherErrorTypes', 'vagueErrors'],
    async check(probe) {
      const path = webhookPath(unusedId());
      const read = notAboutWebhook(allowed(await probe.api.send('GET', path)));
      const update = await probe.api.send('PATCH', path, { body: { description: 'x' } });
      // A read-only token cannot check this.
      const isForbidden = [403, 405].includes(update.status);
      const updated = isForbidden ? null : notAboutWebhook(update);
      return holdsUnless([read, updated], '404 NotFound');
    },
  },
  {
    id: 'no-application',
    assumed:
      'If an application does not exist, the response is a 404 `NotFound` whose message mentions the application.',
    expected: '404 NotFound',
    source: CLIENT,
    otherwise: 'The error suggests a cause other than a wrong `application-id`.',
    shownBy: ['notFoundStatus', 'htmlErrors', 'okErrors', 'otherErrorTypes', 'vagueErrors'],
    async check(probe) {
      const reply = await probe.api.send('GET', '/webhooks', { application: unusedId() });
      const other = otherError(reply, 404, 'NotFound');
      if (other !== null) return differs(other);
      const isNamed = /application/iu.test(errorMessage(reply));
      return isNamed ? holds('404 NotFound') : differs('the message does not mention the application');
    },
  },
  {
    id: 'no-path',
    assumed: 'If a path does not exist, the response is a 404 that cannot be mistaken for a missing webhook.',
    expected: '404, not about a webhook',
    source: UNDOCUMENTED,
    otherwise: 'If `api-url` points somewhere else, webhooks count as not found.',
    shownBy: ['notFoundStatus', 'okErrors'],
    async check(probe) {
      const reply = await probe.api.send('GET', '/no-such-path');
      if (reply.status !== 404) return differs(describe(reply));
      return notAboutWebhook(reply) === null ? differs('like for a missing webhook') : holds(describe(reply));
    },
  },
  {
    id: 'invalid-token',
    assumed: 'The response to an invalid token is a 401 `Unauthorized`.',
    expected: '401 Unauthorized',
    source: FRAMEWORK,
    otherwise: 'The error does not explain what may be wrong with the token.',
    shownBy: ['unauthorizedStatus', 'htmlErrors', 'okErrors', 'otherErrorTypes'],
    async check(probe) {
      const query = { perPage: '1' };
      return found(await probe.api.send('GET', '/webhooks', { query, token: 'not-a-token' }), 401, 'Unauthorized');
    },
  },
  {
    id: 'missing-scope',
    assumed: 'If the token has no scope for a call, the response is a 403 `Forbidden`.',
    expected: '403 Forbidden',
    source: FRAMEWORK,
    otherwise: 'The error does not list the scopes that would be enough.',
    shownBy: ['forbiddenStatus', 'ignoreScopes'],
    async check(probe) {
      const { forbidden } = probe.api.seen;
      if (forbidden !== null) return found(forbidden, 403, 'Forbidden');
      const { token } = probe.api.settings;
      const call = HARMLESS.find(({ name }) => lacksScope(token, name));
      if (call === undefined) throw new NotChecked('the token lacks no scope');
      const body = call.method === 'PATCH' ? { body: { description: 'x' } } : {};
      return found(await probe.api.send(call.method, call.path(), body), 403, 'Forbidden');
    },
  },
  {
    id: 'too-many-requests',
    assumed: 'The response to too many requests is a 429, with or without `Retry-After`.',
    expected: '429',
    source: `${DOCUMENTATION} (no limit is documented)`,
    otherwise: 'If it is another status, the action does not slow down.',
    shownBy: [],
    async check(probe) {
      const { tooMany } = probe.api.seen;
      if (tooMany === null) throw new NotChecked('the limit was not reached');
      const header = tooMany.headers['retry-after'];
      const retry =
        header === undefined
          ? 'without Retry-After'
          : /^\d+$/u.test(header)
            ? 'Retry-After in seconds'
            : 'Retry-After in another form';
      return holds(`429 ${typeof objectOf(tooMany)['type'] === 'string' ? '' : 'without a type, '}${retry}`);
    },
  },
];
