/** Describes what a probe is going to do, and asks for confirmation. */
import { createInterface } from 'node:readline/promises';
import type { ApiSettings } from './api.ts';
import { assumptions } from './assumptions/index.ts';
import { webhookKeys } from './probe.ts';
import { NAME_PREFIX } from './resources.ts';

/** One more if a create with an unknown property is accepted. */
const MAX_WEBHOOKS = webhookKeys.length + 1;

export function createPlan({ apiUrl, applicationId }: ApiSettings): string {
  return [
    `The probe checks ${assumptions.length} assumptions about Losant in the application ${applicationId} at ${apiUrl.host}:`,
    `  1. It lists the webhooks and workflows. If the name of a webhook begins with "${NAME_PREFIX}", it stops.`,
    `  2. It creates up to ${MAX_WEBHOOKS} webhooks named "${NAME_PREFIX}…" and, if the token allows it, a disabled workflow with such a name.`,
    '     All but one of the webhooks are disabled, and they trigger nothing but that workflow.',
    '  3. It sends about 100 requests, one at a time. Some are expected to be refused, and one has a body of 2 MB.',
    '  4. It deletes what it created, even if you interrupt it.',
    'It changes nothing that it did not create. Even so, use an application for tests.',
  ].join('\n');
}

/** Asks on a terminal. Only "y" or "yes" is a yes. */
export async function isConfirmed(signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Otherwise Ctrl+C would only cancel the question.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return /^y(?:es)?$/iu.test((await terminal.question('Continue? [y/N] ', { signal })).trim());
  } catch {
    return false;
  } finally {
    terminal.close();
  }
}
