import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { learnBody, learnTokens } from '../../src/runner/learn.ts';
import { Secrets } from '../../src/runner/secrets.ts';
import { parseText } from '../support/body.ts';

let secrets: Secrets;
let registered: string[];
const env = process.env;
beforeEach(() => {
  registered = [];
  secrets = new Secrets((value) => void registered.push(value));
});
afterEach(() => {
  process.env = env;
});

describe('the runner masks', () => {
  test('the tokens, with and without "Bearer", and the credentials of a proxy', () => {
    process.env = {
      'INPUT_API-TOKEN': 'Bearer the-token',
      'INPUT_GITHUB-TOKEN': 'ghs_token',
      HTTPS_PROXY: 'http://user:p%40ssword@proxy',
    };
    learnTokens(secrets);
    for (const secret of ['Bearer the-token', 'the-token', 'ghs_token', 'p%40ssword', 'p@ssword'])
      expect(registered).toContain(secret);
  });

  test('the secrets of a body, and of those that variables are a part of, these too, but no other variable', async () => {
    const variables = { PASSWORD: 'open-sesame', NAME: 'orders-eu' };
    learnBody(secrets, await parseText('patch', 'name: ${NAME}\nbasicAuthPassword: "<${PASSWORD}>"', variables));
    expect(registered).toEqual(expect.arrayContaining(['<open-sesame>', 'open-sesame']));
    expect(registered).not.toContain('orders-eu');
    expect(secrets.mask('open-sesame of orders-eu')).toBe('*** of orders-eu');
    expect(secrets.maskQuoted('open-sesame of orders-eu')).toBe('*** of ***');
  });

  test('nothing of a body that there is not', () => {
    learnBody(secrets, null);
    expect(registered).toEqual([]);
  });
});
