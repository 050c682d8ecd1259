import { type ExistingFile, readExistingFile } from '../file/existing-file.ts';
import { exportFile } from '../file/export-file.ts';
import { listVariables } from '../file/file-variables.ts';
import type { FileChange } from '../file/update-state.ts';
import { findFile, readText, type WorkspaceFile } from '../files.ts';
import { readOutputPath, readSelection } from '../inputs/inputs.ts';
import { byName } from '../losant/webhook.ts';
import { patternsText, quotedLines } from '../patterns.ts';
import { createPlan, unchangedItem } from '../plan/changes.ts';
import { Problem } from '../problem.ts';
import type { Operation, Step } from './context.ts';
import { readBodyRules } from './read-body.ts';

/** Updates the file to match the application, or writes a new one. */
export const exportWebhooks: Operation = async (reader) => {
  const target = readOutputPath(reader, 'body-file');
  if (target === null) throw reader.invalid('body-file must name the file to write');
  const rules = readBodyRules(reader);
  const before = reader.use('body-file', () => (findFile(target) === undefined ? null : readText(target, true)));
  const existing = await readExistingFile({ ...rules, text: before ?? '', file: target });
  if (existing === null && rules.environment !== null)
    throw reader.invalid('environment is for a file that has environments, and there is none yet');
  const given = patternsText(readSelection(reader).patterns) || null;
  const plan: Step['plan'] = async ({ losant, log }) => {
    const scope = exportScope(target, existing, given);
    const listing = (await losant.listWebhooks()).sort(byName);
    const exported = await exportFile(existing, listing, scope, rules.listed);
    const { text, covered, uses } = exported;
    const variables = listVariables(uses);
    const lines = exported.changes.map(changeLine);
    for (const line of lines) log.info(line);
    if (variables.length > 0) log.info(`The file needs these variables: ${variables.join(', ')}`);
    return {
      ...createPlan(covered.map(unchangedItem), listing, exported.warnings),
      file: { target, before, text, changes: text !== before, lines, variables, uses },
    };
  };
  return { body: existing?.body ?? null, plan };
};

/** What the export covers: the scope of an existing file, or else the input. @throws Problem if the two differ */
function exportScope({ name }: WorkspaceFile, existing: ExistingFile | null, given: string | null): string | null {
  if (existing === null) return given;
  const scope = existing.body.file.scope?.text ?? null;
  if (given === null || given === scope) return scope;
  const covers =
    scope === null ? 'has no scope, so it covers the whole application' : `has the scope ${quotedLines(scope)}`;
  throw new Problem(
    'Scopes differ',
    `${name} ${covers}, and webhook-name is ${quotedLines(given)}: they must be equal. Nothing was written. Leave webhook-name out, or change the scope in the file.`,
  );
}

/** `update "orders": responseCode, enabled` */
function changeLine({ action, name, keys }: FileChange): string {
  const why = action === 'remove' ? ': the application has no such webhook' : '';
  return `${action} ${JSON.stringify(name)}${keys.length === 0 ? why : `: ${keys.join(', ')}`}`;
}
