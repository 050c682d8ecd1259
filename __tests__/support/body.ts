import type { BodySource } from '../../src/body/body.ts';
import { type Body, parseBody } from '../../src/file/read.ts';

export const bodyFile = { name: 'webhooks.yml', path: '/repository/webhooks.yml' };

/** The body in a string: of the input `body` or, with environment variables, of a file. */
export function parseText(
  operation: string,
  text: string,
  variables: NodeJS.ProcessEnv | null = null,
  given: Partial<BodySource> = {},
): Promise<Body> {
  const file = variables === null ? null : bodyFile;
  return parseBody(operation, { text, file, env: variables ?? {}, listed: null, environment: null, ...given });
}
