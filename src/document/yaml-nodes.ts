import type { Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { isCollection, isMap, isNode, isPair, isScalar, isSeq } from 'yaml';
import type { Path } from './document.ts';
import { columnOf } from './lines.ts';
import type { YamlDocument } from './yaml.ts';
import { startOf } from './yaml-values.ts';

/** The pair with this key in the mapping itself, not in what it merges. */
export function pairOf(map: YAMLMap, key: unknown): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** The nodes on the way to a path, as far as they are written there: an alias is the last one. */
export function nodesOn({ root }: YamlDocument, path: Path): Node[] {
  const nodes: Node[] = [];
  let node: unknown = root;
  for (const key of [...path, '']) {
    if (!isNode(node)) break;
    nodes.push(node);
    node = isMap(node) ? pairOf(node, key)?.value : isSeq(node) ? node.items[Number(key)] : null;
  }
  return nodes;
}

/** Whether a change at the path would also change what aliases refer to. */
export function isShared(document: YamlDocument, path: Path): boolean {
  return nodesOn(document, path).some((node) => document.aliased.has(node));
}

/** Whether the value of a pair is missing, as in `key:`. */
export function isEmptyValue({ value }: Pair): boolean {
  return !isNode(value) || (isScalar(value) && value.value === null && value.source === '');
}

/** Where a node ends, without the comment and line breaks after it. */
export function endOf(text: string, node: unknown): number {
  const last: unknown = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (last !== undefined) return isPair(last) ? endOfPair(text, last) : endOf(text, last);
  const [start, end] = [startOf(node), Number(isNode(node) && node.range?.[1])];
  const source = text.slice(start, end);
  // A block literal includes its last line break, and with "+" those after it.
  return start + (/^[|>]\d?\+/.test(source) ? source.replace(/\r?\n$/, '') : source.trimEnd()).length;
}

/** Where a pair ends: after its value; after the colon if it is missing. */
export function endOfPair(text: string, pair: Pair): number {
  if (!isEmptyValue(pair)) return endOf(text, pair.value);
  // There is none in `{key}`.
  const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  return colon === undefined ? endOf(text, pair.key) : colon.offset + 1;
}

/** The column of the keys of a block mapping, from 0. The first one may follow a dash, a question mark, or an anchor. */
export function columnOfKeys(text: string, { items: [first] }: YAMLMap): number {
  const mark = first?.srcToken?.start.find(({ type }) => !['space', 'newline', 'comment'].includes(type));
  return columnOf(text, mark?.offset ?? startOf(first?.key));
}

/** The offset of the dash of each item of a block sequence. */
export function dashesOf({ srcToken }: YAMLSeq): number[] {
  const tokens = srcToken?.type === 'block-seq' ? srcToken.items.flatMap(({ start }) => start) : [];
  return tokens.filter(({ type }) => type === 'seq-item-ind').map(({ offset }) => offset);
}

/** Whether there are comments in a list in brackets. */
export function hasComments({ srcToken }: YAMLSeq): boolean {
  if (srcToken?.type !== 'flow-collection') return false;
  const bracket = srcToken.end.findIndex(({ type }) => type === 'flow-seq-end');
  return JSON.stringify([srcToken.items, srcToken.end.slice(0, bracket)]).includes('"type":"comment"');
}
