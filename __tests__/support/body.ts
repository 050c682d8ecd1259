import { type BodySource, parseWebhook } from '../../src/body/body.ts';
import { Problems } from '../../src/document/document.ts';
import { type Body, parseWebhooks } from '../../src/file/read.ts';
import type { OperationName } from '../../src/inputs/table.ts';

export const bodyFile = { name: 'webhooks.yml', path: '/repository/webhooks.yml' };

/** For problems without positions. */
export function collectProblems(): Problems {
  return new Problems({ value: null, warnings: [], locate: () => null }, null);
}

/** The body in a string: of the input `body` or, with environment variables, of a file. */
export function parseText(
  operation: OperationName,
  text: string,
  variables: NodeJS.ProcessEnv | null = null,
  given: Partial<BodySource> = {},
): Promise<Body> {
  const file = variables === null ? null : bodyFile;
  const source = {
    text,
    file,
    env: variables ?? {},
    listed: null,
    environment: null,
    required: 'all' as const,
    ...given,
  };
  return operation === 'create' || operation === 'patch' ? parseWebhook(operation, source) : parseWebhooks(source);
}
