import * as core from '@actions/core';
import type { Log } from '../log.ts';
import { visible } from '../report/escape.ts';
import type { Annotation, Place } from './annotations.ts';
import type { Secrets } from './secrets.ts';

/** GitHub cuts annotations off after about this many characters. */
const LONGEST_ANNOTATION = 4000;
/** A longer line, such as an error that repeats a huge request, is of no use to anyone. */
const LONGEST_LINE = 20_000;

/** The step's log. Secrets are masked, and text from outside cannot contain commands for the runner. */
export class RunnerLog implements Log {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  info(line: string): void {
    this.infoLines([line]);
  }

  /** Writes all lines at once: there may be thousands. */
  infoLines(lines: Iterable<string>): void {
    const shown = Array.from(lines, (line) => harmless(this.#secrets.mask(line, LONGEST_LINE)));
    if (shown.length > 0) core.info(shown.join('\n'));
  }

  debug(line: string): void {
    if (core.isDebug()) core.debug(harmless(this.#secrets.mask(line, LONGEST_LINE)));
  }

  warning(message: string, place: Place | null = null): void {
    core.warning(this.#annotation(message), { title: 'Losant webhooks', ...toProperties(place) });
  }

  notice(message: string): void {
    core.notice(this.#annotation(message), { title: 'Losant webhooks' });
  }

  /** An error annotation, on its line if it is about a file. */
  error({ title, message, place }: Annotation): void {
    core.error(this.#annotation(message), { title: harmless(title), ...toProperties(place) });
  }

  #annotation(message: string): string {
    const text = this.#secrets.mask(message, LONGEST_ANNOTATION).split('\n').map(harmless).join('\n');
    return text.length > LONGEST_ANNOTATION ? `${text.slice(0, LONGEST_ANNOTATION)}…` : text;
  }
}

function toProperties(place: Place | null): core.AnnotationProperties {
  if (place === null) return {};
  const { file, line, column } = place;
  return { file, startLine: line, ...(column === null ? {} : { startColumn: column }) };
}

/**
 * A line without commands: the runner would execute `::command::` at the start of a line and `##[command]` anywhere.
 * Invisible characters, and those that change the color or direction of text, are shown as their codes.
 */
export function harmless(line: string): string {
  return visible(line)
    .replaceAll('##[', '## [')
    .replace(/^\s*::/, ': :');
}
