import * as core from '@actions/core';
import type { Log } from '../log.ts';
import type { Explanation } from '../report/explain.ts';
import { visible } from '../report/markdown.ts';
import type { Secrets } from './secrets.ts';

/** GitHub shows no more of an annotation. */
const LONGEST_ANNOTATION = 4000;
/** A longer line, such as an error that repeats all of a huge request, is of no use to anyone. */
const LONGEST_LINE = 20_000;

/** The step's log. Secrets are masked, and nothing that a text from outside holds is executed by the runner. */
export class RunnerLog implements Log {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  info(line: string): void {
    core.info(harmless(this.#secrets.mask(line, LONGEST_LINE)));
  }

  debug(line: string): void {
    if (core.isDebug()) core.debug(harmless(this.#secrets.mask(line, LONGEST_LINE)));
  }

  warning(message: string): void {
    core.warning(this.#annotation(message), { title: 'Losant webhooks' });
  }

  /** The annotation with which a step fails. */
  error({ title, message }: Explanation): void {
    core.error(this.#annotation(message), { title: harmless(title) });
  }

  #annotation(message: string): string {
    const text = this.#secrets.mask(message, LONGEST_ANNOTATION).split('\n').map(harmless).join('\n');
    return text.length > LONGEST_ANNOTATION ? `${text.slice(0, LONGEST_ANNOTATION)}…` : text;
  }
}

/**
 * One line that the runner only shows: it executes `::command::` at the start of a line and `##[command]` anywhere.
 * Characters that are not seen, or that colour or turn what is seen, are written as their code.
 */
export function harmless(line: string): string {
  return visible(line)
    .replaceAll('##[', '## [')
    .replace(/^\s*::/, ': :');
}
