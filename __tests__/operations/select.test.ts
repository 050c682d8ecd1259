import { describe, expect, test } from '@jest/globals';
import type { Losant } from '../../src/api/client.ts';
import { ApiError } from '../../src/api/errors.ts';
import type { Inputs, Selection } from '../../src/inputs/inputs.ts';
import type { Webhook } from '../../src/losant/webhook.ts';
import { assertUniqueName, olderThan, select, withoutNewest } from '../../src/operations/select.ts';
import { parsePatterns } from '../../src/patterns.ts';
import { unchangedItem, unreadItem } from '../../src/plan/changes.ts';
import type { Item } from '../../src/plan/plan.ts';
import { defaults } from '../support/defaults.ts';

/** A webhook whose id consists of one repeated digit. */
function webhook(digit: string, name: string, lastUpdated?: number): Webhook {
  const time = lastUpdated === undefined ? {} : { lastUpdated: new Date(lastUpdated).toISOString() };
  return { id: digit.repeat(24), name, ...time };
}

const listing = [webhook('1', 'orders-eu'), webhook('2', 'orders'), webhook('3', 'users'), webhook('4', 'users')];

/** An application with these webhooks; reading a webhook fails if an error is given for its id. */
function application(webhooks: readonly Webhook[], errors: ReadonlyMap<string, Error> = new Map()): Losant {
  const unused = () => Promise.reject(new Error('selecting must not change anything'));
  return {
    getWebhook: async (id) => {
      const error = errors.get(id);
      if (error !== undefined) throw error;
      return webhooks.find((one) => one.id === id) ?? null;
    },
    listWebhooks: async () => [...webhooks],
    ...{
      createWebhook: unused,
      patchWebhook: unused,
      deleteWebhook: unused,
      confirmDelete: unused,
      listWorkflows: unused,
    },
    stopRetrying: () => undefined,
  };
}

interface Told {
  readonly selected: Awaited<ReturnType<typeof select>>;
  readonly infos: readonly string[];
  readonly warnings: readonly string[];
}

type Given = Partial<Pick<Inputs, 'operation'> & Selection>;

async function told({ operation = 'get', ...given }: Given, losant = application(listing)): Promise<Told> {
  const [infos, warnings]: [string[], string[]] = [[], []];
  const log = {
    info: (text: string) => void infos.push(text),
    warning: (text: string) => void warnings.push(text),
    debug: () => undefined,
  };
  const context = { inputs: { ...defaults, operation }, losant, log };
  return { selected: await select(context, { ids: [], patterns: [], ifNotFound: null, ...given }), infos, warnings };
}

const digitsOf = ({ selected }: Told): string => selected.items.map(({ id }) => id?.[0]).join('');
const named = (patterns: string) => ({ patterns: parsePatterns(patterns) });
const byIds = (digits: string) => ({ ids: [...digits].map((digit) => digit.repeat(24)) });
const where = `in application ${defaults.applicationId}`;
const fate = 'Was it deleted, or does it belong to another application? Ids differ between environments';

describe('selects webhooks in the order of their names, by', () => {
  test.each<[string, Given, string]>([
    ['all', {}, '2134'],
    ['a name', named('orders'), '2'],
    ['a glob', named('orders*'), '21'],
    ['a glob without an excluded name', named('*\n!orders'), '134'],
    ['a glob without an excluded name that does not exist', named('orders*\n!other'), '21'],
    ['a glob that matches several webhooks with the same name', named('u*'), '34'],
    ['ids', byIds('12'), '21'],
    ['ids, one of which does not exist', { ...byIds('913'), ifNotFound: 'ignore' }, '13'],
    ['names that may be missing, in a list', { ...named('orders\nother'), operation: 'list' }, '2'],
    ['names that may be missing, in an export', { ...named('orders\nother'), operation: 'export' }, '2'],
    ['all that share a name, in a list', { ...named('users'), operation: 'list' }, '34'],
    ['a glob that matches nothing, in a patch', { ...named('x*'), operation: 'patch' }, ''],
  ])('%s', async (_, given, digits) => {
    expect(digitsOf(await told({ operation: 'delete', ...given }))).toBe(digits);
  });

  test('lists the existing webhooks, unless ids are given', async () => {
    expect((await told(named('orders'))).selected.listing).toEqual(listing);
    expect((await told(byIds('1'))).selected.listing).toEqual([]);
  });
});

