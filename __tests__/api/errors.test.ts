import { describe, expect, test } from '@jest/globals';
import { ApiError, CancelledError, DryRunError, DuplicateError, UnexpectedResponse } from '../../src/api/errors.ts';

describe('a webhook does not exist', () => {
  test.each([
    [404, 'NotFound', 'Webhook was not found', true],
    [404, 'NotFound', 'Application was not found', false],
    [404, 'NotFound', 'the application of it', false],
    [404, '', 'some page of a proxy', false],
    [404, 'Invalid', 'Webhook was not found', false],
    [410, 'NotFound', 'Webhook was not found', false],
  ])('status %i, %j, %j: %s', (status, type, message, expected) => {
    expect(new ApiError(status, type, message, null).isWebhookNotFound).toBe(expected);
  });
});

test('several new webhooks are named by their ids', () => {
  expect(new DuplicateError(['a', 'b']).message).toBe(
    'several new webhooks bear the name: a, b. Delete those that are not wanted',
  );
});

test.each([
  ['ApiError', new ApiError(500, '', 'x', null)],
  ['UnexpectedResponse', new UnexpectedResponse('x')],
  ['DuplicateError', new DuplicateError([])],
  ['CancelledError', new CancelledError('x')],
  ['DryRunError', new DryRunError('x')],
])('%s bears its name, and tells of nothing before it is sent', (name, error) => {
  expect(error).toMatchObject({ name, attempts: 1, maybeDone: false, request: '', call: null });
});
