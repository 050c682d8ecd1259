/** Flags, and settings, which are the same as those of `npm run action`. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { parseArgs } from 'node:util';
import { readScriptSettings, settingNames } from '../scripts/settings.ts';
import { proxyProblem } from '../src/api/proxy.ts';
import { ApiToken } from '../src/losant/token.ts';
import { isId } from '../src/losant/webhook.ts';
import type { ApiSettings } from './api.ts';

export const LOSANT_URL = 'https://api.losant.com';

export const HELP = `Checks whether what this action assumes about Losant is true, with your own application.

  npm run probe [-- FLAG...]

Settings, from the environment or a .env file:
  LOSANT_APPLICATION_ID   the application, preferably one for tests
  LOSANT_API_TOKEN        a token that may read, create, change, and delete webhooks; with flows.* and flow.*,
                          assumptions about workflows are checked too
  LOSANT_API_URL          the URL of the API; by default ${LOSANT_URL}

Flags:
  --yes                   do not ask for confirmation; required if there is no terminal
  --report FILE           write the report to this file; by default probe-report.md
  --env-file FILE         read this file instead of .env
  --timeout SECONDS       the timeout of one request, 1 to 30; by default 15
  --help

Exit code: 0 if every assumption that could be checked holds, 2 if one does not, 1 if the probe could not run, was
interrupted, or could not delete what it created. docs/assumptions.md lists the assumptions.`;

export interface Options {
  readonly isConfirmed: boolean;
  readonly report: string;
  readonly settings: ApiSettings;
}

/** @throws Error with a message for the user */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      yes: { type: 'boolean', default: false },
      report: { type: 'string', default: 'probe-report.md' },
      'env-file': { type: 'string', default: '.env' },
      timeout: { type: 'string', default: '15' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const timeout = Number(values.timeout);
  if (!/^\d+$/u.test(values.timeout) || timeout < 1 || timeout > 30) {
    throw new Error(`--timeout must be a whole number from 1 to 30, got "${values.timeout}"`);
  }
  const settings = readSettings(values['env-file'], environment);
  return { isConfirmed: values.yes, report: values.report, settings: { ...settings, timeout: timeout * 1000, wait } };
}

function readSettings(
  envFile: string,
  environment: NodeJS.ProcessEnv,
): Pick<ApiSettings, 'apiUrl' | 'applicationId' | 'token'> {
  const { values, file } = readScriptSettings(envFile, environment);
  const { LOSANT_API_URL: url = LOSANT_URL, LOSANT_APPLICATION_ID: applicationId, LOSANT_API_TOKEN: token } = values;
  const missing = settingNames.filter((name) => name !== 'LOSANT_API_URL' && values[name] === undefined);
  if (applicationId === undefined || token === undefined) {
    const where = file === null ? `There is no file ${envFile}` : `${envFile} does not set it`;
    throw new Error(
      `${missing.join(' and ')} must be set. ${where}, nor does the environment: copy .env.example to .env and fill it in`,
    );
  }
  if (!isId(applicationId)) throw new Error('LOSANT_APPLICATION_ID must have 24 hex digits');
  const value = token.trim().replace(/^Bearer\s+/iu, '');
  if (!/^[\x21-\x7e]+$/u.test(value)) throw new Error('LOSANT_API_TOKEN has a character that no token has');
  useNetworkSettings(file ?? {}, environment);
  const apiUrl = parseApiUrl(url);
  const problem = proxyProblem(apiUrl, environment);
  if (problem !== null) throw new Error(problem);
  return { apiUrl, applicationId, token: new ApiToken(value) };
}

function parseApiUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLoopback = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url === null || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))) {
    throw new Error('LOSANT_API_URL must be a URL with https, or with http on this machine');
  }
  if (url.username !== '' || url.password !== '')
    throw new Error('LOSANT_API_URL must not have a user name or password');
  return url;
}

/** The file can also set a proxy, or the CA certificate that `npm run api -- --tls` prints. */
function useNetworkSettings(file: Readonly<Record<string, string>>, environment: NodeJS.ProcessEnv): void {
  for (const name of ['https_proxy', 'http_proxy', 'no_proxy', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY']) {
    const value = file[name];
    if (value !== undefined) environment[name] ??= value;
  }
  const authority = file['NODE_EXTRA_CA_CERTS'];
  if (authority !== undefined && authority !== '') {
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(authority, 'utf8')]);
  }
}
