import { checkBypass } from '@actions/http-client/lib/proxy';

/**
 * What is wrong with the proxy that requests to this address go through, or null. http-client would silently use none
 * where the variable does not parse, and the token would take another way than was meant. The value is never shown: it
 * may hold a password.
 */
export function proxyProblem(url: URL, environment: NodeJS.ProcessEnv): string | null {
  const variable = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const value = environment[variable] || environment[variable.toUpperCase()];
  if (!value || checkBypass(url)) return null;
  const proxy = URL.canParse(value) ? new URL(value) : null;
  if (proxy === null || !['http:', 'https:'].includes(proxy.protocol)) {
    return `the proxy in ${variable} can't be used: write it as http://host:port, with the scheme`;
  }
  if (!isDecodable(proxy.username) || !isDecodable(proxy.password)) {
    return `the proxy in ${variable} can't be used: a % in its user name or password has to be written as %25`;
  }
  return null;
}

/** The credentials of the proxies, which are secrets too: as they are written, decoded, and as they are sent. */
export function proxySecrets(environment: NodeJS.ProcessEnv): string[] {
  return ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].flatMap((variable) => {
    const value = environment[variable] ?? '';
    // Up to the last @: a password may hold one.
    const written = /\/\/(.*)@/s.exec(value)?.[1] ?? '';
    const password = written.slice(written.indexOf(':') + 1);
    if (!isDecodable(written)) return [password];
    const decoded = decodeURIComponent(written);
    return [password, decodeURIComponent(password), Buffer.from(decoded).toString('base64')];
  });
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
