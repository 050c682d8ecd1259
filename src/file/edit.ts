import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Path } from '../document/document.ts';
import { columnOf, lineEnd, lineStart, nextLine } from '../document/lines.ts';
import { columnOfKeys, dashesOf, endOf, endOfPair, hasComments, isEmptyValue, pairOf } from '../document/yaml-nodes.ts';
import { startOf } from '../document/yaml-values.ts';
import { isObject, isSameJson, type Json, type JsonObject } from '../json.ts';
import { fieldNames } from '../losant/fields.ts';
import { type ExistingFile, refusal, type WantedList } from './existing-file.ts';
import { blockLines, flowText, scalarLike, type YamlMap } from './yaml-text.ts';

/** The order of added keys. Other keys come last. */
const ORDER = ['name', 'id', 'formerly', 'only', ...fieldNames.slice(1)];

/**
 * The text of a file whose list says what it should. Only the lines that change are touched.
 * @throws Problem if comments in a list would be lost
 */
export function editText(existing: ExistingFile, { entries, added }: WantedList): string {
  const { list, listPath, body } = existing;
  const editor = new Editor(existing);
  const removed = new Set<number>();
  for (const [index, { object, path }] of body.file.written.entries()) {
    const [map, wanted] = [list.items[index], entries[index]];
    if (wanted == null) removed.add(index);
    else if (isMap(map) && wanted !== object) editor.changeMap(map, path, object, wanted);
  }
  editor.changeItems(list, listPath, removed, added);
  return editor.apply();
}

/** Changes to a text, collected by offset and applied all at once. */
class Editor {
  readonly #text: string;
  readonly #existing: ExistingFile;
  readonly #edits: { readonly start: number; readonly end: number; readonly replacement: string }[] = [];

  constructor(existing: ExistingFile) {
    this.#existing = existing;
    this.#text = existing.document.text;
  }

