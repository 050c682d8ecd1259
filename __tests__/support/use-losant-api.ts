/** The local Losant API in Jest. */
import { afterEach, beforeEach } from '@jest/globals';
import { apiOf, type LosantApi, type LosantApiOptions, type Service, startService } from '../../local/losant/index.ts';

/**
 * Gives each test in the file or the `describe` its own API. It takes a millisecond to start, and no test finds
 * what another one left. Call it before hooks that use the API. In this process it uses plain HTTP, unless `tls` says
 * otherwise. Scenarios, which run the action in a child process, use HTTPS.
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
