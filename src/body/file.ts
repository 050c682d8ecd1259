import type { Json } from '../json.ts';
import type { FieldName, WebhookFields } from '../losant/fields.ts';
import type { BodyProblem } from './document.ts';
import type { Entry } from './entry.ts';
import type { Expanded } from './variables.ts';

/** The webhooks of an application, as a file holds them. */
export interface WebhooksFile {
  readonly entries: readonly Entry[];
  readonly scope: string | null;
  readonly defaults: WebhookFields & { readonly [name in FieldName]?: unknown };
}

export function parseWebhooksFile(
  _value: Json,
  _templates: Expanded['templates'],
  _problems: BodyProblem[],
): WebhooksFile {
  throw new Error('not yet');
}
