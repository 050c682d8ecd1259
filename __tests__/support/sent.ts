import type { LosantApi } from '../losant-api/index.ts';

/** The requests that were made, in short: `PATCH webhooks/575e… {"responseCode":201}`. */
export function sent(api: LosantApi): string[] {
  return api.requests.map(({ method, path, body }) => {
    const resource = path.split('/').slice(3).join('/');
    return `${method} ${resource}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
  });
}
