import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { secretKey, variableNames } from '../../src/file/file-variables.ts';
import type { Webhook } from '../../src/losant/webhook.ts';

const webhook = (id: number, name: string): Webhook => ({ id: id.toString(16).padStart(24, '0'), name });

/** The variables for the passwords of webhooks with these names, created in this order. */
function passwords(names: readonly string[], taken?: Map<string, string>): string[] {
  const webhooks = names.map((name, index) => webhook(index, name));
  const nameVariable = variableNames(webhooks.toReversed(), taken);
  return webhooks.map((one) => nameVariable(one, 'basicAuthPassword'));
}

describe('the variable for the password of the webhook', () => {
  test.each([
    ['orders', 'ORDERS_PASSWORD'],
    ['my-orders-2', 'MY_ORDERS_2_PASSWORD'],
    ['2nd', 'WEBHOOK_2ND_PASSWORD'],
    ['github', 'WEBHOOK_GITHUB_PASSWORD'],
    ['runner-x', 'WEBHOOK_RUNNER_X_PASSWORD'],
    ['webhook', 'WEBHOOK_PASSWORD'],
    ['webhook-orders', 'WEBHOOK_ORDERS_PASSWORD'],
  ])('%j has only the name: %s', (name, variable) => {
    expect(passwords([name])).toEqual([variable]);
  });

  test.each([
    ['Orders', /^ORDERS_PASSWORD_[0-9A-F]{8}$/],
    ['--my orders!?', /^MY_ORDERS_PASSWORD_[0-9A-F]{8}$/],
    ['Überweisung / 2', /^UBERWEISUNG_2_PASSWORD_[0-9A-F]{8}$/],
    ['webhook-2nd', /^WEBHOOK_2ND_PASSWORD_[0-9A-F]{8}$/],
    ['✂', /^WEBHOOK_PASSWORD_[0-9A-F]{8}$/],
    ['заказы', /^WEBHOOK_PASSWORD_[0-9A-F]{8}$/],
    ['x'.repeat(255), /^X{80}_PASSWORD_[0-9A-F]{8}$/],
  ])('%j also has a hash, because another name could give the same variable: %s', (name, variable) => {
    expect(passwords([name])).toEqual([expect.stringMatching(variable)]);
  });
});

test('the variable for a verification code has its own suffix', () => {
  const one = webhook(1, 'orders');
  expect(variableNames([one])(one, 'verificationCode')).toBe('ORDERS_VERIFICATION_CODE');
});

test('variables stay the same when other webhooks are added, and are unique', () => {
  const name = fc.oneof(fc.constantFrom('a-b', 'a b', 'A_B', 'a.b', '1', 'webhook-1', '✂', '✄'), fc.string());
  fc.assert(
    fc.property(fc.array(name, { maxLength: 8 }), fc.array(name, { maxLength: 8 }), (names, later) => {
      const all = passwords([...names, ...later]);
      expect(all.slice(0, names.length)).toEqual(passwords(names));
      expect(new Set(all).size).toBe(all.length);
      for (const variable of all) expect(variable).toMatch(/^(?!GITHUB_|RUNNER_|ACTIONS_|INPUT_)[A-Z_][A-Z0-9_]*$/);
    }),
    { seed: 1 },
  );
});

test('if webhooks share a name, the oldest gets the plain variable', () => {
  const [first, second] = passwords(['orders', 'orders']);
  expect([first, second]).toEqual(['ORDERS_PASSWORD', expect.stringMatching(/^ORDERS_PASSWORD_[0-9A-F]{8}$/)]);
});

test('a variable that the file uses for something else is not used', () => {
  const { id } = webhook(0, 'orders');
  const taken = (meaning: string) => passwords(['orders'], new Map([['ORDERS_PASSWORD', meaning]]));
  expect(taken(secretKey(id, 'basicAuthPassword'))).toEqual(['ORDERS_PASSWORD']);
  const [hashed = ''] = taken('');
  expect(hashed).toMatch(/^ORDERS_PASSWORD_[0-9A-F]{8}$/);
  const all = new Map([...passwords(['orders', 'orders']), hashed].map((name) => [name, 'other']));
  for (const variable of passwords(['orders'], all)) expect(all.has(variable)).toBe(false);
});

test('an unexpected webhook has its id in its variable', () => {
  expect(variableNames([])(webhook(1, 'orders'), 'basicAuthPassword')).toBe(`WEBHOOK_PASSWORD_${'0'.repeat(23)}1`);
});

test('3,000 names without Latin letters get variables that differ', () => {
  const names = Array.from(
    { length: 3000 },
    (_, index) => `заказ ${'я'.repeat(index % 50)}${String.fromCodePoint(0x4e00 + index)}`,
  );
  expect(new Set(passwords(names)).size).toBe(3000);
});
