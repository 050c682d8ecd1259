import { text } from 'node:stream/consumers';
import { getOctokit } from '@actions/github';
import { HttpClient } from '@actions/http-client';

export type Octokit = ReturnType<typeof getOctokit>;

/**
 * GitHub's client. Its requests use the same HTTP client as those to Losant, with the same proxies and certificate
 * authorities. Its own `fetch` would add undici, which is larger than everything else combined.
 */
export function connectToGithub(baseUrl: string, token: string, userAgent: string): Octokit {
  const client = new HttpClient(userAgent, [], { allowRedirects: false });
  return getOctokit(token, { baseUrl, userAgent, request: { fetch: fetchThrough(client) } });
}

/** What Octokit uses of the options of `fetch`. */
interface FetchOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

function fetchThrough(client: HttpClient): (url: string, options: FetchOptions) => Promise<Response> {
  return async (url, { method, headers, body = null }) => {
    const { message } = await client.request(method, url, body, headers);
    const given = Object.entries(message.headers).map(([name, value]): [string, string] => [name, String(value)]);
    return new Response(await text(message), { status: Number(message.statusCode), headers: given });
  };
}
