import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { lineEnd } from './text-edits.ts';

/** The text of a file, with its syntax tree. */
export interface Source {
  readonly text: string;
  readonly document: Document.Parsed;
  /** The anchors that an alias refers to. */
  readonly usedAnchors: ReadonlySet<string>;
}

/** @param text YAML that has already been checked */
export function readSource(text: string): Source {
  const document = parseDocument(text, { keepSourceTokens: true, stringKeys: true, merge: true, prettyErrors: false });
  const usedAnchors = new Set<string>();
  visit(document, { Alias: (_, { source }) => void usedAnchors.add(source) });
  return { text, document, usedAnchors };
}

/** Whether a change to this node would also change the aliases that refer to it. */
export function isShared({ usedAnchors }: Source, node: unknown): boolean {
  return (isScalar(node) || isCollection(node)) && node.anchor !== undefined && usedAnchors.has(node.anchor);
}

/** The list of entries: under `webhooks`, or the whole file. Null if it is an alias. */
export function entryList({ document }: Source): YAMLSeq | null {
  const { contents } = document;
  const list: unknown = isMap(contents) ? nodeIn(contents, 'webhooks') : contents;
  return isSeq(list) ? list : null;
}

/** The pair with this key in the mapping itself, not in what it merges. */
export function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** The value of a key: a scalar, a collection, or an alias. */
function nodeIn(map: YAMLMap, key: string): unknown {
  return pairOf(map, key)?.value;
}

/** Where a node begins, without its tag and anchor. */
export function startOf(node: unknown): number {
  return Number(isNode(node) && node.range?.[0]);
}

/** Where a node ends, without the comment and line breaks after it. */
export function endOf(source: Source, node: unknown): number {
  if (isPair(node)) return endOf(source, node.value);
  const last: unknown = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (last !== undefined) return endOf(source, last);
  const start = startOf(node);
  const end = Number(isNode(node) && node.range?.[1]);
  // The range of a block literal includes its trailing line breaks.
  return start + source.text.slice(start, end).trimEnd().length;
}

/** The indentation of the keys of a block mapping. The first key may follow a dash, so its column counts. */
export function indentOf({ text }: Source, map: YAMLMap): string {
  return ' '.repeat(columnOf(text, startOf(map.items.at(0)?.key)));
}

/** The offset of the dash of each item; of the item itself in a flow sequence. */
export function itemStarts(list: YAMLSeq): number[] {
  const { srcToken } = list;
  if (srcToken?.type !== 'block-seq') return list.items.map(startOf);
  return srcToken.items.flatMap(({ start }) =>
    start.filter(({ type }) => type === 'seq-item-ind').map(({ offset }) => offset),
  );
}

/** The number of characters before an offset on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** The ids in comments like those of an export, `# id: 575e…`, by entry index, in lower case. */
export function commentIds(source: Source, list: YAMLSeq): Map<number, string> {
  const found = list.items.map((entry, index): [number, string] | null => {
    if (!isMap(entry)) return null;
    const after = endOf(source, entry.flow === true ? entry : (pairOf(entry, 'name') ?? entry));
    const rest = source.text.slice(after, lineEnd(source.text, after));
    const id = /^[\s,\]]*#.*\bid:\s*([0-9a-f]{24})\b/i.exec(rest)?.[1];
    return id === undefined ? null : [index, id.toLowerCase()];
  });
  return new Map(found.filter((pair) => pair !== null));
}

/** The line and column of an offset, both from 1. */
export function positionOf({ text }: Source, offset: number): { line: number; column: number } {
  return { line: text.slice(0, offset).split('\n').length, column: columnOf(text, offset) + 1 };
}