describe('a webhook that does not exist', () => {
  const nearest = 'The closest names are "orders"';

  test.each<[string, Given, readonly Webhook[], string]>([
    ['a name', named('order'), listing, `no webhook "order" ${where}. ${nearest}`],
    ['names', named('order\nuser'), listing, `no webhook "order" and no webhook "user" ${where}. ${nearest}`],
    ['an escaped name', named('a\\*'), [], `no webhook "a*" ${where}. The application has no webhooks`],
    ['a glob of a get', named('order??'), listing, `no webhook that matches "order??" ${where}. ${nearest}`],
    [
      'a glob in an empty application',
      named('*'),
      [],
      `no webhook that matches "*" ${where}. The application has no webhooks`,
    ],
    [
      'a name that is also excluded',
      named('orders\n!orders'),
      listing,
      `no webhook that matches "orders", "!orders" ${where}`,
    ],
    ['ids', byIds('198'), listing, `no webhook ${'9'.repeat(24)} and no webhook ${'8'.repeat(24)} ${where}. ${fate}`],
    [
      'a glob with if-not-found: error',
      { ...named('x*'), operation: 'delete', ifNotFound: 'error' },
      ...([[listing[1]].filter((one) => one !== undefined), `"x*" ${where}`] as const),
    ],
  ])('is an error: %s', async (_, given, webhooks, message) => {
    await expect(told(given, application(webhooks))).rejects.toThrow(
      expect.objectContaining({
        title: 'Webhook not found',
        message: expect.stringContaining(`${message}. Nothing was changed.`),
      }),
    );
  });

  const message = `Found no webhook ${'9'.repeat(24)} ${where}. ${fate}.`;
  test.each<[string, Given, object]>([
    ['warn', { ...byIds('9'), ifNotFound: 'warn' }, { warnings: [message], infos: [] }],
    [
      'warn, and a name',
      { ...named('x'), ifNotFound: 'warn' },
      { warnings: [expect.stringMatching(/^Found no webhook "x" /)] },
    ],
    ['ignore', { ...byIds('9'), ifNotFound: 'ignore' }, { warnings: [], infos: [message] }],
    [
      'nothing, and a name in a list',
      { ...named('order'), operation: 'list' },
      { warnings: [], infos: [`Found no webhook "order" ${where}. ${nearest}.`] },
    ],
    [
      'nothing, and a regular expression in a list',
      { ...named('^orders$'), operation: 'list' },
      { warnings: [expect.stringContaining('webhook-name takes globs, not regular expressions')], infos: [] },
    ],
    [
      'nothing, and a glob of a patch',
      { ...named('x*'), operation: 'patch' },
      { warnings: [expect.stringMatching(/^Found no webhook that matches "x\*" /)], infos: [] },
    ],
    [
      'nothing, and a glob of a delete',
      { ...named('x*'), operation: 'delete' },
      { infos: [expect.stringMatching(/^Found no webhook that matches "x\*" /)], warnings: [] },
    ],
    [
      'nothing, and a glob of a delete that is a regular expression',
      { ...named('x.*'), operation: 'delete' },
      { warnings: [expect.stringMatching(/not regular expressions: only \* and \? have a meaning\.$/)], infos: [] },
    ],
    ['nothing, and a glob that matches', { ...named('o*'), operation: 'patch' }, { infos: [], warnings: [] }],
  ])('is reported with if-not-found: %s', async (_, given, expected) => {
    expect(await told(given)).toMatchObject(expected);
  });
});

