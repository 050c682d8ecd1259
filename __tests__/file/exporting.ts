import { readExistingFile } from '../../src/file/existing-file.ts';
import { type ExportResult, exportFile } from '../../src/file/export-file.ts';
import type { Webhook } from '../../src/losant/webhook.ts';

/** The id that consists of one repeated digit. */
export function id(digit: string): string {
  return digit.repeat(24);
}

/** A webhook whose secrets the server shows. */
export function shown(digit: string, name: string, more: Partial<Webhook> = {}): Webhook {
  return { id: id(digit), name, basicAuthPassword: '', verificationCode: '', ...more };
}

export interface Given {
  readonly variables?: NodeJS.ProcessEnv;
  readonly environment?: string;
  readonly listed?: readonly string[];
}

/** Exports to a file with this text. */
export async function exportTo(
  text: string,
  webhooks: readonly Webhook[],
  { variables = {}, environment, listed }: Given = {},
): Promise<ExportResult> {
  const source = {
    ...{ text, file: { name: 'w.yml', path: '/w.yml' }, env: variables, required: 'all' as const },
    ...{ listed: listed ?? null, environment: environment ?? null },
  };
  const existing = await readExistingFile(source);
  return exportFile(existing, webhooks, existing?.body.file.scope?.text ?? null, source.listed);
}
