import { checkBypass } from '@actions/http-client/lib/proxy';
import { tryTo } from '../try-to.ts';

/**
 * What is wrong with the proxy for requests to this address, or null. If the variable did not parse, http-client would
 * silently use no proxy, and the token would take a different route than intended. The value is never shown, since it may
 * contain a password.
 */
export function proxyProblem(url: URL, env: NodeJS.ProcessEnv): string | null {
  const variable = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const value = env[variable] || env[variable.toUpperCase()];
  if (!value || checkBypass(url)) return null;
  const proxy = URL.canParse(value) ? new URL(value) : null;
  if (proxy === null || !['http:', 'https:'].includes(proxy.protocol)) {
    return `the proxy in ${variable} cannot be used: write it as http://host:port, with the scheme`;
  }
  if (tryTo(() => decodeURIComponent(`${proxy.username}:${proxy.password}`)) === undefined) {
    return `the proxy in ${variable} cannot be used: write a % in its user name or password as %25`;
  }
  return null;
}

/** The proxies' credentials, which are secrets too: as written, decoded, and as sent. */
export function proxySecrets(env: NodeJS.ProcessEnv): string[] {
  return ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'].flatMap((variable) => {
    const value = env[variable] ?? '';
    // Up to the last @: a password may contain one.
    const written = /\/\/(.*)@/s.exec(value)?.[1] ?? '';
    const password = written.slice(written.indexOf(':') + 1);
    const decoded = tryTo(() => decodeURIComponent(written));
    if (decoded === undefined) return [password];
    return [password, decodeURIComponent(password), Buffer.from(decoded).toString('base64')];
  });
}
