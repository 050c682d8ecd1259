import { isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Json } from '../json.ts';
import { messageOf, type Problem } from '../problem.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import { type Document, invalidBody, type Path } from './position.ts';

/**
 * Reads one YAML 1.2 document of the core schema. What it would only warn of is refused. An `id` that YAML reads as a
 * number counts as its text, for its digits would be lost.
 * @throws Problem with line and column
 */
export function parse(text: string, file: WorkspaceFile | null): Document {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true, prettyErrors: false });
  const [failure] = [...document.errors, ...document.warnings];
  // What follows a colon is a piece of the text, and may be a part of a secret.
  if (failure !== undefined) {
    const message = `${failure.message.split(': ')[0]}.`;
    throw problemAt(failure.pos[0], failure.code === 'DUPLICATE_KEY' ? message : `${message}${hint(text)}`);
  }
  visit(document, {
    // A password may begin with a star: the parser would name it.
    Alias(_, alias, ancestors) {
      const meant = alias.resolve(document);
      const offset = rangeOf(alias);
      if (meant === undefined) throw problemAt(offset, 'a text that begins with * has to be put in quotes.');
      if (ancestors.some((node) => node === meant)) throw problemAt(offset, 'an alias can not stand in what it names.');
    },
    Pair(_, { key, value }) {
      if (isScalar(key) && key.value === 'id' && isScalar(value) && typeof value.value === 'number') {
        value.value = value.source;
      }
    },
  });
  return { value: toJson(() => document.toJS({ maxAliasCount: 100 }), file), locate: async (path) => locate(path) };

  function problemAt(offset: number | null, message: string): Problem {
    const { line, col } = lines.linePos(Number(offset));
    return invalidBody(file, [{ message, position: { line, column: col } }]);
  }

  function locate(path: Path): { line: number; column: number } | null {
    const node = document.getIn(path, true);
    const parent = document.getIn(path.slice(0, -1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
    const range = rangeOf(pair?.key) ?? rangeOf(node) ?? rangeOf(document.contents);
    if (range === null) return null;
    const { line, col } = lines.linePos(range);
    return { line, column: col };
  }
}

function toJson(convert: () => Json, file: WorkspaceFile | null): Json {
  try {
    return convert();
  } catch (error) {
    throw invalidBody(file, [{ message: messageOf(error), position: null }]);
  }
}

function rangeOf(node: unknown): number | null {
  return typeof node === 'object' && node !== null && 'range' in node && isRange(node) ? node.range[0] : null;
}

function isRange(node: object): node is { range: NonNullable<Node['range']> } {
  return Array.isArray(Reflect.get(node, 'range'));
}

/** What most likely went wrong. */
function hint(text: string): string {
  if (/:\s*\{\{/.test(text)) return ' A template of Losant\'s has to be quoted: "{{ … }}".';
  if (/^\t/m.test(text)) return ' YAML is indented with spaces, not tabs.';
  if (/^\s*[{[]/.test(text)) return ' In JSON, keys and texts stand in double quotes, with commas between them.';
  return '';
}
