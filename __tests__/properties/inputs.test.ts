import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Inputs } from '../../src/inputs/inputs.ts';
import { readSelection, type Selection } from '../../src/inputs/inputs.ts';
import { Reader } from '../../src/inputs/reader.ts';
import { type InputName, inputNames, inputTable, operationNames } from '../../src/inputs/table.ts';
import { prepare } from '../../src/operations/prepare.ts';
import { Problem } from '../../src/problem.ts';
import { check, text } from '../support/arbitrary.ts';
import { inputVariables } from '../support/input-variables.ts';

const ID = '575ed78e7ae143cd83dc4aab';

/** Values that are often valid, so that random inputs pass the first check. */
const likely: Partial<Record<InputName, readonly string[]>> = {
  operation: operationNames,
  'application-id': [ID],
  'api-token': ['token-of-a-test', 'Bearer token-of-a-test'],
  'webhook-id': [ID, `${ID}, ${ID}\n`],
  'webhook-name': ['orders', 'pr-*\n!pr-1', '\\*'],
  'older-than': ['2w', '90m'],
  body: ['{"name": "n"}', 'responseCode: 201', 'webhooks: []', '- 1', '{"a": 1, "a": 2}', '&a [*a]', '!!js/function x'],
  'body-file': ['webhooks.yml', '../secret', '/etc/hostname'],
  'output-file': ['out.json', '/etc/out'],
  'api-url': ['https://api.losant.com', 'http://localhost:1', 'https://u:p@api.losant.com', 'http://example.com'],
  timeout: ['1', '3600', '0', '1e3', '٣'],
};

/** The inputs that each operation needs, so that random inputs pass the first check. */
const bases: readonly Readonly<Record<string, string>>[] = [
  { operation: 'get', 'webhook-id': ID },
  { operation: 'list' },
  { operation: 'create', body: '{"name": "n"}' },
  { operation: 'patch', 'webhook-name': 'orders', body: 'responseCode: 201' },
  { operation: 'delete', 'webhook-name': 'pr-*' },
  { operation: 'sync', body: 'webhooks: [{name: n}]' },
];

/** One of those, with up to three inputs replaced: by likely values, booleans, numbers, or any string. */
const someInputs = fc
  .tuple(
    fc.constantFrom(...bases),
    fc.array(
      fc
        .constantFrom(...inputNames)
        .chain((name) =>
          fc.tuple(
            fc.constant(name),
            fc.oneof(fc.constantFrom(...(likely[name] ?? ['true', 'False', '3', inputTable[name].default])), text),
          ),
        ),
      { maxLength: 3 },
    ),
  )
  .map(
    ([base, others]): Readonly<Record<string, string>> => ({
      'application-id': ID,
      'api-token': 'token-of-a-test',
      ...base,
      ...Object.fromEntries(others),
    }),
  );

async function read(given: Readonly<Record<string, string>>): Promise<(Inputs & { selection: Selection }) | Problem> {
  try {
    const env = inputVariables(given);
    const { inputs } = await prepare(env);
    return { ...inputs, selection: readSelection(new Reader(env)) };
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

describe('any string as any input', () => {
  test('gives complete inputs, or a problem that people can read', async () => {
    let [requests, problems] = [0, 0];
    await check(someInputs, 600, async (given) => {
      const result = await read(given);
      if (result instanceof Problem) {
        problems += 1;
        expect(result.message).not.toMatch(/\bat .*:\d+:\d+|undefined|\[object|NaN/);
        return;
      }
      requests += 1;
      // Only validate needs no application and no token.
      const isOptional = result.operation === 'validate';
      expect(result.applicationId).toMatch(isOptional ? /^(?:[0-9a-f]{24})?$/i : /^[0-9a-f]{24}$/i);
      expect(result.token.reveal()).toMatch(isOptional ? /^[\x21-\x7e]*$/ : /^[\x21-\x7e]+$/);
      expect(result.apiUrl.protocol === 'https:' || /^(localhost|127\.|\[::1\])/.test(result.apiUrl.hostname)).toBe(
        true,
      );
      expect(result.timeout).toBeGreaterThanOrEqual(1000);
      expect(result.timeout).toBeLessThanOrEqual(3_600_000);
      expect(result.concurrency).toBeGreaterThanOrEqual(1);
      for (const id of result.selection.ids) expect(id).toMatch(/^[0-9a-f]{24}$/);
      if (result.operation === 'delete')
        expect([result.selection.ids, result.selection.patterns]).not.toEqual([[], []]);
    });
    // Otherwise the test would prove nothing.
    expect(requests).toBeGreaterThan(60);
    expect(problems).toBeGreaterThan(200);
  });

  test('is read or refused as a body', async () => {
    const base = { operation: 'patch', 'application-id': ID, 'api-token': 'token-of-a-test', 'webhook-id': ID };
    const json = fc.json({ depthSize: 'large' });
    const yaml = fc.array(
      fc.constantFrom(
        'name: ',
        '- ',
        '\n',
        '  ',
        '&a ',
        '*a ',
        '{',
        '}',
        '"',
        "'",
        '|',
        '!!',
        '? ',
        '#',
        'x',
        '1e9',
        '\t',
      ),
      { maxLength: 30 },
    );
    await check(
      fc.oneof(
        text,
        json,
        yaml.map((parts) => parts.join('')),
      ),
      600,
      async (body) => {
        await read({ ...base, body });
      },
    );
  });

  test.each([
    ['lists in lists', '['.repeat(50_000)],
    ['objects in objects', '{"a":'.repeat(50_000)],
    ['YAML in YAML', '- '.repeat(20_000)],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`).join('\n')}`,
    ],
    ['a path without an end', '../'.repeat(30_000)],
    ['wildcards', `${'*a'.repeat(30_000)}`],
  ])('does not hang or crash with %s', async (_, long) => {
    const base = { operation: 'patch', 'application-id': ID, 'api-token': 'token-of-a-test' };
    for (const name of ['body', 'body-file', 'webhook-name', 'webhook-id', 'timeout', 'api-url']) {
      await read({ ...base, 'webhook-id': ID, body: '{"enabled": true}', [name]: long });
    }
  });
});
