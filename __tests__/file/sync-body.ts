/** Parses files of sync. */
import type { BodySource } from '../../src/body/body.ts';
import type { ManyWebhooks } from '../../src/file/sync-file.ts';
import { parseText } from '../support/body.ts';

export async function parse(
  text: string,
  variables: NodeJS.ProcessEnv = {},
  given: Partial<BodySource> = {},
): Promise<ManyWebhooks> {
  const body = await parseText('sync', text, variables, given);
  if (body.kind !== 'webhooks') throw new Error('it is not a file');
  return body;
}

export async function problemsOf(
  text: string,
  variables: NodeJS.ProcessEnv = {},
  environment: string | null = null,
): Promise<string[]> {
  try {
    await parse(text, variables, { environment });
    return [];
  } catch (error) {
    return String(error)
      .replace(/^Problem: body-file webhooks\.yml: ?\n?/, '')
      .split('\n')
      .map((line) => line.replace(/^- /, ''));
  }
}

export const fieldsOf = async (...given: Parameters<typeof parse>): Promise<object[]> =>
  (await parse(...given)).file.entries.map(({ fields }) => fields);
