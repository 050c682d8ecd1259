import { formatWebhooksFile } from '../body/format.ts';
import { hasContent } from '../files.ts';
import { patternsText } from '../patterns.ts';
import { planOf } from '../plan/changes.ts';
import type { Plan } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import type { Context } from './context.ts';
import { select } from './select.ts';

/** Writes the webhooks of the application as a file that sync takes. */
export async function exportWebhooks(context: Context): Promise<Plan> {
  const { inputs, log } = context;
  const file = inputs.exportFile;
  if (file === null) throw new Error('the file to write was not read');
  const { items } = await select(context);
  const webhooks = items.map(({ before }) => before).filter((webhook) => webhook !== null);
  if (webhooks.length === 0)
    throw new Problem(
      'Nothing to export',
      'No webhook of the application is selected: an empty file would be of no use. Nothing was written.',
    );
  const { selection } = inputs;
  const { text, variables, twice } = formatWebhooksFile(
    webhooks,
    selection.by === 'name' ? patternsText(selection.patterns) : null,
  );
  for (const name of twice)
    log.warning(
      `Several webhooks are named ${JSON.stringify(name)}: sync refuses the file until they have different names. Their ids are pinned in it, so that they can be renamed there.`,
    );
  if (variables.length > 0) log.info(`The file needs these variables: ${variables.join(', ')}`);
  const changes = !hasContent(file, text);
  log.info(changes ? `${file.name} ${inputs.dryRun ? 'would change' : 'changes'}` : `${file.name} is up to date`);
  return { ...planOf(items), file: { text, changes, variables } };
}
