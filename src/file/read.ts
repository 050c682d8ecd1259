import { type BodySource, createContext, type OneWebhook } from '../body/body.ts';
import type { UsedVariable } from '../body/variables.ts';
import { type Document, throwProblems } from '../document/document.ts';
import { parseDocument } from '../document/parse.ts';
import { Problems } from '../document/problems.ts';
import { isResult, parseWebhooksFile, type WebhooksFile } from './sync-file.ts';

/** A body with the webhooks of a file. */
export interface ManyWebhooks {
  readonly kind: 'webhooks';
  readonly file: WebhooksFile;
  /** The environment variables that the file uses. */
  readonly variables: readonly UsedVariable[];
  /**
   * Reports problems found by comparing the body with the application.
   * @throws Problem with positions in the file, if there are any problems
   */
  readonly refuse: (problems: Problems) => void;
}

/** The content of `body` or `body-file`: one webhook, or for sync the webhooks of a file. */
export type Body = OneWebhook | ManyWebhooks;

/**
 * Reads and checks the webhooks of a file.
 * @throws Problem that lists everything that is wrong, with positions
 */
export async function parseWebhooks(source: BodySource): Promise<ManyWebhooks> {
  return readFile(await parseDocument(source.text, source.file), source, true);
}

/**
 * Checks an existing file for an export that updates it. Variables in fields don't have to be set.
 * @throws Problem that lists everything that is wrong, with positions
 */
export function checkExistingFile(document: Document, source: BodySource): ManyWebhooks {
  return readFile(document, source, false);
}

function readFile(document: Document, source: BodySource, isRequired: boolean): ManyWebhooks {
  const problems = new Problems();
  const context = isResult(document.value)
    ? { ...createContext({ ...source, file: null, listed: [] }, problems, isRequired), isResult: true }
    : createContext(source, problems, isRequired);
  const file = parseWebhooksFile(document.value, source.environment, context);
  context.variables.checkCopies();
  throwProblems(problems, document, source.file);
  const refuse = (later: Problems): void => throwProblems(later, document, source.file);
  return { kind: 'webhooks', file, variables: context.variables.used(), refuse };
}
