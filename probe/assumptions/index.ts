/** All assumptions about Losant, in the order in which they are checked. Those that delete something come last. */
import { accessAssumptions } from './access.ts';
import type { Assumption } from './assumption.ts';
import { deleteAssumptions } from './deletes.ts';
import { errorAssumptions } from './errors.ts';
import { fieldAssumptions } from './fields.ts';
import { listAssumptions } from './lists.ts';
import { stringAssumptions } from './strings.ts';
import { updateAssumptions } from './updates.ts';
import { workflowAssumptions } from './workflows.ts';

export type { Assumption } from './assumption.ts';

/** Assumptions by subject, with headings for the documentation. */
export const subjects: readonly { readonly heading: string; readonly assumptions: readonly Assumption[] }[] = [
  { heading: 'Webhooks', assumptions: fieldAssumptions },
  { heading: 'Strings and names', assumptions: stringAssumptions },
  { heading: 'Lists', assumptions: listAssumptions },
  { heading: 'Updates', assumptions: updateAssumptions },
  { heading: 'Errors', assumptions: errorAssumptions },
  { heading: 'Workflows', assumptions: workflowAssumptions },
  { heading: 'Deletes', assumptions: deleteAssumptions },
  { heading: 'Access', assumptions: accessAssumptions },
];

export const assumptions: readonly Assumption[] = subjects.flatMap((subject) => subject.assumptions);
