import type { LosantApi, RecordedRequest } from '../../local/losant/index.ts';

/**
 * The requests in short form: `PATCH webhooks/575e… {"responseCode":201}`. Of a query, it shows only the parameters
 * that make a difference: later pages, and what else a delete includes.
 */
export function sent(api: LosantApi): string[] {
  return api.requests.map((request) => {
    const { method, path, body } = request;
    const resource = path.split('/').slice(3).join('/');
    return `${method} ${resource}${search(request)}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
  });
}

/** The requests that do more than read. */
export function writes(api: LosantApi): string[] {
  return sent(api).filter((request) => !request.startsWith('GET '));
}

function search({ query }: RecordedRequest): string {
  const shown = Object.entries(query).filter(
    ([name, value]) => name === 'includeWorkflows' || (name === 'page' && value !== '0'),
  );
  return shown.length > 0 ? `?${new URLSearchParams(shown)}` : '';
}
