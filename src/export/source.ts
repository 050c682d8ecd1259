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

/** The text of a file, and what is where in it. */
export interface Source {
  readonly text: string;
  readonly document: Document.Parsed;
  /** The anchors that an alias refers to. */
  readonly usedAnchors: ReadonlySet<string>;
}

/** @param text YAML that was checked before */
export function readSource(text: string): Source {
  const document = parseDocument(text, { keepSourceTokens: true, stringKeys: true, merge: true, prettyErrors: false });
  const usedAnchors = new Set<string>();
  visit(document, { Alias: (_, { source }) => void usedAnchors.add(source) });
  return { text, document, usedAnchors };
}

/** Whether what changes in this node changes elsewhere too. */
export function isShared({ usedAnchors }: Source, node: unknown): boolean {
  return (isScalar(node) || isCollection(node)) && node.anchor !== undefined && usedAnchors.has(node.anchor);
}

/** The list of entries: under `webhooks`, or the whole file. Null where it is an alias. */
export function entryList({ document }: Source): YAMLSeq | null {
  const { contents } = document;
  const list: unknown = isMap(contents) ? nodeIn(contents, 'webhooks') : contents;
  return isSeq(list) ? list : null;
}

/** The pair of a mapping that has this key itself, not from what it merges. */
export function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** What a mapping has under a key: a scalar, a collection or an alias. */
function nodeIn(map: YAMLMap, key: string): unknown {
  return pairOf(map, key)?.value;
}

/** Where a node begins, without its tag and anchor. */
export function startOf(node: unknown): number {
  return Number(isNode(node) && node.range?.[0]);
}

/** Where a node ends, without the comment and the line ends after it. */
export function endOf(source: Source, node: unknown): number {
  if (isPair(node)) return endOf(source, node.value);
  const last: unknown = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (last !== undefined) return endOf(source, last);
  const start = startOf(node);
  const end = Number(isNode(node) && node.range?.[1]);
  // The line ends of a block literal belong to it.
  return start + source.text.slice(start, end).trimEnd().length;
}

/** The spaces before the first key of a block mapping: what is in front of it on its line may be a dash. */
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

/** How many characters there are before an offset on its line. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** The ids in comments as an export writes them, `# id: 575e…`, by the index of their entry, in lower case. */
export function commentIds(source: Source, list: YAMLSeq): Map<number, string> {
  const found = list.items.map((entry, index): [number, string] | null => {
    if (!isMap(entry)) return null;
    const after = endOf(source, entry.flow === true ? entry : (pairOf(entry, 'name') ?? entry));
    const rest = source.text.slice(after, lineEnd(source.text, after));
    const id = /^[\s,\]]*#.*\bid:\s*([0-9a-f]{24})\b/i.exec(rest)?.[1];
    return id === undefined ? null : [index, id.toLowerCase()];
  });
  return new Map(found.filter((one) => one !== null));
}

/** The line of an offset, from 1, and its column. */
export function positionOf({ text }: Source, offset: number): { line: number; column: number } {
  return { line: text.slice(0, offset).split('\n').length, column: columnOf(text, offset) + 1 };
}
