import { decodings } from './decodings.ts';
import { type Span, StringIndex } from './string-index.ts';

/** Shorter values are not masked, since that would ruin every log that happens to contain them. */
const SHORTEST = 4;
const MASK = '***';

/**
 * The values that a run must not show. Secrets are registered with the runner, and masked in everything that this action
 * writes itself: unlike the log, GitHub does not mask comments. Values of variables are masked only where a server or parser
 * quotes them: a variable with the value `name` must not hide every "name".
 */
export class Secrets {
  readonly #register: (value: string) => void;
  readonly #known = new Set<string>();
  readonly #secrets = new StringIndex();
  readonly #variables = new StringIndex();

  /** @param register makes the runner mask a value */
  constructor(register: (value: string) => void) {
    this.#register = register;
  }

  /** The runner masks each line of a value, however short, so lines are registered one by one, without the short ones. */
  add(value: string): void {
    if (this.#known.has(value)) return;
    this.#known.add(value);
    const lines = value.split(/[\r\n]+/).filter(isLongEnough);
    for (const line of lines) {
      this.#register(line);
      const inJson = JSON.stringify(line).slice(1, -1);
      if (inJson !== line) this.#register(inJson);
      for (const form of formsOf(line)) this.#secrets.add(form);
    }
    // In an encoded value, the lines are not visible.
    if (lines.length > 0 && lines[0] !== value) for (const form of formsOf(value)) this.#secrets.add(form);
  }

  /** Adds the value of a variable that is not a secret. */
  addVariable(value: string): void {
    if (isLongEnough(value)) this.#variables.add(value);
  }

  /**
   * The text with every secret in it, in every form, as `***`.
   * @param limit a longer text is cut off here first, with `…`; a partial secret is masked too
   */
  mask(text: string, limit?: number): string {
    return hide([this.#secrets], text, limit);
  }

  /** The same for text from a server or parser, in which values of variables are masked too. */
  maskQuoted(text: string, limit?: number): string {
    return hide([this.#secrets, this.#variables], text, limit);
  }

  /** Whether a text contains a secret. */
  shows(text: string): boolean {
    return this.mask(text) !== text;
  }
}

function isLongEnough(value: string): boolean {
  return [...value.trim()].length >= SHORTEST;
}

/** The value itself, with lone surrogates replaced as encodings do, and in base64. */
function formsOf(value: string): Set<string> {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  return new Set([value, value.toWellFormed(), base64]);
}

/** An incomplete escape at the end, such as `\u00` or `%2`. */
const HALF_ESCAPE = /(?:\\{1,4}u?[0-9a-f]{0,3}|(?:%[0-9a-f]{0,2}){1,3}|&#?\w{0,5})$/i;

function hide(indexes: readonly StringIndex[], whole: string, limit = Number.POSITIVE_INFINITY): string {
  const isCut = whole.length > limit;
  const text = isCut ? whole.slice(0, limit).replace(HALF_ESCAPE, '') : whole;
  const spans = decodings(text).flatMap(({ text: decoded, readOrigin }) =>
    indexes
      .flatMap((index) => index.find(decoded, isCut, SHORTEST))
      .map(({ start, end }) => ({ start: readOrigin(start), end: readOrigin(end) })),
  );
  let result = '';
  let shown = 0;
  for (const { start, end } of merged(spans)) {
    result += text.slice(shown, start) + MASK;
    shown = end;
  }
  return `${result}${text.slice(shown)}${isCut ? '…' : ''}`;
}

/** The spans in order, with overlapping ones merged. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && span.start < last.end) {
      result.pop();
      result.push({ start: last.start, end: Math.max(last.end, span.end) });
    } else result.push(span);
  }
  return result;
}
