import { Document, Scalar } from 'yaml';
import { defaultFields, type FieldName, fieldNames, isMaskedValue, isSecretField } from '../losant/fields.ts';
import { isComparable, type Webhook } from '../losant/webhook.ts';

export interface FormattedFile {
  readonly text: string;
  /** The environment variables that stand for the secrets, in the order of the file. */
  readonly variables: readonly string[];
  /** Names that several of the webhooks bear. */
  readonly twice: readonly string[];
}

const HEADER = ' The webhooks of a Losant application, as the operation sync of the Losant webhook action takes them.';

/**
 * The file of sync for these webhooks: Losant's defaults, then what differs from them, secrets as variables. It is stable,
 * so that two exports differ where the webhooks do.
 * @param scope what limited the webhooks, as in `webhook-name`
 */
export function formatWebhooksFile(webhooks: readonly Webhook[], scope: string | null): FormattedFile {
  const names = new VariableNames();
  const byName = Map.groupBy(webhooks, ({ name }) => name);
  const twice = [...byName].filter(([, bearers]) => bearers.length > 1).map(([name]) => name);
  const isTwice = new Set(twice);
  // A secret that the server hides is no default: it would be set anew by every sync.
  const managed = fieldNames.filter(
    (name) => name !== 'name' && webhooks.every((webhook) => isComparable(webhook, name)),
  );
  const document = new Document({
    defaults: Object.fromEntries(managed.map((name) => [name, defaultFields[name]])),
    webhooks: webhooks.map((webhook) => ({
      name: withId(webhook),
      ...(isTwice.has(webhook.name) ? { id: webhook.id } : {}),
      ...Object.fromEntries(
        fieldNames.filter((name) => differs(webhook, name)).map((name) => [name, written(webhook, name, names)]),
      ),
    })),
    ...(scope === null ? {} : { scope: escaped(scope) }),
  });
  document.commentBefore = HEADER;
  return { text: document.toString({ lineWidth: 0 }), variables: names.used, twice };
}

/** Whether the field stands in the webhook's entry. A hidden secret does, where the webhook seems to have one. */
function differs(webhook: Webhook, name: FieldName): boolean {
  if (name === 'name') return false;
  if (isComparable(webhook, name))
    return (webhook[name] ?? defaultFields[name]) !== defaultFields[name] && !isFitbitCode(webhook, name);
  if (isMaskedValue(webhook[name])) return true;
  return name === 'basicAuthPassword'
    ? (webhook['basicAuthUsername'] ?? '') !== ''
    : (webhook['verificationType'] ?? 'none') !== 'none';
}

/** Losant itself sets this code: it says nothing. */
function isFitbitCode(webhook: Webhook, name: FieldName): boolean {
  return name === 'responseCode' && webhook['verificationType'] === 'fitbit';
}

function written(webhook: Webhook, name: FieldName, names: VariableNames): unknown {
  if (isSecretField(name)) return `\${${names.next(webhook.name, name)}}`;
  const value = webhook[name];
  return typeof value === 'string' ? escaped(value) : value;
}

/** In a file, `${` begins a variable. */
function escaped(text: string): string {
  return text.replaceAll('${', () => '$${');
}

/** The name, with the webhook's id beside it: pinned there, it makes a new name a rename. */
function withId({ id, name }: Webhook): Scalar {
  const scalar = new Scalar(escaped(name));
  scalar.comment = ` id: ${id}`;
  return scalar;
}

/** Gives the secrets of a file variables of their own, named after webhook and field. */
class VariableNames {
  readonly used: string[] = [];

  next(webhook: string, field: FieldName): string {
    const words = webhook
      .normalize('NFKD')
      .replace(/\p{Mark}/gu, '')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .toUpperCase();
    const suffix = field === 'verificationCode' ? 'VERIFICATION_CODE' : 'PASSWORD';
    const name = `${words === '' ? 'WEBHOOK' : words}_${suffix}`;
    // Such names are refused, or are none.
    const allowed = /^(INPUT|ACTIONS|GITHUB|RUNNER)_|^\d/.test(name) ? `WEBHOOK_${name}` : name;
    let unique = allowed;
    for (let number = 2; this.used.includes(unique); number += 1) unique = `${allowed}_${number}`;
    this.used.push(unique);
    return unique;
  }
}
