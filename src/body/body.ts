import type { WorkspaceFile } from '../workspace-file.ts';
import { parseDocument, throwProblems } from './document.ts';
import { type Entry, parseEntry } from './entry.ts';
import type { BodyProblem } from './position.ts';
import type { WebhooksFile } from './sync-file.ts';
import { expandVariables } from './variables.ts';

/** What `body` or `body-file` says: one webhook, or for sync the webhooks of a file. */
export type Body =
  | { readonly kind: 'webhook'; readonly entry: Entry }
  | {
      readonly kind: 'webhooks';
      readonly file: WebhooksFile;
      /** Throws a Problem with the places of what turned out to be wrong later, if there is anything. */
      readonly refuse: (problems: readonly BodyProblem[]) => Promise<void>;
    };

/**
 * Reads and checks a body.
 * @param file the body-file; null for the input body
 * @param environment the variables that may stand in it; null for a body that is taken as it is
 * @throws Problem that names everything that is wrong, with its place
 */
export async function parseBody(
  operation: string,
  text: string,
  file: WorkspaceFile | null,
  environment: NodeJS.ProcessEnv | null,
): Promise<Body> {
  const document = await parseDocument(text, file);
  const problems: BodyProblem[] = [];
  const { value, templates } =
    environment === null
      ? { value: document.value, templates: new Map() }
      : expandVariables(document.value, environment, problems);
  if (operation === 'sync') {
    const { parseWebhooksFile } = await import('./sync-file.ts');
    const webhooks = parseWebhooksFile(value, templates, problems);
    await throwProblems(problems, document, file);
    return { kind: 'webhooks', file: webhooks, refuse: (later) => throwProblems(later, document, file) };
  }
  const entry = parseEntry(value, [], templates, problems);
  refuseUnfit(entry, operation, problems);
  await throwProblems(problems, document, file);
  return { kind: 'webhook', entry };
}

function refuseUnfit({ fields }: Entry, operation: string, problems: BodyProblem[]): void {
  if (problems.length > 0) return;
  if (operation === 'create' && fields.name === undefined)
    problems.push({ path: [], message: 'a new webhook needs a name' });
  if (Object.keys(fields).length === 0)
    problems.push({ path: [], message: 'it sets no field: did a variable expand to nothing?' });
}
