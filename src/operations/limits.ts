import { readText, resolveInside } from '../files.ts';
import type { Reader } from '../inputs/reader.ts';
import type { Expected } from '../plan/expected.ts';
import type { Source } from '../plan/plan.ts';
import { errorMessage } from '../problem.ts';

/** What a plan may change. */
export type Limits = Awaited<ReturnType<typeof readLimits>>;

/** Reads what limits the changes. Throws InvalidInput, which the reader reports. */
export async function readLimits(reader: Reader) {
  const maxDeletes = reader.value('max-deletes');
  const source: Source = reader.isGiven('body-file') ? 'the file' : reader.isGiven('body') ? 'the body' : 'the step';
  return {
    /** The changes that were approved. */
    expectedChanges: await readExpected(reader),
    /** Where the wanted webhooks come from, for messages. */
    source,
    /** By default, none for sync, as many as ids are given, or 1 for names. */
    maxDeletes: maxDeletes ?? (reader.row?.selects === 'all' ? 0 : Math.max(1, reader.value('webhook-id').length)),
    isMaxDeletesGiven: maxDeletes !== null,
    includeWorkflows: reader.value('include-workflows'),
    /** What it means if a webhook that could not be read does not exist. */
    ifNotFound: reader.value('if-not-found') ?? 'error',
  };
}

async function readExpected(reader: Reader): Promise<Expected> {
  const text = reader.value('expected-changes');
  // Without a check, the parser is not loaded.
  if (text === 'any') return text;
  const { parseExpected } = await import('../plan/expected.ts');
  try {
    return parseExpected(text, (path) => readText(resolveInside(path, reader.env)));
  } catch (error) {
    throw reader.invalid(
      `expected-changes must be any, none, the output changes of a dry run, or the path of a file with them: ${errorMessage(error)}`,
    );
  }
}
