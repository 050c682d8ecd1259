import { type BodyFacts, type BodySource, createContext, type OneWebhook, withFacts } from '../body/body.ts';
import { type Document, Problems } from '../document/document.ts';
import { parseDocument } from '../document/parse.ts';
import { isResult, parseWebhooksFile, type WebhooksFile } from './sync-file.ts';

/** A body with the webhooks of a file. */
export interface ManyWebhooks extends BodyFacts {
  readonly kind: 'webhooks';
  readonly file: WebhooksFile;
}

/** The content of `body` or `body-file`: one webhook, or for sync the webhooks of a file. */
export type Body = OneWebhook | ManyWebhooks;

/**
 * Reads and checks the file of sync.
 * @param parsed its document, if that has been parsed
 * @throws Problem that lists everything that is wrong, with positions
 */
export async function parseWebhooks(source: BodySource, parsed: Document | null = null): Promise<ManyWebhooks> {
  const document = parsed ?? (await parseDocument(source.text, source.file));
  const body = await readWebhooks(document, source, new Problems(document, source.file));
  await body.problems.throwAll();
  return body;
}

/** The same, with everything that is wrong added to the problems. */
export function readWebhooks(document: Document, source: BodySource, problems: Problems): Promise<ManyWebhooks> {
  const isUndo = isResult(document.value);
  const rules = isUndo ? { ...source, file: null, listed: [] } : source;
  const context = { ...createContext(rules, problems), isResult: isUndo };
  const file = parseWebhooksFile(document.value, source.environment, context);
  context.variables.checkCopies();
  return withFacts({ kind: 'webhooks', file }, document, source, context);
}
