import { type Document, throwProblems } from '../document/document.ts';
import { parseDocument } from '../document/parse.ts';
import type { Position } from '../document/positions.ts';
import { Problems } from '../document/problems.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import { type Entry, readEntry, resolveEntry } from './entry.ts';
import type { BodyContext } from './settings.ts';
import { isSet, type PlacedReference, type UsedVariable, type VariableRules, Variables } from './variables.ts';

/** What is known about a valid body, apart from its webhooks. */
export interface BodyFacts {
  /** The body-file; null for the input body. */
  readonly source: WorkspaceFile | null;
  /** The environment variables that it uses, and their values. */
  readonly variables: readonly UsedVariable[];
  /** Where it uses them, those of other environments too. */
  readonly references: readonly PlacedReference[];
  /** What the input `variables` lists and its text does not contain, as it may be shown. */
  readonly unused: readonly string[];
  /** The secrets that a file contains as plain text: how many, and where the first one is. */
  readonly plainSecrets: { readonly count: number; readonly position: Position } | null;
  /** What is valid, but probably not meant so. */
  readonly warnings: readonly string[];
  /**
   * Reports problems found by comparing the body with the application.
   * @throws Problem with positions in the body, if there are any problems
   */
  readonly refuse: (problems: Problems) => void;
}

/** A body for one webhook. */
export interface OneWebhook extends BodyFacts {
  readonly kind: 'webhook';
  readonly entry: Entry;
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
  const body = interpretWebhook(document, operation, source, 'all', problems);
  throwProblems(problems, document, source.file);
  return body;
}

/** The same, with everything that is wrong added to the problems. */
export function interpretWebhook(
  document: Document,
  operation: 'create' | 'patch',
  source: BodySource,
  required: VariableRules['required'],
  problems: Problems,
): OneWebhook {
  const context = createContext(source, problems, required);
  const written = readEntry(document.value, [], context);
  const entry = resolveEntry(written, written.settings, context);
  context.variables.checkCopies();
  checkComplete(entry, operation, problems);
  return { kind: 'webhook', entry, ...collectFacts(document, source, context) };
}

/** What is known about a body after it has been read. */
export function collectFacts(
  document: Document,
  source: BodySource,
  { variables, plainSecrets }: BodyContext,
): BodyFacts {
  const [position] = document.locate(plainSecrets.slice(0, 1));
  return {
    source: source.file,
    variables: variables.used(),
    references: variables.references,
    unused: listUnused(source),
    plainSecrets: position == null ? null : { count: plainSecrets.length, position },
    warnings: document.warnings,
    refuse: (problems) => throwProblems(problems, document, source.file),
  };
}

/** What the input `variables` lists and the text does not contain. A name that is not set may be a value, so it is not shown. */
export function listUnused({ text, listed, env }: Pick<BodySource, 'text' | 'listed' | 'env'>): string[] {
  const labels = (listed ?? []).map((name, index) => ({
    name,
    label: isSet(name, env) ? `the variable ${name}` : `entry ${index + 1} of variables`,
  }));
  const isUnused = (name: string): boolean => !text.includes(`\${${name}}`) && !text.includes(`\${${name}:-`);
  return labels.filter(({ name }) => isUnused(name)).map(({ label }) => label);
}

/** @param required which variables must be set */
export function createContext(
  { file, listed, env }: Pick<BodySource, 'file' | 'listed' | 'env'>,
  problems: Problems,
  required: VariableRules['required'],
): BodyContext {
  // Anyone may have written the text of the input body.
  const rules = { mode: file === null ? 'literal' : 'file', listed, env, required } as const;
  return { problems, variables: new Variables(rules, problems), plainSecrets: [], isResult: false };
}

function checkComplete({ fields, settings }: Entry, operation: string, problems: Problems): void {
  if (!problems.isEmpty) return;
  if (operation === 'create' && fields.name === undefined) problems.add([], 'a new webhook needs a name');
  const isSet = Object.keys(fields).length > 0 || [...settings.values()].some(({ template }) => template !== null);
  if (!isSet) problems.add([], 'it does not set any field: did an expression expand to nothing?');
}
