const LEFT_OUT = 'undici is left out of this build: see vendor/undici/README.md';

/** `@actions/github` makes one while it loads, behind a proxy, and hands it only to the `fetch` below. */
export class ProxyAgent {}

/** The action gives GitHub's client a `fetch` of its own. */
export function fetch() {
  throw new Error(LEFT_OUT);
}
