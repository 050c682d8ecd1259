import type { WorkspaceFile } from '../workspace-file.ts';
import { type Document, parseDocument, throwProblems } from './document.ts';
import { type Entry, readEntry, resolveEntry } from './entry.ts';
import { Problems } from './problems.ts';
import type { BodyContext } from './settings.ts';
import { isResult, parseWebhooksFile, type WebhooksFile } from './sync-file.ts';
import { type UsedVariable, Variables } from './variables.ts';

export interface OneWebhook {
  readonly kind: 'webhook';
  readonly entry: Entry;
  /** The environment variables that the body uses. */
  readonly variables: readonly UsedVariable[];
}

export interface ManyWebhooks {
  readonly kind: 'webhooks';
  readonly file: WebhooksFile;
  readonly variables: readonly UsedVariable[];
  /**
   * Reports problems found by comparing the body with the application.
   * @throws Problem with positions in the file, if there are any problems
   */
  readonly refuse: (problems: Problems) => void;
}

/** The content of `body` or `body-file`: one webhook, or for sync the webhooks of a file. */
export type Body = OneWebhook | ManyWebhooks;

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
 * Reads and checks a body.
 * @throws Problem that lists everything that is wrong, with positions
 */
export async function parseBody(operation: 'sync', source: BodySource): Promise<ManyWebhooks>;
export async function parseBody(operation: 'create' | 'patch', source: BodySource): Promise<OneWebhook>;
export async function parseBody(operation: string, source: BodySource): Promise<Body>;
export async function parseBody(operation: string, source: BodySource): Promise<Body> {
  const { text, file } = source;
  const document = await parseDocument(text, file);
  if (operation === 'sync') return parseFile(document, source, true);
  const problems = new Problems();
  const context = createContext(source, problems, true);
  const written = readEntry(document.value, [], context);
  const entry = resolveEntry(written, written.settings, context);
  context.variables.checkCopies();
  checkComplete(entry, operation, problems);
  throwProblems(problems, document, file);
  return { kind: 'webhook', entry, variables: context.variables.used() };
}

/**
 * Checks an existing file for an export that updates it. Variables in fields don't have to be set.
 * @throws Problem that lists everything that is wrong, with positions
 */
export function checkExistingFile(document: Document, source: BodySource): ManyWebhooks {
  return parseFile(document, source, false);
}

function parseFile(document: Document, source: BodySource, isRequired: boolean): ManyWebhooks {
  const problems = new Problems();
  const context = isResult(document.value)
    ? createContext({ ...source, file: null, listed: [] }, problems, isRequired)
    : createContext(source, problems, isRequired);
  const file = parseWebhooksFile(document.value, source.environment, context);
  context.variables.checkCopies();
  throwProblems(problems, document, source.file);
  const refuse = (later: Problems): void => throwProblems(later, document, source.file);
  return { kind: 'webhooks', file, variables: context.variables.used(), refuse };
}

function createContext({ file, listed, env }: BodySource, problems: Problems, isRequired: boolean): BodyContext {
  // Anyone may have written the text of the input body.
  const rules = { mode: file === null ? 'literal' : 'file', listed, env, isRequired } as const;
  return { problems, variables: new Variables(rules, problems) };
}

function checkComplete({ fields }: Entry, operation: string, problems: Problems): void {
  if (!problems.isEmpty) return;
  if (operation === 'create' && fields.name === undefined) problems.add([], 'a new webhook needs a name');
  if (Object.keys(fields).length === 0)
    problems.add([], 'it does not set any field: did an expression expand to nothing?');
}
