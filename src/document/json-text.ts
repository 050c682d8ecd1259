import { tryParseJson } from '../json.ts';
import type { Path } from './positions.ts';

/** Deeper than any webhook, and well below what overflows the stack of a parser. */
export const MAX_DEPTH = 50;

/** A list or object that the scanner is inside of. */
interface Frame {
  /** The keys of the object so far; null in a list. */
  readonly keys: Set<string> | null;
  /** The key or index of the next value; null before a key. */
  next: string | number | null;
  readonly wanted: Wanted | undefined;
}

/** The paths to locate, as a tree. */
interface Wanted {
  readonly children: Map<string | number, Wanted>;
  offset: number | null;
}

/** What JSON.parse does not report: how deep the text is nested, duplicate keys, numbers that are too large, and offsets. */
export interface JsonScan {
  readonly isTooDeep: boolean;
  /** The offset of the first duplicate key; null if there is none. */
  readonly duplicate: number | null;
  /** The offset of the first number that is too large; null if there is none. */
  readonly infinite: number | null;
  /** The offset of each path, or of its closest existing ancestor. */
  readonly offsets: readonly number[];
}

/**
 * Scans a text that begins like a JSON list or object, once and without recursion. The result is meaningful only for valid
 * JSON, but `isTooDeep` is set for any text that would make a parser nest deeper than the limit.
 */
export function scanJson(text: string, paths: readonly Path[] = []): JsonScan {
  const tree: Wanted = { children: new Map(), offset: null };
  for (const path of paths) path.reduce(getChild, tree);
  const frames: Frame[] = [];
  let duplicate: number | null = null;
  let infinite: number | null = null;
  let isTooDeep = false;

  const readKey = (frame: Frame, offset: number, end: number): void => {
    const key = String(tryParseJson(text.slice(offset, end)) ?? text.slice(offset, end));
    if (frame.keys?.has(key)) duplicate ??= offset;
    frame.keys?.add(key);
    frame.next = key;
    const wanted = frame.wanted?.children.get(key);
    if (wanted !== undefined) wanted.offset = offset;
  };
  /** The wanted paths that lead into the value at the offset. */
  const enter = (frame: Frame | undefined, offset: number): Wanted | undefined => {
    const wanted = frame === undefined ? tree : frame.wanted?.children.get(frame.next ?? '');
    // A value with a key has the position of its key.
    if (wanted !== undefined) wanted.offset ??= offset;
    return wanted;
  };

  for (const [offset, end] of tokens(text)) {
    const frame = frames.at(-1);
    const character = text[offset];
    if (character === '{' || character === '[') {
      const wanted = enter(frame, offset);
      frames.push({ keys: character === '{' ? new Set() : null, next: character === '{' ? null : 0, wanted });
      isTooDeep = frames.length > MAX_DEPTH;
      if (isTooDeep) break;
    } else if (character === '}' || character === ']') {
      frames.pop();
    } else if (character === ',') {
      if (frame !== undefined) frame.next = typeof frame.next === 'number' ? frame.next + 1 : null;
    } else if (character === '"' && frame !== undefined && frame.next === null) {
      readKey(frame, offset, end);
    } else if (character !== ':') {
      enter(frame, offset);
      if (character !== '"' && Math.abs(Number(text.slice(offset, end))) === Number.POSITIVE_INFINITY)
        infinite ??= offset;
    }
  }
  return { isTooDeep, duplicate, infinite, offsets: paths.map((path) => nearest(tree, path)) };
}

function getChild(parent: Wanted, key: string | number): Wanted {
  const child = parent.children.get(key) ?? { children: new Map(), offset: null };
  parent.children.set(key, child);
  return child;
}

function nearest(tree: Wanted, path: Path): number {
  let offset = Number(tree.offset);
  let wanted: Wanted | undefined = tree;
  for (const key of path) {
    wanted = wanted?.children.get(key);
    offset = wanted?.offset ?? offset;
  }
  return offset;
}

/** The start and end of each string, punctuation mark, and word. */
function* tokens(text: string): Generator<[number, number]> {
  const next = /[{}[\],:"]|[^\s{}[\],:"]+/g;
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    if (match[0] === '"') next.lastIndex = endOfString(text, match.index);
    yield [match.index, next.lastIndex];
  }
}

/** The offset after the closing quote of a string; the end of the text if there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end + 1;
  }
  return text.length;
}
