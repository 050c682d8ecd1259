import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { newFolder } from '../../local/runner/step.ts';
import { readOptions } from '../../probe/options.ts';

const ID = '575ed78e7ae143cd83dc4aab';
const REQUIRED = { LOSANT_APPLICATION_ID: ID, LOSANT_API_TOKEN: 'token' };

let envFile = '';
beforeEach(async () => {
  envFile = join(await newFolder(), '.env');
});

test('the probe prefers settings in the environment to those in the file, and drops "Bearer"', () => {
  writeFileSync(envFile, `LOSANT_APPLICATION_ID=${ID}\nLOSANT_API_TOKEN=of-the-file\nLOSANT_API_URL=\n`);
  const options = readOptions(['--env-file', envFile, '--timeout', '3'], {
    LOSANT_API_TOKEN: 'Bearer of-the-environment',
  });
  if (options === 'help') throw new Error('no options');
  const { settings, ...rest } = options;
  expect(rest).toEqual({ isConfirmed: false, report: 'probe-report.md' });
  expect(settings).toMatchObject({ applicationId: ID, timeout: 3000 });
  expect([settings.token.reveal(), settings.apiUrl.href]).toEqual(['of-the-environment', 'https://api.losant.com/']);
});

test.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
  [
    'a timeout out of range',
    ['--timeout', '31'],
    REQUIRED,
    /^--timeout must be a whole number from 1 to 30, got "31"$/u,
  ],
  ['no settings', [], {}, /^LOSANT_APPLICATION_ID and LOSANT_API_TOKEN must be set\. There is no file .*\.env/u],
  [
    'an invalid id',
    [],
    { ...REQUIRED, LOSANT_APPLICATION_ID: '1' },
    /^LOSANT_APPLICATION_ID must have 24 hex digits$/u,
  ],
  [
    'a token with a line break',
    [],
    { ...REQUIRED, LOSANT_API_TOKEN: 'a\nb' },
    /^LOSANT_API_TOKEN has a character that no token has$/u,
  ],
  [
    'plain http',
    [],
    { ...REQUIRED, LOSANT_API_URL: 'http://example.com' },
    /^LOSANT_API_URL must be a URL with https/u,
  ],
  [
    'a URL with a password',
    [],
    { ...REQUIRED, LOSANT_API_URL: 'https://a:b@example.com' },
    /must not have a user name or password$/u,
  ],
  ['a proxy without a scheme', [], { ...REQUIRED, https_proxy: 'proxy:3128' }, /^the proxy in https_proxy can/u],
])('the probe refuses %s', (_, flags, environment, message) => {
  expect(() => readOptions(['--env-file', envFile, ...flags], environment)).toThrow(message);
});
