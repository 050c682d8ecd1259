import type { Scalar, YAMLMap } from 'yaml';
import { endOf, indentOf, pairOf, type Source, startOf } from './source.ts';
import type { TextEdits } from './text-edits.ts';
import { blockLines, flowPair, flowText, scalarLike, type YamlMap, type YamlValue } from './yaml-text.ts';

/** Replaces a scalar in a mapping, and keeps its quoting style. */
export function replaceScalar(
  source: Source,
  edits: TextEdits,
  map: YAMLMap,
  node: Scalar,
  value: string | number | boolean,
): void {
  const scalar = scalarLike(value, node);
  const [start, end] = [startOf(node), endOf(source, node)];
  if (map.flow === true) {
    edits.replace(start, end, flowText(scalar));
    return;
  }
  const [first = '', ...rest] = blockLines({ k: scalar });
  // The header of a block literal may have a comment.
  const comment = /^[|>][^\s#]*([ \t]+#[^\r\n]*)/.exec(source.text.slice(start, end))?.[1] ?? '';
  const indent = indentOf(source, map);
  const lines = [first.slice('k: '.length) + comment, ...rest.map((line) => indented(line, indent))];
  edits.replace(start, end, lines.join('\n'));
}

/** Replaces any node with a value on one line. */
export function replaceValue(source: Source, edits: TextEdits, node: unknown, value: YamlValue): void {
  edits.replace(startOf(node), endOf(source, node), flowText(value));
}

/** Adds keys to a mapping, after the given key or else at the end. */
export function addPairs(source: Source, edits: TextEdits, map: YAMLMap, after: string | null, pairs: YamlMap): void {
  const previous = (after === null ? undefined : pairOf(map, after)) ?? map.items.at(-1);
  const text = Object.entries(pairs).map(flowPair).join(', ');
  if (previous === undefined) edits.replace(startOf(map), endOf(source, map), `{${text}}`);
  else if (map.flow === true) edits.replace(endOf(source, previous), endOf(source, previous), `, ${text}`);
  else {
    const indent = indentOf(source, map);
    edits.insertLines(
      endOf(source, previous),
      blockLines(pairs).map((line) => indented(line, indent)),
    );
  }
}

function indented(line: string, indent: string): string {
  return line === '' ? '' : indent + line;
}
