import { Document, Scalar, visit } from 'yaml';
import type { Json } from '../json.ts';

/** An object to write as YAML. A Scalar has a certain quoting style, or a comment. */
export type YamlMap = Readonly<Record<string, Json | Scalar>>;

/** Words such as `yes`, which other parsers take for a boolean, are quoted. */
const PARSING = { compat: 'yaml-1.1', aliasDuplicateObjects: false } as const;
/** Never fold lines: a scalar is on one line, or is a block literal. */
const LAYOUT = {
  lineWidth: 0,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  flowCollectionPadding: false,
};
/** A block literal would depend on invisible white space. */
const FRAGILE = /^\s|[^\S\n]\n|\s$|[^\P{C}\n\t]/u;

/** A mapping in block style. @param hasBlockLiterals whether strings may be block literals, which indentation ends */
export function blockLines(map: YamlMap, hasBlockLiterals = true): string[] {
  return format(map, hasBlockLiterals).split('\n');
}

/** A value on one line, as it may appear within `[ ]` and `{ }`. */
export function flowText(value: Json | Scalar | YamlMap): string {
  return format([value], false).slice('['.length, -']'.length);
}

function format(value: unknown, hasBlockLiterals: boolean): string {
  const document = new Document(value, PARSING);
  visit(document, {
    Seq: (_, list) => {
      list.flow = true;
    },
    Scalar: (_, scalar) => {
      const text = String(scalar.value);
      const isFragile = text.includes('\n') && (!hasBlockLiterals || FRAGILE.test(text));
      // YAML 1.1 has a meaning for "=".
      if (isFragile || text === '=') scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString(LAYOUT).slice(0, -'\n'.length);
}

/** A scalar with this value, in the quoting style of the scalar that it replaces. */
export function scalarLike(value: Json, { type }: Scalar): Scalar {
  const scalar = new Scalar(value);
  // A plain scalar with line breaks would need blank lines.
  if (typeof value === 'string' && type !== undefined && type !== 'PLAIN') scalar.type = type;
  return scalar;
}

/** A string followed by a comment, on one line. */
export function withComment(value: string, comment: string): Scalar {
  const scalar = new Scalar(value);
  if (value.includes('\n')) scalar.type = 'QUOTE_DOUBLE';
  scalar.comment = ` ${comment}`;
  return scalar;
}
