import { type BodySource, listUnused } from '../body/body.ts';
import { readText, resolveInside } from '../files.ts';
import type { Reader } from '../inputs/reader.ts';
import { describe, isPathLike } from '../quote.ts';

/** The text of `body` or `body-file`. Throws InvalidInput, which the reader reports. */
export function readBodySource(reader: Reader, overridden: Partial<BodySource> = {}): BodySource {
  const isLiteral = reader.isGiven('body');
  if (isLiteral === reader.isGiven('body-file')) {
    const isEmpty = reader.isEmpty('body') || reader.isEmpty('body-file');
    const neither = `neither was${isEmpty ? '; did an expression expand to nothing?' : ''}`;
    throw reader.invalid(`exactly one of body and body-file must be given: ${isLiteral ? 'both were' : neither}`);
  }
  const rules = { ...readBodyRules(reader), ...overridden };
  if (isLiteral) {
    const source = { ...rules, text: reader.text('body'), file: null };
    for (const label of listUnused(source))
      reader.problem(`${label} does not appear in body: is a brace or a letter of \${NAME} missing?`);
    return source;
  }
  const path = reader.text('body-file');
  if (!isPathLike(path))
    throw reader.invalid(`body-file must be the path of a file, got ${describe(path)}: did you mean body?`);
  return reader.use('body-file', () => {
    const file = resolveInside(path, reader.env);
    return { ...rules, text: readText(file), file };
  });
}

/** What a body may refer to. */
export function readBodyRules(reader: Reader): Omit<BodySource, 'text' | 'file'> {
  const { env } = reader;
  return { env, listed: reader.value('variables'), environment: reader.value('environment'), required: 'all' };
}
