/** Shorter values are not masked: that would ruin every log in which their letters stand. */
const SHORTEST = 4;
const HIDDEN = '***';

/**
 * The secret values of a run. Each is registered with the runner, and taken out of all that this action itself shows:
 * a comment, unlike the log, is masked by nobody.
 */
export class Secrets {
  readonly #register: (value: string) => void;
  readonly #known = new Set<string>();
  /** All forms of all secrets by their first characters, so that a text is searched once and not once for each secret. */
  readonly #forms = new Map<string, string[]>();

  /** @param register tells the runner to mask a value */
  constructor(register: (value: string) => void) {
    this.#register = register;
  }

  /** The runner would mask each line of a value, however short: so lines are masked one by one, the short ones not. */
  add(value: string): void {
    for (const line of value.split(/[\r\n]+/)) {
      if ([...line.trim()].length < SHORTEST || this.#known.has(line)) continue;
      this.#known.add(line);
      this.#register(line);
      for (const form of formsOf(line)) this.#addForm(form);
    }
    // What is encoded as a whole does not show its lines.
    if (/[\r\n]/.test(value.trim())) for (const form of formsOf(value)) this.#addForm(form);
  }

  /** The text with every secret in it, in every form, as `***`. */
  mask(text: string): string {
    let result = '';
    let kept = 0;
    for (let index = 0; index + SHORTEST <= text.length; index += 1) {
      const form = this.#forms
        .get(text.slice(index, index + SHORTEST))
        ?.find((candidate) => text.startsWith(candidate, index));
      if (form === undefined) continue;
      result += text.slice(kept, index) + HIDDEN;
      kept = index + form.length;
      index = kept - 1;
    }
    return result + text.slice(kept);
  }

  /** Whether a text holds a secret. */
  shows(text: string): boolean {
    return this.mask(text) !== text;
  }

  #addForm(form: string): void {
    const start = form.slice(0, SHORTEST);
    const forms = this.#forms.get(start);
    // The longest comes first: a secret may begin with another one.
    if (forms === undefined) this.#forms.set(start, [form]);
    else if (!forms.includes(form))
      forms.splice(forms.findLastIndex(({ length }) => length >= form.length) + 1, 0, form);
  }
}

/** The forms in which the value may show: as it is, in JSON, in an address, in base64. */
function formsOf(value: string): Set<string> {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  return new Set([value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value.toWellFormed()), base64]);
}
