/** Webhooks in Losant: their fields, defaults, and schemas. */

export const verificationTypes = ['facebook', 'fitbit', 'none', 'twilio', 'alexa'] as const;
export const bufferCasts = ['array', 'binary', 'utf8', 'base64', 'hex'] as const;

/** The fields that can be written. */
export interface WebhookFields {
  name: string;
  description: string;
  enabled: boolean;
  isWebsocket: boolean;
  waitForReply: boolean;
  responseCode: number;
  verificationType: (typeof verificationTypes)[number];
  verificationCode: string;
  basicAuthUsername: string;
  basicAuthPassword: string;
  castBuffersAs: (typeof bufferCasts)[number];
  annotateMultipart: boolean;
}

/** A webhook as the API stores it. */
export interface StoredWebhook extends WebhookFields {
  readonly id: string;
  readonly webhookId: string;
  readonly applicationId: string;
  readonly token: string;
  readonly creationDate: string;
  lastUpdated: string;
}

export const webhookDefaults: Readonly<WebhookFields> = {
  name: 'Webhook',
  description: '',
  enabled: true,
  isWebsocket: false,
  waitForReply: false,
  responseCode: 200,
  verificationType: 'none',
  verificationCode: '',
  basicAuthUsername: '',
  basicAuthPassword: '',
  castBuffersAs: 'array',
  annotateMultipart: false,
};

const boolean = { type: 'boolean' };
const text = (maxLength: number): object => ({ type: 'string', maxLength });
const oneOf = (values: readonly string[]): object => ({ type: 'string', enum: values });

const properties: Readonly<Record<keyof WebhookFields, object>> = {
  name: { type: 'string', minLength: 1, maxLength: 255 },
  description: text(32_767),
  enabled: boolean,
  isWebsocket: boolean,
  waitForReply: boolean,
  responseCode: { type: 'integer', minimum: 100, maximum: 599 },
  verificationType: oneOf(verificationTypes),
  verificationCode: text(32_767),
  basicAuthUsername: text(255),
  basicAuthPassword: text(255),
  castBuffersAs: oneOf(bufferCasts),
  annotateMultipart: boolean,
};

/** The body of a PATCH. */
export const patchSchema: object = { type: 'object', properties, additionalProperties: false };

/** The body of a POST. */
export const postSchema: object = { ...patchSchema, required: ['name'] };

/** Whether a body that the framework has validated has webhook fields of the right types. */
export function isFields(body: unknown): body is Partial<WebhookFields> {
  return (
    typeof body === 'object' &&
    body !== null &&
    Object.entries(body).every(
      ([name, value]) =>
        Object.hasOwn(webhookDefaults, name) && typeof value === typeof Reflect.get(webhookDefaults, name),
    )
  );
}
