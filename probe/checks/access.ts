/** How requests are refused, which calls a token may make, and the public URL of a webhook. */
import { ApiToken, lacksScope } from '../../src/losant/token.ts';
import { webhookUrl } from '../../src/losant/webhook.ts';
import { NotChecked, type Reply, Unclear } from '../api.ts';
import { isForbidden, unusedId } from '../probe.ts';
import { check } from './check.ts';

/** The calls that the action makes. */
const CALLS = ['webhooks.get', 'webhooks.post', 'webhook.get', 'webhook.patch', 'webhook.delete', 'flows.get'] as const;

/** Why the action would not read a response as a missing webhook, or null if it would. */
function notAboutWebhook({ summary, message }: Reply): string | null {
  if (summary !== '404 NotFound') return summary;
  if (/application/iu.test(message)) return 'the message mentions the application';
  return /webhook/iu.test(message) ? null : 'the message does not mention a webhook';
}

export const errorChecks = {
  'no-webhook': check('404 NotFound', async (probe) => {
    const path = `/webhooks/${unusedId()}`;
    const read = await probe.send('GET', path);
    const update = await probe.api.send('PATCH', path, { body: { description: 'x' } });
    // A read-only token cannot check the update.
    return [notAboutWebhook(read), isForbidden(update) ? null : notAboutWebhook(update)];
  }),
  'no-application': check('404 NotFound', async ({ api }) => {
    const { summary, message } = await api.with({ applicationId: unusedId() }).send('GET', '/webhooks');
    const isVague = summary === '404 NotFound' && !/application/iu.test(message);
    return isVague ? 'the message does not mention the application' : summary;
  }),
  'no-path': check(['404, not about a webhook', /^404 /u], async ({ api }) => {
    const reply = await api.send('GET', '/no-such-path');
    return notAboutWebhook(reply) === null ? 'like for a missing webhook' : reply.summary;
  }),
  'invalid-token': check('401 Unauthorized', async ({ api }) => {
    return (await api.with({ token: new ApiToken('not-a-token') }).send('GET', '/webhooks')).summary;
  }),
  'too-many-requests': check(['429', /^429 /u], async ({ api }) => {
    const { body, retryAfter } = api.log.find(({ reply }) => reply.status === 429)?.reply ?? {};
    if (body === undefined) throw new NotChecked('the limit was not reached');
    const type = typeof body['type'] === 'string' ? '' : 'without a type, ';
    if (retryAfter === undefined) return `429 ${type}without Retry-After`;
    return `429 ${type}Retry-After in ${/^\d+$/u.test(retryAfter) ? 'seconds' : 'another form'}`;
  }),
};

/** They look at the responses to all calls so far, so they come last. */
export const accessChecks = {
  'missing-scope': check('403 Forbidden', async ({ api: { log, settings } }) => {
    const lacking: readonly string[] = CALLS.filter((name) => lacksScope(settings.token, name));
    const { reply } = log.find(({ call, reply: { status } }) => status === 403 || lacking.includes(call)) ?? {};
    if (reply === undefined) throw new NotChecked('the token lacks no scope');
    return reply.summary;
  }),
  scopes: check('as documented', async ({ api: { log, settings } }) => {
    if (settings.token.scopes === null) throw new NotChecked('the token does not list its scopes');
    return CALLS.map((name) => {
      const replies = log.filter(({ call }) => call === name).map(({ reply }) => reply);
      if (!lacksScope(settings.token, name))
        return replies.some(({ status }) => status === 403) && `${name} is refused`;
      return replies.some(({ isSuccess }) => isSuccess) && `${name} is allowed without a scope for it`;
    });
  }),
  'public-url': check('200', async (probe) => {
    const text = webhookUrl(await probe.read('plain'), probe.api.settings.apiUrl);
    if (text === '') throw new NotChecked("the API's host does not begin with api.");
    if (!URL.canParse(text)) throw new Unclear('the token does not make a valid URL');
    const { origin, pathname } = new URL(text);
    const triggers = probe.api.with({ apiUrl: new URL(origin), token: new ApiToken('') });
    const { status, summary } = await triggers.send('GET', pathname, { root: '' });
    return status === 200 ? '200' : summary;
  }),
};