describe('if-not-found', () => {
  const selections = { name: named('none'), glob: named('none-*'), id: byIds('9') };
  const defaultOf = { get: 'error', patch: 'warn', delete: 'ignore' } as const;
  const cases = (['get', 'patch', 'delete'] as const).flatMap((operation) =>
    (['name', 'glob', 'id'] as const).flatMap((by) =>
      ([null, 'error', 'warn', 'ignore'] as const).map((ifNotFound) => ({
        operation,
        by,
        ifNotFound,
        expected: ifNotFound ?? (by === 'glob' ? defaultOf[operation] : 'error'),
      })),
    ),
  );

  test.each(cases)(
    'of $operation by $by, given $ifNotFound, is $expected',
    async ({ operation, by, ifNotFound, expected }) => {
      const run = told({ ...selections[by], operation, ifNotFound });
      if (expected === 'error')
        await expect(run).rejects.toThrow(expect.objectContaining({ title: 'Webhook not found' }));
      else {
        const { selected, warnings, infos } = await run;
        expect([selected.items.length, warnings.length, infos.length]).toEqual(
          expected === 'warn' ? [0, 1, 0] : [0, 0, 1],
        );
      }
    },
  );
});

describe('an id that the token may not read', () => {
  const id = '1'.repeat(24);
  const losant = (status: number): Losant =>
    application(listing, new Map([[id, new ApiError(status, 'X', 'refused', null)]]));

  test.each(['patch', 'delete'] as const)('is selected anyway by %s', async (operation) => {
    const { selected, infos } = await told({ ...byIds('12'), operation }, losant(403));
    expect(selected.items).toMatchObject([
      { id, before: null },
      { id: '2'.repeat(24), before: listing[1] },
    ]);
    expect(infos).toEqual([`The token cannot read webhook ${id}, so the run continues without its current fields`]);
  });

  test('is sorted separately, because its name is not known', async () => {
    const refused = [...'123'].map((digit) => [digit.repeat(24), new ApiError(403, 'X', 'refused', null)] as const);
    const selected = await told({ ...byIds('312'), operation: 'delete' }, application(listing, new Map(refused)));
    expect(digitsOf(selected)).toBe('123');
  });

  test.each([
    ['get', 403],
    ['patch', 401],
    ['delete', 500],
  ] as const)('ends %s after status %i', async (operation, status) => {
    await expect(told({ ...byIds('1'), operation }, losant(status))).rejects.toMatchObject({ status });
  });
});

describe('a name that several webhooks share', () => {
  const message = `2 webhooks are named "users": ${'3'.repeat(24)}, ${'4'.repeat(24)}. Nothing was changed. Use the id of the one that you mean.`;

  test('is refused with the list of ids', async () => {
    const refusal = expect.objectContaining({ title: 'Name is not unique', message });
    await expect(told({ ...named('users'), operation: 'delete' })).rejects.toThrow(refusal);
  });

  test('is refused as it is written, with its variable', () => {
    expect(() => assertUniqueName('users', listing, '${NAME}')).toThrow('2 webhooks are named "${NAME}": ');
  });

  test('is accepted if another line excludes it', async () => {
    expect(digitsOf(await told({ ...named('*\n!users'), operation: 'delete' }))).toBe('21');
  });
});

describe('selecting by age', () => {
  const targets = [webhook('1', 'b', 100), webhook('2', 'a', 300), webhook('3', 'a', 200), webhook('4', 'c', 200)].map(
    unchangedItem,
  );
  const digits = (left: readonly Item[]): string => left.map(({ id }) => id?.[0]).join('');

  test.each([
    [0, '1234'],
    [99, '1234'],
    [100, '134'],
    [200, '1'],
    [300, ''],
    [1000, ''],
  ])('older than %j are %j', (age, left) => {
    expect(digits(olderThan(targets, age, 400))).toBe(left);
  });

  test.each([
    [0, '1234'],
    [1, '134'],
    [2, '13'],
    [3, '1'],
    [4, ''],
    [9, ''],
  ])('except for the newest %i are %j', (keep, left) => {
    expect(digits(withoutNewest(targets, keep))).toBe(left);
  });

  test.each([
    ['a webhook that was not read', unreadItem('5'.repeat(24))],
    ['a webhook without a date', unchangedItem(webhook('5', 'a'))],
  ])('%s is refused unless age does not matter', (_, target) => {
    const refusal = expect.objectContaining({ title: 'Unknown age', message: expect.stringContaining('5'.repeat(24)) });
    expect(() => olderThan([target], 1, 400)).toThrow(refusal);
    expect(() => withoutNewest([target, ...targets], 1)).toThrow(refusal);
    expect([olderThan([target], 0, 400), withoutNewest([target], 0)]).toEqual([[target], [target]]);
  });
});
