/** What can go wrong between Losant and the action, as data. `fault-responses.ts` carries it out. */

/** Whether the API carries out the request although the client does not get its response: what the client cannot know. */
interface Worked {
  /** Before the fault. */
  readonly worked?: boolean;
  /** After the fault, in milliseconds: a gateway gave up, and the server behind it did not. */
  readonly worksAfter?: number;
}

interface Headers {
  readonly headers?: Readonly<Record<string, string>>;
}

/** One thing that goes wrong with the response to a request. */
export type Fault =
  /** A JSON error in Losant's form. */
  | ({ readonly kind: 'error'; readonly status: number; readonly type: string; readonly message: string } & Headers &
      Worked)
  /** A page, as a proxy or a load balancer sends it. */
  | ({ readonly kind: 'html'; readonly status: number } & Headers & Worked)
  /** This text as the body; empty: no body at all. */
  | ({ readonly kind: 'text'; readonly status: number; readonly body: string } & Headers & Worked)
  /** The true response, changed. */
  | { readonly kind: 'altered'; readonly worked: true; readonly alter: (body: object) => object }
  /** The full length is announced, half of the body sent, and the connection destroyed. */
  | ({ readonly kind: 'truncated' } & Worked)
  /** The connection is reset (RST) instead of a response. */
  | ({ readonly kind: 'reset' } & Worked)
  /** The connection is closed in an orderly way (FIN) instead of a response. */
  | ({ readonly kind: 'closed' } & Worked)
  /** No response, ever. */
  | ({ readonly kind: 'hang' } & Worked)
  /** Status and headers, then nothing. */
  | ({ readonly kind: 'hang after headers' } & Worked)
  /** The true response, byte by byte. */
  | { readonly kind: 'drip'; readonly worked: true; readonly everyMilliseconds: number }
  /** A body without an end. */
  | ({ readonly kind: 'endless' } & Worked)
  /** The true response, not before the promise is settled. With `worked` the work is done before the wait, else after it. */
  | ({ readonly kind: 'held'; readonly until: Promise<unknown> } & Worked);

const error = (status: number, type: string, message: string, more: Headers & Worked = {}): Fault => ({
  kind: 'error',
  status,
  type,
  message,
  ...more,
});
const json = (value: unknown): Fault => ({ kind: 'text', status: 200, body: JSON.stringify(value) });
const retryAfter = (value: string): Headers => ({ headers: { 'Retry-After': value } });

/** Examples of every fault by name, for tests that go through all of them. */
export const faults = {
  'status 400': error(400, 'Validation', 'webhook.name is the wrong type'),
  'status 400 with a message of 1 MB': error(400, 'Validation', 'x'.repeat(1_000_000)),
  'status 401': error(401, 'Unauthorized', 'Invalid access token'),
  'status 403': error(403, 'Forbidden', 'Access is forbidden'),
  'status 404 of the webhook': error(404, 'NotFound', 'Webhook was not found'),
  'status 404 of the application': error(404, 'NotFound', 'Application was not found'),
  'status 404 of the path': error(404, 'NotFound', '/somewhere does not exist'),
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
  'status 429 with Retry-After that is no time': error(429, 'TooManyRequests', 'Too many requests', retryAfter('soon')),
  'status 429 in HTML': { kind: 'html', status: 429 },
  'status 500': error(500, 'Error', 'Internal error'),
  'status 500 after the work': error(500, 'Error', 'Internal error', { worked: true }),
  'status 502 in HTML': { kind: 'html', status: 502 },
  'status 503': error(503, 'ServiceUnavailable', 'Service is unavailable'),
  'status 503 after the work': error(503, 'ServiceUnavailable', 'Service is unavailable', { worked: true }),
  'status 504 in HTML': { kind: 'html', status: 504 },
  'status 504 in HTML after the work': { kind: 'html', status: 504, worked: true },
  'status 504 in HTML, and the work 8 s later': { kind: 'html', status: 504, worksAfter: 8000 },
  'status 200 with HTML': { kind: 'html', status: 200 },
  'status 200 with an empty body': { kind: 'text', status: 200, body: '' },
  'status 200 with an empty body after the work': { kind: 'text', status: 200, body: '', worked: true },
  'status 200 with broken JSON': { kind: 'text', status: 200, body: '{"id": "5' },
  'status 200 with null': json(null),
  'status 200 with an array': json([]),
  'status 200 with an empty object': json({}),
  'status 200 with JSON of the wrong shape': json({ id: 5, name: ['a'], items: 'none', success: 'yes' }),
  'status 200 with JSON nested 5,000 levels deep after the work': {
    kind: 'text',
    status: 200,
    body: `{"id": "${'f'.repeat(24)}", "name": "orders", "later": ${'['.repeat(5000)}${']'.repeat(5000)}}`,
    worked: true,
  },
  'status 204 with no body': { kind: 'text', status: 204, body: '' },
  "another webhook's id": {
    kind: 'altered',
    worked: true,
    alter: (body) => ({ ...body, id: 'f'.repeat(24), webhookId: 'f'.repeat(24) }),
  },
  'truncated body': { kind: 'truncated' },
  'truncated body after the work': { kind: 'truncated', worked: true },
  reset: { kind: 'reset' },
  'reset after the work': { kind: 'reset', worked: true },
  'reset, and the work 8 s later': { kind: 'reset', worksAfter: 8000 },
  closed: { kind: 'closed' },
  'closed after the work': { kind: 'closed', worked: true },
  hang: { kind: 'hang' },
  'hang after the work': { kind: 'hang', worked: true },
  'hang after the headers': { kind: 'hang after headers' },
  'hang after the headers and the work': { kind: 'hang after headers', worked: true },
  'slow drip': { kind: 'drip', worked: true, everyMilliseconds: 100 },
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
