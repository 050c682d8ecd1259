import { type BodySource, createContext, type OneWebhook } from '../body/body.ts';
import type { PlacedReference, UsedVariable, VariableRules } from '../body/variables.ts';
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
  /** Where it uses them, those of other environments too. */
  readonly references: readonly PlacedReference[];
  /** What is valid, but probably not meant so. */
  readonly warnings: readonly string[];
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
  return readFile(await parseDocument(source.text, source.file), source, 'all');
}

/**
 * Reads and checks the file of sync.
 * @param required which variables must be set
 * @throws Problem that lists everything that is wrong, with positions
 */
export function readFile(
  document: Document,
  source: Omit<BodySource, 'text'>,
  required: VariableRules['required'],
): ManyWebhooks {
  const problems = new Problems();
  const body = interpretFile(document, source, required, problems);
  throwProblems(problems, document, source.file);
  return body;
}

/** The same, with everything that is wrong added to the problems. */
export function interpretFile(
  document: Document,
  source: Omit<BodySource, 'text'>,
  required: VariableRules['required'],
  problems: Problems,
): ManyWebhooks {
  const isUndo = isResult(document.value);
  const rules = isUndo ? { ...source, file: null, listed: [] } : source;
  const context = { ...createContext(rules, problems, required), isResult: isUndo };
  const file = parseWebhooksFile(document.value, source.environment, context);
  context.variables.checkCopies();
  const refuse = (later: Problems): void => throwProblems(later, document, source.file);
  const { variables } = context;
  const used = { variables: variables.used(), references: variables.references };
  return { kind: 'webhooks', file, ...used, warnings: document.warnings, refuse };
}
