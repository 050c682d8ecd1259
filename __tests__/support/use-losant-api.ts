/** The Losant API in jest. */
import { afterEach, beforeEach } from '@jest/globals';
import { apiOf, type LosantApi, type LosantApiOptions, type Service, startService } from '../../local/losant/index.ts';

/**
 * Gives each test of the file, or of the `describe`, an API of its own: it takes a millisecond to start, and no test finds
 * what another one left. Call it before hooks that use the API. Within this process it speaks plain http, unless `tls` says
 * otherwise; scenarios, which run the action in a child process, use https.
 */
export function useLosantApi(options: LosantApiOptions = {}): LosantApi {
  let running: Service | undefined;
  beforeEach(async () => {
    running = await startService({ tls: false, ...options });
  });
  const api = apiOf(() => {
    if (running === undefined) throw new Error('The API runs only within a test');
    return running;
  });
  afterEach(() => api.close());
  return api;
}
