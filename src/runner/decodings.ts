import { isUtf8 } from 'node:buffer';

/** A text, and where each of its characters began in the original text. */
export interface Decoded {
  readonly text: string;
  /** Also accepts the length of the text, for its end. */
  readonly readOrigin: (index: number) => number;
}

/** A way in which parts of a text represent other characters. */
interface Encoding {
  /** A quick test: most texts have no such part. */
  readonly mark: RegExp;
  readonly parts: RegExp;
  /** What a part represents, and how many of its characters each piece takes; null if it only looks encoded. */
  readonly decode: (part: string) => readonly Piece[] | null;
}

interface Piece {
  readonly text: string;
  readonly length: number;
}

const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

const json: Encoding = {
  mark: /\\/,
  parts: /\\(?:u[0-9a-f]{4}|[^u])/gi,
  decode: (part) => {
    const letter = part.slice(1);
    const isCode = letter.length > 1;
    const text = isCode ? String.fromCharCode(Number.parseInt(part.slice(2), 16)) : (LETTERS[letter] ?? letter);
    return [{ text, length: part.length }];
  },
};

const percent: Encoding = {
  mark: /%/,
  // One character in UTF-8.
  parts: /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}/gi,
  decode: (part) => [{ text: Buffer.from(part.replaceAll('%', ''), 'hex').toString('utf8'), length: part.length }],
};

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const html: Encoding = {
  mark: /&/,
  parts: /&(?:#\d{1,5}|#x[0-9a-f]{1,4}|amp|lt|gt|quot|apos);/gi,
  decode: (part) => {
    const name = part.slice(1, -1).toLowerCase();
    const code = Number(name.replace('#x', '0x').replace('#', ''));
    return [{ text: ENTITIES[name] ?? String.fromCharCode(code), length: part.length }];
  },
};

/** Four characters represent three bytes. A secret may come after other text: `user:password`. */
const base64: Encoding = {
  mark: /[\w+/-]{6}/,
  parts: /[\w+/-]{6,}/g,
  decode: (part) => {
    const bytes = Buffer.from(part, 'base64');
    // Most words and ids look like base64, but decode to nothing readable.
    if (!isUtf8(bytes)) return null;
    let byte = 0;
    let end = 0;
    return [...bytes.toString('utf8')].map((text) => {
      const start = end;
      byte += Buffer.byteLength(text);
      end = byte === bytes.length ? part.length : Math.ceil((byte * 4) / 3);
      return { text, length: end - start };
    });
  },
};

/** Base64, URLs, and HTML, also inside JSON; and JSON inside JSON. */
const WAYS: readonly (readonly Encoding[])[] = [
  [base64],
  [percent],
  [html],
  [json],
  [json, base64],
  [json, percent],
  [json, html],
  [json, json],
];

/** The text as it is, and decoded in every way that a server or parser may have encoded a value. */
export function decodings(text: string): Decoded[] {
  const given: Decoded = { text, readOrigin: (index) => index };
  const decoded = WAYS.map((way) =>
    way.reduce<Decoded | null>((found, encoding) => found && decode(found, encoding), given),
  );
  return [given, ...decoded.filter((found) => found !== null)];
}

/** Null if no part is encoded. */
function decode({ text, readOrigin }: Decoded, encoding: Encoding): Decoded | null {
  if (!encoding.mark.test(text)) return null;
  const origins: number[] = [];
  let result = '';
  let copied = 0;
  const copy = (to: number): void => {
    result += text.slice(copied, to);
    for (let index = copied; index < to; index += 1) origins.push(readOrigin(index));
  };
  for (const { 0: part, index } of text.matchAll(encoding.parts)) {
    const pieces = encoding.decode(part);
    if (pieces === null) continue;
    copy(index);
    copied = index;
    for (const piece of pieces) {
      result += piece.text;
      for (let unit = 0; unit < piece.text.length; unit += 1) origins.push(readOrigin(copied));
      copied += piece.length;
    }
    copied = index + part.length;
  }
  if (copied === 0) return null;
  copy(text.length);
  origins.push(readOrigin(text.length));
  return { text: result, readOrigin: (index) => Number(origins[index]) };
}
