/** Losant's own client has no types: these are the calls that the tests compare with the action's. */

declare module 'losant-rest' {
  type Call = (params: Readonly<Record<string, unknown>>) => Promise<unknown>;

  export function createClient(options: { readonly accessToken: string; readonly url: string }): {
    readonly webhook: { readonly get: Call; readonly patch: Call; readonly delete: Call };
    readonly webhooks: { readonly get: Call; readonly post: Call };
    readonly flows: { readonly get: Call };
  };
}
