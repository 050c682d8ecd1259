/** Only `HttpClient#getAgentDispatcher` reaches this, and the Losant client never calls it. */
export class ProxyAgent {
  constructor() {
    throw new Error('undici is left out of this build: see vendor/undici/README.md');
  }
}
