import { Composer, type CST, isNode, Lexer, LineCounter, type Node, Parser } from 'yaml';
import type { WorkspaceFile } from '../paths.ts';
import { type Document, invalidBody, MAX_DEPTH, MAX_YAML, type Path, type Position, TOO_DEEP } from './document.ts';
import { explainError } from './yaml-errors.ts';
import { type ProblemAt, YamlValues } from './yaml-values.ts';

const MAX_TOKENS = 1_500_000;
const TOO_LONG = 'YAML can have at most 4 MiB: split the file, or write JSON';

/** A YAML document with its syntax tree, for changes to its text. */
export interface YamlDocument extends Document {
  readonly text: string;
  /** Null in an empty document. */
  readonly root: Node | null;
  /** The nodes that aliases refer to. */
  readonly aliased: ReadonlySet<Node>;
  locate(path: Path): Position | null;
}

/** Parses YAML 1.2 with the core schema. Warnings of the parser are errors. @throws Problem with line and column */
export function parseYaml(text: string, file: WorkspaceFile | null): YamlDocument {
  if (text.length > MAX_YAML) throw invalidBody(file, TOO_LONG);
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problemAt: ProblemAt = (offset, message) => invalidBody(file, message, positionOf(offset));
  const values = new YamlValues(text, file === null, problemAt);
  const root = compose(text, problemAt);
  const value = values.read(root);
  const locate = (path: Path): Position | null => (root === null ? null : positionOf(values.locate(root, path)));
  return { value, text, root, aliased: values.aliased, warnings: values.warnings, locate };
}

/** The root of the only document. */
function compose(text: string, problemAt: ProblemAt): Node | null {
  const tokens = parseTokens(text, problemAt);
  const options = { uniqueKeys: false, stringKeys: true, prettyErrors: false, keepSourceTokens: true };
  // A malicious text can cause many errors, and their stack traces would use most of the time and memory.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const documents = [...new Composer(options).compose(tokens, true, text.length)];
  Error.stackTraceLimit = stackTraceLimit;
  const [failure] = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (failure !== undefined) throw problemAt(failure.pos[0], explainError(failure.code, text, failure.pos[0]));
  const [, second] = documents;
  if (second !== undefined) {
    const message =
      'the text contains several YAML documents. Only one is allowed: remove the line "---" between them.';
    throw problemAt(second.range[0], message);
  }
  if (documents.some(({ directives }) => directives?.yaml.version !== '1.2'))
    throw problemAt(0, 'only YAML 1.2 is supported: remove the line that begins with %YAML.');
  const [contents] = documents.map((document) => document.contents);
  return isNode(contents) ? contents : null;
}

/** Parses the concrete syntax. Depth and size are checked before it is composed into nodes. */
function parseTokens(text: string, problemAt: ProblemAt): CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  const add = (token: CST.Token): void => {
    if (token.type === 'error') throw problemAt(token.offset, explainError('UNEXPECTED_TOKEN', text, token.offset));
    tokens.push(token);
  };
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    for (const token of parser.next(lexeme)) add(token);
    if (parser.stack.length > MAX_DEPTH) throw problemAt(parser.offset, TOO_DEEP);
    if (count > MAX_TOKENS)
      throw problemAt(parser.offset, 'the text has too many parts. Split the file, or write JSON.');
  }
  for (const token of parser.end()) add(token);
  return tokens;
}
