/** What webhooks look like, and how written values are stored. */
import { isObject } from '../../../src/json.ts';
import { errorResponse } from '../dispatch.ts';
import { webhookDefaults } from '../webhook.ts';
import { flag, setting } from './behavior.ts';
import { afterPatch, applicationOf, onFields, onShown, onStrings } from './middleware.ts';

const secretFields = ['basicAuthPassword', 'verificationCode'];
const dateFields = ['creationDate', 'lastUpdated'];

type Fields = Readonly<Record<string, unknown>>;

function without(fields: Fields, isLeftOut: (name: string, value: unknown) => boolean): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => !isLeftOut(name, value)));
}

function altered(fields: Fields, names: readonly string[], alter: (value: string) => unknown): Fields {
  const entries = Object.entries(fields);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, names.includes(name) ? alter(String(value)) : value]),
  );
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const webhookBehaviors = {
  hideSecrets: flag('omits basicAuthPassword and verificationCode from responses', () =>
    onShown('webhook', (webhook) => without(webhook, (name) => secretFields.includes(name))),
  ),
  maskSecrets: flag('returns asterisks instead of basicAuthPassword and verificationCode', () =>
    onShown('webhook', (webhook) => altered(webhook, secretFields, (value) => value && '********')),
  ),
  omitEmpty: flag('omits empty strings from responses', () =>
    onShown('webhook', (webhook) => without(webhook, (_, value) => value === '')),
  ),
  omitWebhookId: flag('omits webhookId from responses', () =>
    onShown('webhook', (webhook) => without(webhook, (name) => name === 'webhookId')),
  ),
  numericDates: flag('returns dates as milliseconds since 1970', () =>
    onShown('webhook', (webhook) => altered(webhook, dateFields, (date) => Date.parse(date))),
  ),
  localDates: flag('returns dates without their time zone', () =>
    onShown('webhook', (webhook) => altered(webhook, dateFields, (date) => date.replace('Z', ''))),
  ),
  trim: flag('trims white space from every string', () => onStrings((text) => text.trim())),
  normalize: flag('normalizes every string to Unicode NFC', () => onStrings((text) => text.normalize('NFC'))),
  unixLineEnds: flag('converts line endings to \\n', () => onStrings((text) => text.replaceAll('\r\n', '\n'))),
  escapeHtml: flag('stores < > & as HTML entities', () => onStrings(escapeHtml)),
  disabledByDefault: flag('disables new webhooks by default', () =>
    onFields((fields, { method }) => (method === 'POST' ? { enabled: false, ...fields } : fields)),
  ),
  uniqueNames: setting('STATUS', 'refuses a name that another webhook has', (store, status) => (request, next) => {
    const name = isObject(request.body) ? request.body['name'] : undefined;
    const others = applicationOf(store, request)?.webhooks.values() ?? [];
    const isTaken = request.method === 'POST' && others.some((other) => other.name === name);
    return isTaken
      ? Promise.resolve(errorResponse(status, 'Validation', 'webhook.name has to be unique'))
      : next(request);
  }),
  websocketChangeable: flag('lets a PATCH change isWebsocket', (store) =>
    afterPatch(store, ({ isWebsocket }, sent) => ({
      isWebsocket: typeof sent['isWebsocket'] === 'boolean' ? sent['isWebsocket'] : isWebsocket,
    })),
  ),
  fitbitKept: flag('keeps the responseCode that is sent with verificationType fitbit', (store) =>
    afterPatch(store, ({ responseCode }, sent) => ({
      responseCode: typeof sent['responseCode'] === 'number' ? sent['responseCode'] : responseCode,
    })),
  ),
  touch: flag('updates lastUpdated with every PATCH', (store) =>
    afterPatch(store, () => ({ lastUpdated: new Date().toISOString() })),
  ),
  frozenDates: flag('never updates lastUpdated', (store) => afterPatch(store, ({ lastUpdated }) => ({ lastUpdated }))),
  replaceOnPatch: flag('resets the fields that a PATCH leaves out to their defaults', () =>
    onFields((fields, { method }) => {
      const { name: _, ...defaults } = webhookDefaults;
      return method === 'PATCH' ? { ...defaults, ...fields } : fields;
    }),
  ),
};
