import type { Path } from '../document/document.ts';
import { isFieldName } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import type { FileEntry, ManyWebhooks, WebhooksFile } from './sync-file.ts';
import { secretKey } from './variable-names.ts';

/** Where a file needs an environment variable. */
export interface VariableUse {
  readonly variable: string;
  /** The name of the webhook, or its id if it has none; null in the defaults and in the scope. */
  readonly webhook: string | null;
  readonly field: string;
  readonly isSecret: boolean;
}

/** Where a file needs variables in its environment, in file order. Those with a default are not included. */
export function listVariableUses({ file, references }: ManyWebhooks): VariableUse[] {
  const used = new Set(file.entries.flatMap(({ settings }) => [...settings.values()].map(({ path }) => path)));
  const uses = references
    .filter(({ fallback }) => fallback === null)
    .flatMap(({ name, path, isSecret }): VariableUse[] => {
      const entry = entryAt(file, path);
      const field = String(path.findLast((key) => typeof key === 'string'));
      const applies = isFieldName(field) ? used.has(path) : entry === undefined || entry.resolved !== null;
      const webhook = entry === undefined ? null : (entry.name?.text ?? entry.id);
      return applies ? [{ variable: name, webhook, field, isSecret }] : [];
    });
  return [...new Map(uses.map((use) => [JSON.stringify(use), use])).values()];
}

/** What each variable of a file stands for: one secret of a webhook, or `''` for anything else. */
export function listTakenVariables(
  { file, references }: ManyWebhooks,
  findWebhook: (entry: FileEntry) => Webhook | undefined,
): Map<string, string> {
  const taken = new Map<string, string>();
  for (const { name, path, isSecret } of references) {
    const entry = entryAt(file, path);
    const webhook = isSecret && entry !== undefined ? findWebhook(entry) : undefined;
    const meaning = webhook === undefined ? '' : secretKey(webhook.id, String(path.at(-1)));
    taken.set(name, taken.has(name) && taken.get(name) !== meaning ? '' : meaning);
  }
  return taken;
}

/** The entry that a path leads into. */
function entryAt({ written }: WebhooksFile, [first, second]: Path): FileEntry | undefined {
  return written[Number(typeof first === 'number' ? first : second)];
}
