import { Document, isScalar, Scalar, YAMLSeq } from 'yaml';

/** A value to write as YAML; a Scalar if it has a certain quoting style or a comment. */
export type YamlValue = string | number | boolean | Scalar | readonly YamlValue[] | YamlMap;

export interface YamlMap {
  readonly [key: string]: YamlValue;
}

/** Never fold lines: a scalar is on one line, or is a block literal. */
const OPTIONS = {
  lineWidth: 0,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  flowCollectionPadding: false,
};

/** The lines of a mapping in block style, without indentation. Lists in it are on one line. */
export function blockLines(map: YamlMap): string[] {
  return new Document(nodesOf(map)).toString(OPTIONS).slice(0, -1).split('\n');
}

/** A value on one line, as it may appear within `[ ]` and `{ }`. */
export function flowText(value: YamlValue): string {
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`;
  if (isScalar(value) || typeof value !== 'object') return flowScalar(value);
  return `{${Object.entries(value).map(flowPair).join(', ')}}`;
}

/** `key: value` on one line. */
export function flowPair([key, value]: readonly [string, YamlValue]): string {
  return `${flowText(key)}: ${flowText(value)}`;
}

/** A scalar with this value, in the style of the scalar that it replaces if possible. */
export function scalarLike(value: string | number | boolean, { type: style }: Scalar): Scalar {
  const scalar = scalarOf(value);
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

function flowScalar(value: string | number | boolean | Scalar): string {
  const plain: unknown = isScalar(value) ? value.value : value;
  const scalar = new Scalar(plain);
  const style = isScalar(value) ? value.type : undefined;
  const isQuoted = style === 'QUOTE_SINGLE' || style === 'QUOTE_DOUBLE';
  if (typeof plain === 'string' && plain.includes('\n')) scalar.type = 'QUOTE_DOUBLE';
  else if (isQuoted) scalar.type = style;
  const list = new YAMLSeq();
  list.items = [scalar];
  list.flow = true;
  return new Document(list).toString(OPTIONS).slice('['.length, -']\n'.length);
}

function nodesOf(value: YamlValue): unknown {
  if (isScalar(value)) return value;
  if (isList(value)) {
    const list = new YAMLSeq();
    list.items = value.map(nodesOf);
    list.flow = true;
    return list;
  }
  if (typeof value !== 'object') return scalarOf(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, nodesOf(item)]));
}

/** Double-quoted if a block literal would depend on invisible white space. */
function scalarOf(value: string | number | boolean): Scalar {
  const scalar = new Scalar(value);
  if (typeof value === 'string' && value.includes('\n') && /^\s|[^\S\n]\n|\s$|[^\P{C}\n\t]/u.test(value))
    scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}
