import { describe, expect, test } from '@jest/globals';
import {
  ApiError,
  type Attempt,
  CancelledError,
  ConnectionError,
  DryRunError,
  DuplicateError,
  UnexpectedResponse,
} from '../../src/api/errors.ts';

describe('whether a response means that the webhook does not exist', () => {
  test.each([
    [404, 'NotFound', 'Webhook was not found', true],
    [404, 'NotFound', 'Application was not found', false],
    [404, 'NotFound', 'the application of it', false],
    [404, 'NotFound', 'Webhook of another application', false],
    [404, 'NotFound', '/applications/x/webhooks does not exist', false],
    [404, 'NotFound', 'Not found', false],
    [404, 'NotFound', 'Device was not found', false],
    [404, '', 'some page of a proxy', false],
    [404, 'Invalid', 'Webhook was not found', false],
    [410, 'NotFound', 'Webhook was not found', false],
  ])('status %i, %j, %j: %s', (status, type, message, expected) => {
    expect(new ApiError(status, type, message, null).isWebhookNotFound).toBe(expected);
  });
});

test('the error about duplicates lists their ids', () => {
  expect(new DuplicateError(['a', 'b']).message).toBe(
    'several new webhooks have this name: a, b. Delete those that you do not want',
  );
});

const attempt: Attempt = { request: 'PATCH webhooks/1', call: 'webhook.patch', attempts: 2, mayHaveTakenEffect: false };
const failure = { kind: 'timeout', code: '', isTransient: true, notSent: true, cause: 'x' } as const;

test.each([
  ['ApiError', new ApiError(400, '', 'x', null).during(attempt), false],
  ['ApiError', new ApiError(500, '', 'x', null).during(attempt), true],
  ['ApiError', new ApiError(408, '', 'x', null).during(attempt), true],
  ['UnexpectedResponse', new UnexpectedResponse('x').during(attempt), true],
  ['ConnectionError', new ConnectionError('x', failure).during(attempt), false],
  ['ConnectionError', new ConnectionError('x', { ...failure, notSent: false }).during(attempt), true],
  ['DuplicateError', new DuplicateError([]).during(attempt), true],
  ['CancelledError', new CancelledError('x').during(attempt), false],
  ['CancelledError', new CancelledError('x', { mayHaveTakenEffect: true }).during(attempt), true],
  ['CancelledError', new CancelledError('x').during({ ...attempt, mayHaveTakenEffect: true }), true],
  ['DryRunError', new DryRunError('x').during(attempt), false],
])('%s says whether the request may have been carried out', (name, error, mayHaveTakenEffect) => {
  expect(error).toMatchObject({ ...attempt, name, mayHaveTakenEffect });
});

test.each([
  new ApiError(400, '', 'x', null),
  new UnexpectedResponse('x'),
  new ConnectionError('x', failure),
  new DuplicateError([]),
  new CancelledError('x'),
  new DryRunError('x'),
])('%s without a request names none', (error) => {
  expect(error).toMatchObject({ request: '', call: null, attempts: 1 });
});
