/** What can go wrong between Losant and the action, as data. `fault-responses.ts` produces it. */

/** Whether the API processes the request although the client does not get the response. The client cannot know. */
interface Processing {
  /** Before the fault. */
  readonly processed?: boolean;
  /** Only after the same request was processed when it was repeated: a gateway gives up, and the server behind it does not. */
  readonly processedLate?: boolean;
}

interface Headers {
  readonly headers?: Readonly<Record<string, string>>;
}

/** One thing that goes wrong with the response to a request. */
export type Fault =
  /** A JSON error in Losant's format. */
  | ({ readonly kind: 'error'; readonly status: number; readonly type: string; readonly message: string } & Headers &
      Processing)
  /** An HTML page from a proxy or a load balancer. */
  | ({ readonly kind: 'html'; readonly status: number } & Headers & Processing)
  /** This text as the body, which may be empty. */
  | ({ readonly kind: 'text'; readonly status: number; readonly body: string } & Headers & Processing)
  /** The real response, altered. */
  | { readonly kind: 'altered'; readonly processed: true; readonly alter: (body: object) => object }
  /** Content-Length for the complete body, then half of the body, then a destroyed connection. */
  | ({ readonly kind: 'truncated' } & Processing)
  /** A connection reset (RST) instead of a response. */
  | ({ readonly kind: 'reset' } & Processing)
  /** An orderly close of the connection (FIN) instead of a response. */
  | ({ readonly kind: 'closed' } & Processing)
  /** No response, ever. */
  | ({ readonly kind: 'hang' } & Processing)
  /** Status and headers, then nothing. */
  | ({ readonly kind: 'hang after headers' } & Processing)
  /** The real response, byte by byte. */
  | { readonly kind: 'drip'; readonly processed: true; readonly everyMilliseconds: number }
  /** A body that never ends. */
  | ({ readonly kind: 'endless' } & Processing)
  /** The real response, after the promise settles. With `processed`, the request is processed before that, else after. */
  | ({ readonly kind: 'held'; readonly until: Promise<unknown> } & Processing);

const error = (status: number, type: string, message: string, more: Headers & Processing = {}): Fault => ({
  kind: 'error',
  status,
  type,
  message,
  ...more,
});
const json = (value: unknown): Fault => ({ kind: 'text', status: 200, body: JSON.stringify(value) });
const retryAfter = (value: string): Headers => ({ headers: { 'Retry-After': value } });

/** Examples of every fault by name, for tests that try all of them. */
export const faults = {
  'status 400': error(400, 'Validation', 'webhook.name is the wrong type'),
  'status 400 with a message of 1 MB': error(400, 'Validation', 'x'.repeat(1_000_000)),
  'status 401': error(401, 'Unauthorized', 'Invalid access token'),
  'status 403': error(403, 'Forbidden', 'Access is forbidden'),
  'status 404 for the webhook': error(404, 'NotFound', 'Webhook was not found'),
  'status 404 for the application': error(404, 'NotFound', 'Application was not found'),
  'status 404 for the path': error(404, 'NotFound', '/somewhere does not exist'),
  'status 404 in HTML': { kind: 'html', status: 404 },
  'status 405': error(405, 'MethodNotAllowed', 'The method is not allowed'),
  'status 408': error(408, 'RequestTimeout', 'Request timed out'),
  'status 409': error(409, 'Conflict', 'Conflict'),
  'status 413': error(413, 'PayloadTooLarge', 'Request body is too large'),
  'status 429': error(429, 'TooManyRequests', 'Too many requests'),
  'status 429 with Retry-After in seconds': error(429, 'TooManyRequests', 'Too many requests', retryAfter('1')),
  'status 429 with Retry-After of 0': error(429, 'TooManyRequests', 'Too many requests', retryAfter('0')),
  'status 429 with Retry-After in the past': error(
    429,
    'TooManyRequests',
    'Too many requests',
    retryAfter('Wed, 21 Oct 2015 07:28:00 GMT'),
  ),
  'status 429 with an invalid Retry-After': error(429, 'TooManyRequests', 'Too many requests', retryAfter('soon')),
  'status 429 in HTML': { kind: 'html', status: 429 },
  'status 500': error(500, 'Error', 'Internal error'),
  'status 500 after processing': error(500, 'Error', 'Internal error', { processed: true }),
  'status 502 in HTML': { kind: 'html', status: 502 },
  'status 503': error(503, 'ServiceUnavailable', 'Service is unavailable'),
  'status 503 after processing': error(503, 'ServiceUnavailable', 'Service is unavailable', { processed: true }),
  'status 504 in HTML': { kind: 'html', status: 504 },
  'status 504 in HTML after processing': { kind: 'html', status: 504, processed: true },
  'status 504 in HTML, processed after a repeat': { kind: 'html', status: 504, processedLate: true },
  'status 200 with HTML': { kind: 'html', status: 200 },
  'status 200 with an empty body': { kind: 'text', status: 200, body: '' },
  'status 200 with an empty body after processing': { kind: 'text', status: 200, body: '', processed: true },
  'status 200 with broken JSON': { kind: 'text', status: 200, body: '{"id": "5' },
  'status 200 with null': json(null),
  'status 200 with an array': json([]),
  'status 200 with an empty object': json({}),
  'status 200 with JSON of the wrong shape': json({ id: 5, name: ['a'], items: 'none', success: 'yes' }),
  'status 200 with JSON nested 5,000 levels deep after processing': {
    kind: 'text',
    status: 200,
    body: `{"id": "${'f'.repeat(24)}", "name": "orders", "later": ${'['.repeat(5000)}${']'.repeat(5000)}}`,
    processed: true,
  },
  'status 204 with no body': { kind: 'text', status: 204, body: '' },
  "another webhook's id": {
    kind: 'altered',
    processed: true,
    alter: (body) => ({ ...body, id: 'f'.repeat(24), webhookId: 'f'.repeat(24) }),
  },
  'truncated body': { kind: 'truncated' },
  'truncated body after processing': { kind: 'truncated', processed: true },
  reset: { kind: 'reset' },
  'reset after processing': { kind: 'reset', processed: true },
  'reset, processed after a repeat': { kind: 'reset', processedLate: true },
  closed: { kind: 'closed' },
  'closed after processing': { kind: 'closed', processed: true },
  hang: { kind: 'hang' },
  'hang after processing': { kind: 'hang', processed: true },
  'hang after the headers': { kind: 'hang after headers' },
  'hang after processing and headers': { kind: 'hang after headers', processed: true },
  'slow drip': { kind: 'drip', processed: true, everyMilliseconds: 1000 },
  'redirect to another path': { kind: 'text', status: 302, body: '', headers: { Location: '/elsewhere' } },
  'redirect to another host': {
    kind: 'text',
    status: 307,
    body: '',
    headers: { Location: 'http://localhost:9/elsewhere' },
  },
  'endless body': { kind: 'endless' },
} as const satisfies Readonly<Record<string, Fault>>;

/** The name of one of the examples. */
export type FaultName = keyof typeof faults;

/** The names of all examples. */
export const faultNames: readonly FaultName[] = Object.keys(faults).filter((name): name is FaultName =>
  Object.hasOwn(faults, name),
);