  /** The changed text. Its first line determines the line endings: LF or CRLF. */
  apply(): string {
    const eol = /^[^\n]*\r\n/.test(this.#text) ? '\r\n' : '\n';
    const parts: string[] = [];
    let last = 0;
    // Sorting is stable, so insertions at the same offset stay in order.
    for (const { start, end, replacement } of this.#edits.sort((a, b) => a.start - b.start)) {
      parts.push(this.#text.slice(last, start), replacement.replaceAll('\n', eol));
      last = Math.max(last, end);
    }
    return [...parts, this.#text.slice(last)].join('');
  }

  /** Sets the keys that differ. What comes from a merge key or an alias is overridden. */
  changeMap(map: YAMLMap, path: Path, old: JsonObject, wanted: JsonObject): void {
    const rank = (key: string): number => [...ORDER, key].indexOf(key);
    const changed = Object.entries(wanted).filter(([key, value]) => !isSameJson(value, old[key]));
    const added: [string, Json][] = [];
    for (const [key, value] of changed.sort(([one], [other]) => rank(one) - rank(other))) {
      const pair = pairOf(map, key);
      if (pair === undefined) added.push([key, value]);
      else this.#changeValue(map, pair, [...path, key], old[key] ?? null, value);
    }
    if (added.length > 0) this.#addPairs(map, added);
  }

  /** Removes items by index, and appends new ones in the style of the list. */
  changeItems(list: YAMLSeq, path: Path, removed: ReadonlySet<number>, added: readonly (YamlMap | string)[]): void {
    if (removed.size === 0 && added.length === 0) return;
    if (list.flow !== true) {
      for (const index of removed) this.#removeItem(list, index);
      this.#appendItems(list, added);
    } else if (hasComments(list))
      throw refusal(this.#existing, 'the list has comments in brackets: write each item after a dash', path);
    else if (list.items.length === 0) this.#fillList(list, path, added);
    else {
      // A list of names in brackets is written again, on one line.
      const kept = list.items.filter((_, index) => !removed.has(index));
      const texts = kept.map((item) => this.#text.slice(startOf(item), endOf(this.#text, item)));
      this.#replaceNode(list, `[${[...texts, ...added.map(flowText)].join(', ')}]`);
    }
  }

  #replace(start: number, end: number, replacement: string): void {
    this.#edits.push({ start, end, replacement });
  }

  #replaceNode(node: unknown, replacement: string): void {
    this.#replace(startOf(node), endOf(this.#text, node), replacement);
  }

  /** Inserts lines after the line of an offset. */
  #insertLines(offset: number, lines: readonly string[]): void {
    const end = lineEnd(this.#text, offset);
    this.#replace(end, end, lines.map((line) => `\n${line}`).join(''));
  }

  #changeValue(map: YAMLMap, pair: Pair, path: Path, old: Json, wanted: Json): void {
    const node = pair.value;
    if (isEmptyValue(pair)) {
      const end = endOfPair(this.#text, pair);
      this.#replace(end, end, `${this.#text[end - 1] === ':' ? '' : ':'} ${flowText(wanted)}`);
    } else if (isMap(node) && isObject(old) && isObject(wanted)) this.changeMap(node, path, old, wanted);
    else if (isSeq(node) && isNames(old) && isNames(wanted)) {
      const removed = new Set(old.flatMap((name, index) => (wanted.includes(name) ? [] : [index])));
      const added = wanted.filter((name) => !old.includes(name));
      this.changeItems(node, path, removed, added);
    } else if (isScalar(node) && typeof wanted !== 'object') this.#replaceScalar(map, node, wanted);
    else this.#replaceNode(node, flowText(wanted));
  }

  /** Keeps the quoting style, but not a tag, which may not fit the new value. */
  #replaceScalar(map: YAMLMap, node: Scalar, value: Json): void {
    const from = startOf(node);
    const [tag = ''] = node.tag === undefined ? [] : (/!\S*\s+$/.exec(this.#text.slice(0, from)) ?? []);
    const end = endOf(this.#text, node);
    const scalar = scalarLike(value, node);
    if (map.flow === true) {
      this.#replace(from - tag.length, end, flowText(scalar));
      return;
    }
    const column = columnOfKeys(this.#text, map);
    const [first = '', ...rest] = this.#blockLines({ k: scalar }, end, column, true);
    // The header of a block literal may have a comment.
    const comment = /^[|>][^\s#]*([ \t]+#[^\r\n]*)/.exec(this.#text.slice(from, end))?.[1] ?? '';
    const lines = [first.slice(column + 'k: '.length) + comment, ...rest];
    this.#replace(from - tag.length, end, lines.join('\n'));
  }

  #addPairs(map: YAMLMap, pairs: readonly [string, Json][]): void {
    const last = map.items.at(-1);
    if (last === undefined) this.#replaceNode(map, flowText(Object.fromEntries(pairs)));
    else
      for (const [key, value] of pairs) {
        const earlier = ORDER.slice(0, ORDER.indexOf(key) + 1).findLast((other) => pairOf(map, other) !== undefined);
        const end = endOfPair(this.#text, pairOf(map, earlier) ?? last);
        const pair = { [key]: value };
        if (map.flow === true) this.#replace(end, end, `, ${flowText(pair).slice('{'.length, -'}'.length)}`);
        else this.#insertLines(end, this.#blockLines(pair, end, columnOfKeys(this.#text, map)));
      }
  }

  /**
   * The lines of a mapping. Strings are in quotes where a comment follows that a block literal would swallow.
   * @param isSameLine whether the rest of the line of the offset comes after them
   */
  #blockLines(map: YamlMap, offset: number, column: number, isSameLine = false): string[] {
    const rest = this.#text.slice(isSameLine ? offset : lineEnd(this.#text, offset));
    const [, indent = ''] = /^[^\S\n]*\n\s*?( *)#/.exec(rest) ?? [];
    const isFollowedByComment = (isSameLine && /^[^\S\n]*#/.test(rest)) || indent.length > column;
    return blockLines(map, !isFollowedByComment).map((line) => (line === '' ? '' : ' '.repeat(column) + line));
  }

  /** `[]` becomes a block sequence. */
  #fillList(list: YAMLSeq, path: Path, added: readonly (YamlMap | string)[]): void {
    const { root } = this.#existing.document;
    if (isMap(root) && root.flow === true)
      throw refusal(this.#existing, 'the file is in braces: write each key on a line of its own', path);
    const [start, end] = [startOf(list), endOf(this.#text, list)];
    const column = isMap(root) ? columnOfKeys(this.#text, root) + 2 : 0;
    const lines = added.flatMap((item) => this.#itemLines(item, end, column, 2));
    if (root === list) this.#replace(start, end, lines.join('\n'));
    else {
      this.#replace(this.#text.slice(0, start).trimEnd().length, end, '');
      this.#insertLines(end, lines);
    }
  }

  #appendItems(list: YAMLSeq, added: readonly (YamlMap | string)[]): void {
    const text = this.#text;
    const dash = Number(dashesOf(list).at(-1));
    const [last, previous]: unknown[] = list.items.toReversed();
    const isOnLine = lineStart(text, startOf(last)) === lineStart(text, dash);
    const width = isOnLine ? startOf(last) - dash : 2;
    const isSpaced = previous !== undefined && /\n[ \t]*\r?\n/.test(text.slice(endOf(text, previous), dash));
    const end = this.#endOfItem(list, list.items.length - 1);
    const lines = added.flatMap((item) => [
      ...(isSpaced ? [''] : []),
      ...this.#itemLines(item, end, columnOf(text, dash), width),
    ]);
    this.#insertLines(end, lines);
  }

  #itemLines(item: YamlMap | string, offset: number, column: number, width: number): string[] {
    const start = ' '.repeat(column) + '-'.padEnd(width);
    if (typeof item === 'string') return [start + flowText(item)];
    const [first = '', ...rest] = this.#blockLines(item, offset, column + width);
    return [start + first.slice(column + width), ...rest];
  }

  #removeItem(list: YAMLSeq, index: number): void {
    const text = this.#text;
    let start = lineStart(text, Number(dashesOf(list)[index]));
    let end = this.#endOfItem(list, index);
    const isBlank = (offset: number): boolean => text.slice(offset, lineEnd(text, offset)).trim() === '';
    const isBlankAbove = (offset: number): boolean => offset > 0 && isBlank(lineStart(text, offset - 1));
    // Keep only one of the blank lines around it.
    if (index === list.items.length - 1) while (isBlankAbove(start)) start = lineStart(text, start - 1);
    else if (index === 0 || isBlankAbove(start)) while (isBlank(nextLine(text, end))) end = nextLine(text, end);
    // The line break before it goes rather than the one after it, so that lines inserted after the last line stay.
    if (start > 0) this.#replace(lineEnd(text, start - 1), lineEnd(text, end), '');
    else this.#replace(0, nextLine(text, end), '');
  }

  /** Where an item of a block sequence ends. Comments that are indented more than its dash belong to it. */
  #endOfItem(list: YAMLSeq, index: number): number {
    const text = this.#text;
    const column = columnOf(text, Number(dashesOf(list)[index]));
    let end = endOf(text, list.items[index]);
    for (let next = nextLine(text, end); next < text.length; next = nextLine(text, next)) {
      const line = text.slice(next, lineEnd(text, next));
      if (/^ *#/.test(line) && line.indexOf('#') > column) end = lineEnd(text, next);
      else if (line.trim() !== '') break;
    }
    return end;
  }
}

function isNames(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
