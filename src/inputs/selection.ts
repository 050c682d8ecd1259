import { isId } from '../losant/webhook.ts';
import { parsePatterns } from '../patterns.ts';
import type { Reader } from './input-reader.ts';
import type { Selection } from './inputs.ts';
import { type OperationName, usesInput } from './table.ts';

/** The webhooks that `webhook-id` or `webhook-name` mean. */
export function readSelection(reader: Reader, operation: OperationName | null): Selection {
  const ids = readIds(reader, operation);
  const patterns = parsePatterns(reader.text('webhook-name'));
  const mustSelect = operation !== null && usesInput(operation, 'webhook-id');
  if (mustSelect && reader.isGiven('webhook-id') === patterns.length > 0) {
    const likely = patterns.length > 0 ? 'both were' : 'none was; did a variable expand to nothing?';
    reader.problems.push(`exactly one of webhook-id and webhook-name must be given: ${likely}`);
  }
  if (patterns.length > 0 && patterns.every(({ negated }) => negated)) {
    reader.problem('webhook-name', 'has only lines that begin with "!": they take out what a line before them selects');
  }
  if (patterns.some(({ source }) => source === '')) {
    reader.problem('webhook-name', 'has a line "!" without a name');
  }
  if (ids.length > 0) return { by: 'id', ids };
  return patterns.length > 0 ? { by: 'name', patterns } : { by: 'all' };
}

function readIds(reader: Reader, operation: OperationName | null): string[] {
  const parts = reader
    .text('webhook-id')
    .split(/[,\r\n]/)
    .map((part) => part.trim().toLowerCase());
  const ids = [...new Set(parts.filter((part) => part !== ''))];
  const wrong = ids.filter((id) => !isId(id));
  if (wrong.length > 0 || (reader.isGiven('webhook-id') && ids.length === 0)) {
    // What is no id may be the token of a webhook's URL, which is a secret: it is not shown.
    const lengths = wrong.map((id) => `${id.length} characters`).join(', ') || 'none';
    reader.problem(
      'webhook-id',
      `must be the 24 hex digits of a webhook's id (not the token in its URL), got ${lengths}`,
    );
  }
  if (operation === 'get' && ids.length > 1) reader.problem('webhook-id', `takes one id for get, got ${ids.length}`);
  return ids;
}
