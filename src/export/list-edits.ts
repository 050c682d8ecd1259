import { isMap, isScalar, type YAMLSeq } from 'yaml';
import { columnOf, endOf, indentOf, itemStarts, type Source, startOf } from './source.ts';
import { lineEnd, lineStart, nextLine, type TextEdits } from './text-edits.ts';
import { blockLines, flowText, type YamlMap, type YamlValue } from './yaml-text.ts';

/** Removes items of a list by index and appends new ones, in the style of the list. */
export function changeItems(
  source: Source,
  edits: TextEdits,
  list: YAMLSeq,
  removed: ReadonlySet<number>,
  added: readonly YamlValue[],
): void {
  const isFlow = list.flow === true;
  if (list.items.length === 0) addToEmpty(source, edits, list, added);
  else if (isFlow && removed.size === list.items.length)
    edits.replace(startOf(list.items[0]), endOf(source, list.items.at(-1)), added.map(flowText).join(', '));
  else {
    for (const index of removed) (isFlow ? removeFromFlow : removeFromBlock)(source, edits, list, index, removed);
    if (added.length > 0) (isFlow ? addToFlow : addToBlock)(source, edits, list, added);
  }
}

/** `[]` becomes a block sequence, unless it is within a flow mapping. */
function addToEmpty(source: Source, edits: TextEdits, list: YAMLSeq, added: readonly YamlValue[]): void {
  const { text, document } = source;
  const { contents } = document;
  const [start, end] = [startOf(list), endOf(source, list)];
  const lines = (indent: string): string[] => added.flatMap((item) => itemLines(item, indent, 2));
  if (!isMap(contents)) edits.replace(start, end, lines('').join('\n'));
  else if (contents.flow === true) edits.replace(start, end, flowText(added));
  else {
    edits.replace(text.slice(0, start).trimEnd().length, end, '');
    edits.insertLines(end, lines(`${indentOf(source, contents)}  `));
  }
}

function addToBlock(source: Source, edits: TextEdits, list: YAMLSeq, added: readonly YamlValue[]): void {
  const { text } = source;
  const starts = itemStarts(list);
  const [dash = 0, previousDash] = [starts.at(-1), starts.at(-2)];
  const last: unknown = list.items.at(-1);
  const isOnLine = lineStart(text, startOf(last)) === lineStart(text, dash);
  const width = isOnLine ? startOf(last) - dash : 2;
  const isSpaced =
    previousDash !== undefined && /\n[ \t]*\r?\n/.test(text.slice(endOf(source, list.items.at(-2)), dash));
  const indent = ' '.repeat(columnOf(text, dash));
  const lines = added.map((item) => [...(isSpaced ? [''] : []), ...itemLines(item, indent, width)]);
  edits.insertLines(itemEnd(source, list, list.items.length - 1), lines.flat());
}

function addToFlow(source: Source, edits: TextEdits, list: YAMLSeq, added: readonly YamlValue[]): void {
  const { text } = source;
  const start = Number(itemStarts(list).at(-1));
  const lead = text.slice(lineStart(text, start), start);
  const separator = lead.trim() === '' ? `,\n${lead}` : ', ';
  const end = endOf(source, list.items.at(-1));
  edits.replace(end, end, added.map((item) => separator + flowText(item)).join(''));
}

function removeFromFlow(
  source: Source,
  edits: TextEdits,
  list: YAMLSeq,
  index: number,
  removed: ReadonlySet<number>,
): void {
  const item: unknown = list.items[index];
  const isAfterKept = list.items.some((_, earlier) => earlier < index && !removed.has(earlier));
  // The comma before it goes too; if no earlier item stays, the comma after it.
  if (isAfterKept) edits.replace(endOf(source, list.items[index - 1]), endOf(source, item), '');
  else edits.replace(startOf(item), startOf(list.items[index + 1]), '');
}

function removeFromBlock(source: Source, edits: TextEdits, list: YAMLSeq, index: number): void {
  const { text } = source;
  let start = lineStart(text, Number(itemStarts(list)[index]));
  let end = itemEnd(source, list, index);
  const isLast = index === list.items.length - 1;
  const isBlank = (offset: number): boolean => text.slice(offset, lineEnd(text, offset)).trim() === '';
  const isBlankAbove = (offset: number): boolean => offset > 0 && isBlank(lineStart(text, offset - 1));
  // Keep only one of the blank lines around it.
  if (isLast) while (isBlankAbove(start)) start = lineStart(text, start - 1);
  else if (index === 0 || isBlankAbove(start)) while (isBlank(nextLine(text, end))) end = nextLine(text, end);
  edits.removeLines(start, end);
}

/** Where an item of a block sequence ends. Comments that are indented more than its dash belong to it. */
function itemEnd(source: Source, list: YAMLSeq, index: number): number {
  const { text } = source;
  const indent = columnOf(text, Number(itemStarts(list)[index]));
  let end = endOf(source, list.items[index]);
  const isOwn = (line: string): boolean => /^ *#/.test(line) && line.indexOf('#') > indent;
  for (let next = nextLine(text, end); isOwn(text.slice(next, lineEnd(text, next))); next = nextLine(text, end))
    end = lineEnd(text, next);
  return end;
}

function itemLines(item: YamlValue, indent: string, width: number): string[] {
  const lines = isYamlMap(item) ? blockLines(item) : [flowText(item)];
  return lines.map((line, index) => {
    if (line === '') return line;
    return indent + (index === 0 ? '-' : '').padEnd(width) + line;
  });
}

function isYamlMap(item: YamlValue): item is YamlMap {
  return typeof item === 'object' && !Array.isArray(item) && !isScalar(item);
}
