import { Document, isScalar, Scalar, YAMLSeq } from 'yaml';

/** A value to write as YAML; a Scalar if it has a certain quoting style or a comment. */
export type YamlValue = null | string | number | boolean | Scalar | readonly YamlValue[] | YamlMap;

export interface YamlMap {
  readonly [key: string]: YamlValue;
}

/** Words such as `yes`, which other parsers take for a boolean, are quoted. */
const PARSING = { compat: 'yaml-1.1' } as const;
/** Never fold lines: a scalar is on one line, or is a block literal. */
const LAYOUT = {
  lineWidth: 0,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  flowCollectionPadding: false,
};

/**
 * The lines of a mapping in block style, without indentation. Lists in it are on one line.
 * @param hasBlockLiterals whether strings with line breaks may be block literals, which end where the indentation does
 */
export function blockLines(map: YamlMap, hasBlockLiterals = true): string[] {
  return new Document(toNodes(map, hasBlockLiterals), PARSING).toString(LAYOUT).slice(0, -1).split('\n');
}

/** A value on one line, as it may appear within `[ ]` and `{ }`. */
export function flowText(value: YamlValue): string {
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`;
  if (!isYamlMap(value)) return flowScalar(value);
  return `{${Object.entries(value).map(flowPair).join(', ')}}`;
}

/** `key: value` on one line. */
export function flowPair([key, value]: readonly [string, YamlValue]): string {
  return `${flowText(key)}: ${flowText(value)}`;
}

/** A scalar with this value, in the style of the scalar that it replaces if possible. */
export function scalarLike(value: string | number | boolean, { type: style }: Scalar): Scalar {
  const scalar = toScalar(value);
  // A plain scalar with line breaks would need blank lines.
  const isPlain = style === undefined || style === 'PLAIN';
  if (typeof value === 'string' && scalar.type === undefined && !isPlain) scalar.type = style;
  return scalar;
}

/** A string followed by a comment, on one line. */
export function withComment(value: string, comment: string): Scalar {
  const scalar = new Scalar(value);
  if (value.includes('\n')) scalar.type = 'QUOTE_DOUBLE';
  scalar.comment = ` ${comment}`;
  return scalar;
}

function flowScalar(value: null | string | number | boolean | Scalar): string {
  const plain: unknown = isScalar(value) ? value.value : value;
  const scalar = toScalar(plain);
  const style = isScalar(value) ? value.type : undefined;
  const isQuoted = style === 'QUOTE_SINGLE' || style === 'QUOTE_DOUBLE';
  if (typeof plain === 'string' && plain.includes('\n')) scalar.type = 'QUOTE_DOUBLE';
  else if (isQuoted) scalar.type = style;
  const list = new YAMLSeq();
  list.items = [scalar];
  list.flow = true;
  return new Document(list, PARSING).toString(LAYOUT).slice('['.length, -']\n'.length);
}

function toNodes(value: YamlValue, hasBlockLiterals: boolean): unknown {
  if (isList(value)) {
    const list = new YAMLSeq();
    list.items = value.map((item) => toNodes(item, hasBlockLiterals));
    list.flow = true;
    return list;
  }
  if (!isYamlMap(value)) {
    const scalar = isScalar(value) ? value : toScalar(value);
    if (!hasBlockLiterals && String(scalar.value).includes('\n')) scalar.type = 'QUOTE_DOUBLE';
    return scalar;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toNodes(item, hasBlockLiterals)]));
}

/** Double-quoted if a block literal would depend on invisible white space, or if YAML 1.1 has a meaning for it. */
function toScalar(value: unknown): Scalar {
  const scalar = new Scalar(value);
  const isFragile = (text: string): boolean => text.includes('\n') && /^\s|[^\S\n]\n|\s$|[^\P{C}\n\t]/u.test(text);
  if (typeof value === 'string' && (value === '=' || isFragile(value))) scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

function isYamlMap(value: YamlValue): value is YamlMap {
  return typeof value === 'object' && value !== null && !isScalar(value) && !isList(value);
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}
