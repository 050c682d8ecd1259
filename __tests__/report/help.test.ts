import { expect, test } from '@jest/globals';
import { helpLink } from '../../src/report/explain.ts';

const page = 'https://github.com/o/r/blob/v1/docs/troubleshooting.md';

test('an error links to its heading in the documentation of the running version', () => {
  expect(helpLink("isWebsocket can't be set", page)).toBe(`${page}#iswebsocket-cant-be-set`);
});

test.each([
  ['Cancelled', page],
  ['Unexpected error', page],
  ['Not found', null],
])('an error has no link without a heading or a version: %s, %j', (title, given) => {
  expect(helpLink(title, given)).toBeNull();
});
