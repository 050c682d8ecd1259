/** Turns a parsed request into a response, using Losant's framework. */
import type { Controller, Handler } from 'bravado-core';
import { definition, type ResourceName, route } from './definition.ts';
import { createHandler } from './framework.ts';

/** A response with a JSON body. */
export interface ApiResponse {
  readonly status: number;
  readonly body: object;
  /** An HTML page that is sent instead of the body. */
  readonly html?: string;
}

/** The parts of a request that the API uses. */
export interface ParsedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: unknown;
  /** The response to a body that cannot be read. */
  readonly refusal?: ApiResponse | undefined;
}

/** A response in the format of Losant's errors. */
export function errorResponse(status: number, type: string, message: string): ApiResponse {
  return { status, body: { type, message } };
}

function toResponse(error: unknown): ApiResponse {
  if (!(error instanceof Error)) {
    return errorResponse(500, 'Error', String(error));
  }
  const status = Reflect.get(error, 'statusCode');
  const type = Reflect.get(error, 'type');
  return errorResponse(
    typeof status === 'number' ? status : 500,
    typeof type === 'string' ? type : 'Error',
    error.message,
  );
}

/** Returns the function that responds to requests with these controllers. */
export function createDispatcher(
  controllers: Readonly<Record<ResourceName, Controller>>,
): (request: ParsedRequest) => Promise<ApiResponse> {
  const handlers = new Map<string, Handler>();
  for (const [resource, controller] of Object.entries(controllers)) {
    for (const [name, { method }] of Object.entries(definition.resources[resource]?.actions ?? {})) {
      handlers.set(`${method} ${resource}`, createHandler(definition, resource, name, controller));
    }
  }

  return async ({ method, path, query, headers, body, refusal }) => {
    if (refusal) {
      return refusal;
    }
    const target = route(path);
    if (!target) {
      return errorResponse(404, 'NotFound', `${path} does not exist`);
    }
    const handler = handlers.get(`${method} ${target.resource}`);
    if (!handler) {
      return errorResponse(405, 'MethodNotAllowed', `${method} is not allowed`);
    }
    return new Promise((resolve) => {
      const context = {
        statusCode: 200,
        succeed: (result: unknown): void =>
          resolve({ status: context.statusCode, body: typeof result === 'object' && result !== null ? result : {} }),
        fail: (error: unknown): void => resolve(toResponse(error)),
        done: (error: unknown, result: unknown): void => (error ? context.fail(error) : context.succeed(result)),
      };
      try {
        const event = {
          httpRequest: true,
          request: { path: target.params, querystring: query, headers, body },
        } as const;
        handler(event, context)?.catch(context.fail);
      } catch (error) {
        // The framework throws if parameters are invalid, before it checks the token.
        context.fail(error);
      }
    });
  };
}
