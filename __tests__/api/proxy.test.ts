import { beforeEach, describe, expect, test } from '@jest/globals';
import { proxyProblem, proxySecrets } from '../../src/api/proxy.ts';

const https = new URL('https://api.losant.com');
const http = new URL('http://losant.example.com');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

// http-client reads the exceptions from the environment of the process.
beforeEach(() => {
  delete process.env['no_proxy'];
  delete process.env['NO_PROXY'];
});

describe('the proxy of an address', () => {
  test.each<[string, NodeJS.ProcessEnv, URL]>([
    ['is not given', {}, https],
    ['is empty', { https_proxy: '' }, https],
    ['is only for http', { http_proxy: 'nonsense' }, https],
    ['is only for https', { https_proxy: 'nonsense' }, http],
    ['is valid', { https_proxy: 'http://proxy:3128' }, https],
    ['is an https proxy', { https_proxy: 'https://proxy' }, https],
    ['has credentials', { https_proxy: 'http://user:p%25ss@proxy:3128' }, https],
    ['is not used for a loopback address', { http_proxy: 'nonsense' }, new URL('http://127.0.0.1:8080')],
    ['is the lowercase one', { https_proxy: 'http://proxy', HTTPS_PROXY: 'nonsense' }, https],
  ])('that %s is not a problem', (_, environment, url) => {
    expect(proxyProblem(url, environment)).toBeNull();
  });

  test('that no_proxy excludes is not a problem', () => {
    process.env['no_proxy'] = 'api.losant.com';
    expect(proxyProblem(https, { https_proxy: 'nonsense' })).toBeNull();
  });

  test.each<[string, URL, string]>([
    ['https_proxy', https, 'https_proxy'],
    ['HTTPS_PROXY', https, 'https_proxy'],
    ['http_proxy', http, 'http_proxy'],
    ['HTTP_PROXY', http, 'http_proxy'],
  ])('is the value of %s', (variable, url, name) => {
    const problem = `the proxy in ${name} cannot be used: write it as http://host:port, with the scheme`;
    expect(proxyProblem(url, { [variable]: 'nonsense' })).toBe(problem);
  });

  test.each([
    ['proxy:3128', 'with the scheme'],
    ['socks5://proxy:1080', 'with the scheme'],
    ['xhttp://proxy', 'with the scheme'],
    ['httpsx://proxy', 'with the scheme'],
    ['http://', 'with the scheme'],
    ['file:///proxy', 'with the scheme'],
    ['http://us%er:password@proxy', 'write a % in its user name or password as %25'],
    ['http://user:pass%word@proxy', 'write a % in its user name or password as %25'],
  ])('refuses %s', (https_proxy, message) => {
    expect(proxyProblem(https, { https_proxy })).toContain(message);
    expect(proxyProblem(https, { https_proxy })).not.toMatch(/us%er|pass%|socks/);
  });
});

describe("the secrets in a proxy's address", () => {
  const secrets = (https_proxy: string): string[] => proxySecrets({ https_proxy }).filter((text) => text !== '');

  test.each<[string, readonly string[]]>([
    ['http://proxy:3128', []],
    ['http://user:word@proxy', ['word', 'word', base64('user:word')]],
    ['http://user:w%40rd@proxy', ['w%40rd', 'w@rd', base64('user:w@rd')]],
    ['http://user:w@rd@proxy', ['w@rd', 'w@rd', base64('user:w@rd')]],
    ['http://user:a:b@proxy', ['a:b', 'a:b', base64('user:a:b')]],
    ['http://token@proxy', ['token', 'token', base64('token')]],
    ['http://user:wo\nrd@proxy', ['wo\nrd', 'wo\nrd', base64('user:wo\nrd')]],
    ['http://user:w%rd@proxy', ['w%rd']],
  ])('of %j', (value, expected) => {
    expect(secrets(value)).toEqual(expected);
  });

  test.each(['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'])('are found in %s', (variable) => {
    expect(proxySecrets({ [variable]: 'http://user:word@proxy' })).toContain('word');
  });
});
