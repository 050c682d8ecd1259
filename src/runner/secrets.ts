import type { JsonObject } from '../json.ts';
import { collectSecrets, secretValues } from '../losant/webhook.ts';
import type { Masks } from '../report/masks.ts';
import { createQuickTest } from './encodings.ts';
import { LONGEST_PIECE, type Match, ValueFinder } from './value-finder.ts';

/** Four characters, besides white space around them. Shorter values would ruin every log that happens to contain them. */
const LONG_ENOUGH = /\S.{2,}\S/su;
/** How much text is compared with each secret before all are indexed, in characters, and what each text costs besides its own. */
const LITTLE_TEXT = 1000;
const COST = 250;
const MASK = '***';

/**
 * The values that a run must not show. They are masked in everything that this action writes itself: unlike the log, GitHub does
 * not mask comments. The runner searches the rest of the job for each value that is registered with it, so only those are that
 * others could print. Values of variables are masked only where a server or parser quotes them: a variable with the value `name`
 * must not hide every "name".
 */
export class Secrets implements Masks {
  readonly #setSecret: (value: string) => void;
  readonly #registered = new Set<string>();
  readonly #secrets = new ValueFinder();
  readonly #variables = new ValueFinder();
  /** Webhooks whose secrets are not in the finder yet. */
  #unread: JsonObject[] = [];
  #budget = LITTLE_TEXT;

  /** @param setSecret makes the runner mask a value */
  constructor(setSecret: (value: string) => void) {
    this.#setSecret = setSecret;
  }

  /** Masks secrets in what this action writes. */
  learn(values: Iterable<string>): void {
    for (const value of values) {
      const lines = secretLines(value);
      for (const line of lines) this.#secrets.add(line);
      // In an encoded value, the lines are not visible.
      if (lines.length > 0) this.#secrets.add(value);
    }
  }

  /** Masks the secrets of a webhook in what this action writes. */
  learnWebhook(webhook: JsonObject): void {
    this.#unread.push(webhook);
  }

  /**
   * Masks secrets everywhere in the rest of the job.
   * @returns how many masks of the runner that takes
   */
  register(values: Iterable<string>): number {
    const secrets = [...values];
    this.learn(secrets);
    // The runner masks each line of a value, however short, so lines are registered one by one, without the short ones.
    const masks = new Set(secrets.flatMap(secretLines).flatMap((line) => [line, JSON.stringify(line).slice(1, -1)]));
    for (const mask of masks) {
      if (!this.#registered.has(mask)) this.#setSecret(mask);
      this.#registered.add(mask);
    }
    return masks.size;
  }

  /** Masks the value of a variable that is not a secret, in text from a server or parser. */
  learnVariable(value: string): void {
    if (isLongEnough(value)) this.#variables.add(value);
  }

  /** The secrets that a text contains, in any form. */
  findIn(text: string): Set<string> {
    return new Set(this.#find(text).map(({ value }) => value));
  }

  mask(text: string, limit?: number): string {
    return hide(text, limit, (searched) => this.#find(searched));
  }

  maskQuoted(text: string, limit?: number): string {
    return hide(text, limit, (searched) => [...this.#find(searched), ...this.#variables.find(searched)]);
  }

  #find(text: string): Match[] {
    if (!isLongEnough(text)) return [];
    if (this.#unread.length > 0) this.#readWebhooks(text);
    return this.#secrets.find(text);
  }

  /** Most runs read many more webhooks than they show. At first, only those are learned that a text may contain. */
  #readWebhooks(text: string): void {
    this.#budget -= text.length + COST;
    const isLittle = this.#budget >= 0;
    const mayContain = createQuickTest(isLittle ? text : '');
    this.#unread = this.#unread.filter((webhook) => {
      // What callers send for a password contains the password.
      const isNeeded = !isLittle || secretValues(webhook).some(mayContain);
      if (isNeeded) this.learn(collectSecrets(webhook));
      return !isNeeded;
    });
  }
}

/** The lines of a value, without those that would ruin every log that happens to contain them. */
function secretLines(value: string): string[] {
  return value.split(/[\r\n]+/).filter(isLongEnough);
}

function isLongEnough(value: string): boolean {
  return LONG_ENOUGH.test(value);
}

function hide(text: string, limit = text.length, find: (searched: string) => Match[]): string {
  // A secret that continues after the limit is found as a whole.
  const matches = find(text.slice(0, limit + LONGEST_PIECE)).sort((a, b) => a.start - b.start);
  let result = '';
  let shown = 0;
  for (const { start, end } of matches) {
    if (start >= limit) break;
    // One that overlaps the last one extends it.
    if (start >= shown) result += text.slice(shown, start) + MASK;
    shown = Math.max(shown, end);
  }
  return `${result}${text.slice(shown, limit)}${text.length > limit ? '…' : ''}`;
}
