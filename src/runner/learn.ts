/** Everything from which a run learns secrets. Each function is called before anything else sees what it is given. */
import * as core from '@actions/core';
import { proxySecrets } from '../api/proxy.ts';
import type { Body } from '../file/read.ts';
import { bareToken } from '../inputs/values.ts';
import { collectSecrets, type Webhook } from '../losant/webhook.ts';
import type { Secrets } from './secrets.ts';

/** The tokens and the proxies' credentials. */
export function learnTokens(secrets: Secrets): void {
  const token = core.getInput('api-token');
  secrets.register([token, bareToken(token), core.getInput('github-token'), ...proxySecrets(process.env)]);
}

/** The secrets that a body sets, and the variables that it uses. */
export function learnBody(secrets: Secrets, body: Body | null): void {
  if (body === null) return;
  const webhooks = body.kind === 'webhook' ? [body.entry] : body.file.entries;
  secrets.register(webhooks.flatMap(({ fields }) => collectSecrets(fields)));
  for (const { value, isSecret } of body.variables) {
    if (isSecret) secrets.register([value]);
    else secrets.learnVariable(value);
  }
}

/** A webhook that was read or written. Its secrets are registered with the runner only if an output contains them. */
export function learnWebhook(secrets: Secrets, webhook: Webhook): void {
  secrets.learnWebhook(webhook);
}
