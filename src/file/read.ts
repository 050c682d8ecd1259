import { type BodyFacts, type BodySource, collectFacts, createContext, type OneWebhook } from '../body/body.ts';
import type { VariableRules } from '../body/variables.ts';
import { type Document, throwProblems } from '../document/document.ts';
import { parseDocument } from '../document/parse.ts';
import { Problems } from '../document/problems.ts';
import { isResult, parseWebhooksFile, type WebhooksFile } from './sync-file.ts';

/** A body with the webhooks of a file. */
export interface ManyWebhooks extends BodyFacts {
  readonly kind: 'webhooks';
  readonly file: WebhooksFile;
}

/** The content of `body` or `body-file`: one webhook, or for sync the webhooks of a file. */
export type Body = OneWebhook | ManyWebhooks;

/**
 * Reads and checks the webhooks of a file.
 * @throws Problem that lists everything that is wrong, with positions
 */
export async function parseWebhooks(source: BodySource): Promise<ManyWebhooks> {
  return readFile(await parseDocument(source.text, source.file), source, 'all');
}

/**
 * Reads and checks the file of sync.
 * @param required which variables must be set
 * @throws Problem that lists everything that is wrong, with positions
 */
export function readFile(document: Document, source: BodySource, required: VariableRules['required']): ManyWebhooks {
  const problems = new Problems();
  const body = interpretFile(document, source, required, problems);
  throwProblems(problems, document, source.file);
  return body;
}

/** The same, with everything that is wrong added to the problems. */
export function interpretFile(
  document: Document,
  source: BodySource,
  required: VariableRules['required'],
  problems: Problems,
): ManyWebhooks {
  const isUndo = isResult(document.value);
  const rules = isUndo ? { ...source, file: null, listed: [] } : source;
  const context = { ...createContext(rules, problems, required), isResult: isUndo };
  const file = parseWebhooksFile(document.value, source.environment, context);
  context.variables.checkCopies();
  return { kind: 'webhooks', file, ...collectFacts(document, source, context) };
}
