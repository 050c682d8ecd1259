import type { ExistingFile } from '../export/existing-file.ts';
import { exportFile } from '../export/export-file.ts';
import type { FileChange } from '../export/work.ts';
import type { Selection } from '../inputs/inputs.ts';
import { byName } from '../losant/webhook.ts';
import { patternsText } from '../patterns.ts';
import { createPlan, unchangedItem } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Context } from './context.ts';

/** Updates the file to match the application, or writes a new one. */
export async function exportWebhooks({ inputs, losant, log }: Context): Promise<Plan> {
  const target = inputs.exportFile;
  if (target === null) throw new Error('the file to write was not read');
  const { existing } = target;
  const scope = exportScope(inputs.selection, existing);
  const listing = (await losant.listWebhooks()).sort(byName);
  const exported = await exportFile(existing, listing, scope);
  const { text, covered, uses } = exported;
  const variables = [...new Set(uses.map(({ variable }) => variable))];
  const changes = existing === null || text !== existing.byteOrderMark + existing.text;
  const lines = exported.changes.map(changeLine);
  for (const line of lines) log.info(line);
  if (variables.length > 0) log.info(`The file needs these variables: ${variables.join(', ')}`);
  log.info(changes ? `${target.name} ${inputs.dryRun ? 'would change' : 'changes'}` : `${target.name} is up to date`);
  return {
    ...createPlan(covered.map(unchangedItem), listing, exported.warnings),
    file: { text, changes, lines, variables, uses },
  };
}

/**
 * What the export covers: the scope of an existing file, or for a new one the input.
 * @throws Problem if the two differ
 */
function exportScope(selection: Selection, existing: ExistingFile | null): string | null {
  const given = selection.by === 'name' ? patternsText(selection.patterns) : null;
  if (existing === null) return given;
  const { scope } = existing;
  const { name } = existing.settings;
  if (given === null || given === scope) return scope;
  const covers =
    scope === null ? 'has no scope, so it covers the whole application' : `has the scope ${JSON.stringify(scope)}`;
  throw new Problem(
    'Scopes differ',
    `${name} ${covers}, and webhook-name is ${JSON.stringify(given)}: they must be equal. Nothing was written. Leave webhook-name out, or change the scope in the file.`,
  );
}

/** `update "orders": responseCode, enabled` */
function changeLine({ action, name, keys }: FileChange): string {
  const why = action === 'remove' ? ': the application has no such webhook' : '';
  return `${action} ${JSON.stringify(name)}${keys.length === 0 ? why : `: ${keys.join(', ')}`}`;
}
