import { type Position, Problems } from '../document/document.ts';
import { parseDocument } from '../document/parse.ts';
import type { WorkspaceFile } from '../paths.ts';
import { type Entry, readEntry, readNames, resolveEntry } from './entry.ts';
import type { BodyContext } from './settings.ts';
import { lookUp, type Reference, type UsedVariable, type VariableRules, Variables } from './variables.ts';

/** The text of a body, where it comes from, and what it may refer to. */
export interface BodySource extends VariableRules {
  readonly text: string;
  /** The input `environment`; null if it was not given. */
  readonly environment: string | null;
}

/** What is known about a valid body, apart from its webhooks. */
export interface BodyFacts {
  /** The body-file; null for the input body. */
  readonly source: WorkspaceFile | null;
  /** The environment variables that it uses, and their values. */
  readonly variables: readonly UsedVariable[];
  /** Where it uses them, those of other environments too. */
  readonly references: readonly Reference[];
  /** What the input `variables` lists and its text does not contain, as it may be shown. */
  readonly unused: readonly string[];
  /** The secrets that a file contains as plain text: how many, and where the first one is. */
  readonly plainSecrets: { readonly count: number; readonly position: Position } | null;
  /** What is valid, but probably not meant so. */
  readonly warnings: readonly string[];
  /** For problems that are found by comparing the body with the application. */
  readonly problems: Problems;
}

/** A body for one webhook. */
export interface OneWebhook extends BodyFacts {
  readonly kind: 'webhook';
  readonly entry: Entry;
}

/** Reads and checks a body for one webhook. @throws Problem that lists everything that is wrong, with positions */
export async function parseWebhook(purpose: 'create' | 'patch', source: BodySource): Promise<OneWebhook> {
  const document = await parseDocument(source.text, source.file);
  const body = await readWebhook(purpose, source, new Problems(document, source.file));
  await body.problems.throwAll();
  return body;
}

/** The same, with everything that is wrong added to the problems. */
export function readWebhook(purpose: 'create' | 'patch', source: BodySource, problems: Problems): Promise<OneWebhook> {
  const variables = new Variables(source, problems);
  const context = { problems, variables, plainSecrets: [], isResult: false };
  const written = readEntry(problems.document.value, [], context);
  const entry = resolveEntry(written, context, readNames(written, context));
  variables.checkCopies();
  checkComplete(entry, purpose, problems);
  return withFacts({ kind: 'webhook', entry }, source, context);
}

/** Adds what is known about a body after it has been read. */
export async function withFacts<Read>(read: Read, source: BodySource, context: BodyContext): Promise<Read & BodyFacts> {
  const { variables, plainSecrets, problems } = context;
  const [first] = plainSecrets;
  const position = first === undefined ? null : await problems.document.locate(first);
  return {
    ...read,
    source: source.file,
    variables: variables.used(),
    references: variables.references,
    unused: listUnused(source),
    plainSecrets: position && { count: plainSecrets.length, position },
    warnings: problems.document.warnings,
    problems,
  };
}

/** What the input `variables` lists and the text does not contain. A name that is not set may be a value, so it is not shown. */
export function listUnused({ text, listed, env }: Pick<BodySource, 'text' | 'listed' | 'env'>): string[] {
  return (listed ?? []).flatMap((name, index) => {
    if (text.includes(`\${${name}}`) || text.includes(`\${${name}:-`)) return [];
    return [lookUp(name, env) === '' ? `entry ${index + 1} of variables` : `the variable ${name}`];
  });
}

function checkComplete({ fields, settings }: Entry, purpose: string, problems: Problems): void {
  if (problems.list.length > 0) return;
  if (purpose === 'create' && fields.name === undefined) problems.add([], 'a new webhook needs a name');
  const isSet = Object.keys(fields).length > 0 || [...settings.values()].some(({ template }) => template !== null);
  if (!isSet) problems.add([], 'it does not set any field: did an expression expand to nothing?');
}
