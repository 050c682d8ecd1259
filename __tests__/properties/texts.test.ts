import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseStream } from '../../local/runner/runner-protocol.ts';
import { code } from '../../src/report/escape.ts';
import { harmless } from '../../src/runner/runner-log.ts';
import { Secrets } from '../../src/runner/secrets.ts';
import { check, text } from '../support/arbitrary.ts';

/** Long enough to be masked, and without the characters of the mask itself. */
const secret = fc
  .oneof(text, fc.string({ minLength: 4, maxLength: 40 }), fc.base64String({ minLength: 8, maxLength: 40 }))
  .filter((value) => [...value.trim()].length >= 4 && !/[\r\n*]/.test(value));

const inJson = (value: string): string => JSON.stringify(value).slice(1, -1);
const inAscii = (json: string): string =>
  json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const lowerCase = (url: string): string => url.replace(/%../g, (code) => code.toLowerCase());
const inHtml = (value: string, reference: (code: number) => string): string =>
  value.replace(/[&<>"']/g, (character) => reference(character.charCodeAt(0)));

/** The part of the base64 of other text and a value that depends on the value alone. */
function inBase64(before: string, value: string): string {
  const [start, end] = [before, before + value].map((text) => Buffer.byteLength(text) * 8);
  return Buffer.from(before + value)
    .toString('base64')
    .slice(Math.ceil(Number(start) / 6), Math.floor(Number(end) / 6));
}

/** The forms in which a secret could appear. */
function formsOf(value: string): string[] {
  const url = encodeURIComponent(value.toWellFormed());
  const urls = [
    ...[url, encodeURI(value.toWellFormed()), url.replaceAll('%20', '+')],
    url.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`),
    new URLSearchParams({ q: value }).toString().slice(2),
  ];
  return [
    ...[value, inJson(value), inAscii(inJson(value)), inJson(value).replaceAll('/', '\\/')],
    ...[inJson(inJson(value)), inJson(inAscii(inJson(value)))],
    ...urls.flatMap((form) => [form, lowerCase(form), encodeURIComponent(form), encodeURIComponent(lowerCase(form))]),
    inHtml(value, (code) => ({ 38: '&amp;', 60: '&lt;', 62: '&gt;', 34: '&quot;', 39: '&apos;' })[code] ?? ''),
    inHtml(value, (code) => `&#${code};`),
    inHtml(value, (code) => `&#x${code.toString(16)};`),
    ...['', 'x', 'xx'].map((before) => inBase64(before, value)),
  ];
}

/** Other secrets, short and long. Few secrets are found in another way than many. */
const others = Array.from({ length: 70 }, (_, index) => `q${index.toString().repeat((index % 10) + 4)}z`);

describe.each([
  ['any secrets', [], 500],
  ['any secrets among many others', others, 50],
])('%s in any string', (_, more, runs) => {
  test('are masked in every form', async () => {
    await check(
      fc.tuple(fc.array(secret, { minLength: 1, maxLength: 5 }), fc.array(text)),
      runs,
      ([values, around]) => {
        const registered: string[] = [];
        const secrets = new Secrets((value) => registered.push(value));
        secrets.register(values);
        expect(new Set(registered)).toEqual(new Set(values.flatMap((value) => [value, inJson(value)])));
        secrets.learn(more);
        const forms = values.flatMap(formsOf);
        const shown = secrets.mask(forms.map((form, index) => `${around[index] ?? ' '}${form}`).join(''));
        for (const form of forms) expect(shown).not.toContain(form);
      },
    );
  });

  test('are masked exactly where they are, however much they overlap', async () => {
    const letters = (minLength: number, maxLength: number) =>
      fc.string({ unit: fc.constantFrom('a', 'b'), minLength, maxLength });
    await check(fc.tuple(fc.array(letters(4, 64)), letters(0, 200)), runs, ([values, line]) => {
      const secrets = new Secrets(() => undefined);
      secrets.learn([...values, ...more]);
      const covered = [...line].map((letter, index) => {
        const isSecret = values.some((value) =>
          [...value].some((_, offset) => index >= offset && line.startsWith(value, index - offset)),
        );
        return isSecret ? '*' : letter;
      });
      const joined = (masked: string): string => masked.replace(/\*+/g, '*');
      expect(joined(secrets.mask(line))).toBe(joined(covered.join('')));
    });
  });

  test('leave other strings unchanged', async () => {
    const letters = fc.string({ unit: fc.constantFrom(...'ABCÄÖ 😀'), minLength: 8, maxLength: 40 });
    await check(fc.tuple(fc.array(letters, { maxLength: 50 }), text), runs, ([values, line]) => {
      const secrets = new Secrets(() => undefined);
      secrets.learn([...values, ...more]);
      const other = line.replace(/[ABCÄÖ😀]/gu, 'x');
      expect(secrets.mask(other)).toBe(other);
    });
  });

  test('with several lines are masked line by line, and as a whole', async () => {
    await check(fc.array(secret, { minLength: 2, maxLength: 4 }), runs, (lines) => {
      const whole = lines.join('\n');
      const secrets = new Secrets(() => undefined);
      secrets.learn([whole, ...more]);
      // The end of a line is secret too, in a long secret.
      for (const form of [...lines, ...formsOf(whole)]) expect(secrets.mask(`\n${form}\n`)).toMatch(/^\n?\*\*\*\n?$/);
    });
  });

  test('are not shown in part where a long string is cut', async () => {
    await check(fc.tuple(secret, fc.integer({ min: 4, max: 90 })), runs, ([value, place]) => {
      const secrets = new Secrets(() => undefined);
      secrets.learn([value, ...more]);
      const space = '\u0001'.repeat(90);
      expect(secrets.mask(`${space}${value}${space}`, 90 + place)).not.toContain(value.slice(0, place));
    });
  });

  test('that are too short to be masked leave the string unchanged', async () => {
    await check(fc.tuple(fc.string({ maxLength: 3 }), text), runs, ([value, line]) => {
      const secrets = new Secrets(() => expect(true).toBe(false));
      secrets.learn([value]);
      expect(secrets.mask(line)).toBe(line);
    });
  });
});

describe('any string from outside', () => {
  test('in the log is one visible line, and not a command', async () => {
    await check(text, 1000, (value) => {
      const line = harmless(value);
      expect(parseStream(`${line}\n`)).toMatchObject({ commands: [], lines: [line] });
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    });
  });

  test('after masking is not a command either', async () => {
    await check(fc.tuple(secret, text), 500, ([value, line]) => {
      const secrets = new Secrets(() => undefined);
      secrets.learn([value]);
      expect(parseStream(`${harmless(secrets.mask(`${value}${line}`))}\n`).commands).toEqual([]);
    });
  });

  test('in Markdown consists of letters, digits, harmless characters, and character references', async () => {
    await check(text, 1000, (value) => {
      const markdown = code(value);
      expect(markdown).toMatch(/^<code>(?:[\p{L}\p{N} _.:/(),;+=%?'"→…-]|(?:<wbr>)?&#\d+;)*<\/code>$/iu);
      expect(markdown).not.toMatch(/:\/\/|www\./i);
    });
  });
});
