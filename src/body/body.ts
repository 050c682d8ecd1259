import { throwProblems } from '../document/document.ts';
import { parseDocument } from '../document/parse.ts';
import { Problems } from '../document/problems.ts';
import type { Json } from '../json.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import { type Entry, readEntry, resolveEntry } from './entry.ts';
import type { BodyContext } from './settings.ts';
import { type UsedVariable, type VariableRules, Variables } from './variables.ts';

/** A body for one webhook. */
export interface OneWebhook {
  readonly kind: 'webhook';
  readonly entry: Entry;
  /** The environment variables that the body uses. */
  readonly variables: readonly UsedVariable[];
  /**
   * Reports problems found by comparing the body with the application.
   * @throws Problem with positions in the body, if there are any problems
   */
  readonly refuse: (problems: Problems) => void;
  /** What is valid, but probably not meant so. */
  readonly warnings: readonly string[];
}

/** The text of a body, where it comes from, and what it may refer to. */
export interface BodySource {
  readonly text: string;
  /** The body-file; null for the input body. */
  readonly file: WorkspaceFile | null;
  /** The environment variables of the step. */
  readonly env: NodeJS.ProcessEnv;
  /** The input `variables`; null if it was not given. */
  readonly listed: readonly string[] | null;
  /** The input `environment`; null if it was not given. */
  readonly environment: string | null;
}

/**
 * Reads and checks a body for one webhook.
 * @throws Problem that lists everything that is wrong, with positions
 */
export async function parseWebhook(operation: 'create' | 'patch', source: BodySource): Promise<OneWebhook> {
  const document = await parseDocument(source.text, source.file);
  const problems = new Problems();
  const context = createContext(source, problems, 'all');
  const entry = readWebhook(document.value, operation, context);
  throwProblems(problems, document, source.file);
  const refuse = (later: Problems): void => throwProblems(later, document, source.file);
  return { kind: 'webhook', entry, variables: context.variables.used(), warnings: document.warnings, refuse };
}

/** The content of a body for one webhook. Everything that is wrong is added to the problems. */
export function readWebhook(value: Json, operation: 'create' | 'patch', context: BodyContext): Entry {
  const written = readEntry(value, [], context);
  const entry = resolveEntry(written, written.settings, context);
  context.variables.checkCopies();
  checkComplete(entry, operation, context.problems);
  return entry;
}

/** @param required which variables must be set */
export function createContext(
  { file, listed, env }: Pick<BodySource, 'file' | 'listed' | 'env'>,
  problems: Problems,
  required: VariableRules['required'],
): BodyContext {
  // Anyone may have written the text of the input body.
  const rules = { mode: file === null ? 'literal' : 'file', listed, env, required } as const;
  return { problems, variables: new Variables(rules, problems), isResult: false };
}

function checkComplete({ fields, settings }: Entry, operation: string, problems: Problems): void {
  if (!problems.isEmpty) return;
  if (operation === 'create' && fields.name === undefined) problems.add([], 'a new webhook needs a name');
  const isSet = Object.keys(fields).length > 0 || [...settings.values()].some(({ template }) => template !== null);
  if (!isSet) problems.add([], 'it does not set any field: did an expression expand to nothing?');
}
