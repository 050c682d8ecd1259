/** Types for the parts of Losant's server framework that the local API uses; it has none of its own. */

declare module 'bravado-core' {
  /** One parameter of a resource or of an action. */
  export interface Param {
    readonly name: string;
    readonly in: 'path' | 'query' | 'body';
    readonly type?: string;
    readonly required?: boolean;
    readonly enum?: readonly string[];
    readonly schema?: object;
  }

  export interface Action {
    readonly method: string;
    /** Scopes, any one of which is enough. */
    readonly auth: readonly string[];
    readonly params?: readonly Param[];
  }

  export interface Resource {
    readonly path: string;
    readonly params: readonly Param[];
    readonly actions: Readonly<Record<string, Action>>;
    readonly links: Readonly<Record<string, { readonly href: string }>>;
  }

  export class ApiDefinition {
    constructor(definition: { readonly resources: Readonly<Record<string, Resource>> });
    readonly resources: Readonly<Record<string, Resource>>;
  }

  /** A body with its type and its hypermedia. */
  export interface Entity {
    body: object;
    embedded?: Readonly<Record<string, Entity>>;
  }

  export interface Collection extends Entity {
    addAll(items: readonly object[]): void;
  }

  /** What the server passes to the framework, so that it can respond. */
  export interface ServerContext {
    statusCode: number;
    succeed(result: unknown): void;
    fail(error: unknown): void;
    done(error: unknown, result: unknown): void;
  }

  /** The same context after the framework has added its methods, as controllers see it. */
  export interface Context extends ServerContext {
    readonly entityOptions: { readonly actions: boolean; readonly links: boolean; readonly embedded: boolean };
    entity(type: string, body: object): Entity;
    /** Without an item type, items are returned as they are. */
    collection(type: string, itemType: string | undefined, body: object): Collection;
  }

  export type Params = { readonly triggerFilter?: unknown } & Readonly<Record<string, unknown>>;
  export type Controller = Readonly<Record<string, (params: Params, context: Context) => unknown>>;

  /** One HTTP request, parsed. */
  export interface Event {
    readonly httpRequest: true;
    readonly request: {
      readonly path: Readonly<Record<string, string>>;
      readonly querystring: Readonly<Record<string, string>>;
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly body: unknown;
    };
  }

  /** Throws if parameters are invalid; otherwise responds through the context. */
  export type Handler = (event: Event, context: ServerContext) => Promise<void> | undefined;

  export default function handler(
    api: ApiDefinition,
    resourceName: string,
    actionName: string,
    controller: Controller,
  ): Handler;
}

declare module 'bravado-core/lib/jwt-helpers.js' {
  export function issueToken(payload: object): string;
}

declare module 'bravado-core/lib/errors.js' {
  const errors: {
    NotFound(options: { readonly title: string }): Error;
  };
  export default errors;
}
