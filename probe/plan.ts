/** What a probe is going to do, in words, and the question whether it may. */
import { createInterface } from 'node:readline/promises';
import type { ApiSettings } from './api.ts';
import { assumptions } from './assumptions/index.ts';
import { NAME_PREFIX } from './made.ts';
import { webhookKeys } from './probe.ts';

/** One more than the fixed ones: the create with an unknown property, where that is accepted. */
const MOST_WEBHOOKS = webhookKeys.length + 1;

export function planOf({ apiUrl, applicationId }: ApiSettings): string {
  return [
    `The probe finds out whether ${assumptions.length} assumptions about Losant hold, in the application ${applicationId} at ${apiUrl.host}:`,
    `  1. It lists the webhooks and workflows. If the name of a webhook begins with "${NAME_PREFIX}", it stops.`,
    `  2. It makes up to ${MOST_WEBHOOKS} webhooks named "${NAME_PREFIX}…" and, if the token allows it, a disabled workflow of that name.`,
    '     All but one of the webhooks are disabled, and nothing but that workflow is triggered by them.',
    '  3. It sends about 100 requests, one after the other. Some are meant to be refused, and one has a body of 2 MB.',
    '  4. It deletes what it made, also when you interrupt it.',
    'It changes nothing that it did not make. Use an application for tests all the same.',
  ].join('\n');
}

/** Asks on a terminal. Only "y" or "yes" is a yes. */
export async function isConfirmed(signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Otherwise Control-C would only end the question.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return /^y(?:es)?$/iu.test((await terminal.question('Continue? [y/N] ', { signal })).trim());
  } catch {
    return false;
  } finally {
    terminal.close();
  }
}
