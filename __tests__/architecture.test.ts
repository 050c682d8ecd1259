/** Compares the diagram in docs/architecture.md with the imports of src/. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../local/runner/action-file.ts';

interface Import {
  /** A folder or file in src/; in `fileImports`, always a file. */
  readonly from: string;
  readonly to: string;
}

const source = join(root, 'src');

function partOf(path: string): string {
  const [part = ''] = relative(source, path).split(/[\\/]/u);
  return part;
}

/** All imports from one file to another: static, dynamic, and of types. */
const fileImports: readonly Import[] = globSync('**/*.ts', { cwd: source }).flatMap((name) => {
  const path = join(source, name);
  const found = readFileSync(path, 'utf8').matchAll(
    /(?:\bfrom|\bimport\()\s*(?:\/\*.*?\*\/\s*)?'(?<target>\.[^']+)'/gu,
  );
  return [...found].map(({ groups }) => ({ from: path, to: join(dirname(path), groups?.['target'] ?? '') }));
});

/** Those from one part to another. */
const imports: readonly Import[] = fileImports
  .map(({ from, to }) => ({ from: partOf(from), to: partOf(to) }))
  .filter(({ from, to }) => from !== to);

const drawing = /<!-- checked:imports -->\s+```mermaid\n(?<lines>.*?)```/su.exec(
  readFileSync(join(root, 'docs', 'architecture.md'), 'utf8'),
)?.groups?.['lines'];
const arrows = [...(drawing ?? '').matchAll(/^ {2}(?<from>\S+) --> (?<to>\S+)$/gmu)].map(({ groups }) => ({
  from: groups?.['from'] ?? '',
  to: groups?.['to'] ?? '',
}));
const drawn = new Set(arrows.flatMap(({ from, to }) => [from, to]));

function texts(list: readonly Import[]): string[] {
  return [...new Set(list.map(({ from, to }) => `${from} --> ${to}`))].sort();
}

test('the arrows in the diagram are the imports in src/', () => {
  expect(texts(arrows)).toEqual(texts(imports.filter(({ from, to }) => drawn.has(from) && drawn.has(to))));
});

test('the small tools, which are not in the diagram, import only each other', () => {
  expect(imports.some(({ to }) => !drawn.has(to))).toBe(true);
  expect(imports.filter(({ from, to }) => !drawn.has(from) && drawn.has(to))).toEqual([]);
  expect(imports.filter(({ from }) => !drawn.has(from) && !from.endsWith('.ts'))).toEqual([]);
});

/** What is in cycles or below them: layers from the top down are removed until each of the rest is imported by another. */
function cycles(all: readonly Import[]): string[] {
  const left = new Set(all.flatMap(({ from, to }) => [from, to]));
  for (let taken = true; taken; ) {
    const imported = new Set(all.filter(({ from }) => left.has(from)).map(({ to }) => to));
    const top = [...left].filter((one) => !imported.has(one));
    for (const one of top) left.delete(one);
    taken = top.length > 0;
  }
  return [...left];
}

test('the imports have no cycles between parts, and none between files', () => {
  expect(cycles(arrows)).toEqual([]);
  expect(cycles(fileImports)).toEqual([]);
});

test("only the edge imports GitHub's packages, what reads inputs and files does not import the network, and losant/ imports no part", () => {
  const users = new Set(imports.filter(({ to }) => to === 'runner').map(({ from }) => from));
  expect([...users].sort()).toEqual(['main.ts']);
  expect(arrows.filter(({ from }) => from === 'losant')).toEqual([]);
  expect(
    arrows.filter(({ from, to }) => ['document', 'body', 'file', 'inputs'].includes(from) && to === 'api'),
  ).toEqual([]);
  const outside = globSync('**/*.ts', { cwd: source }).filter((name) =>
    /@actions\/(?:core|github)/u.test(readFileSync(join(source, name), 'utf8')),
  );
  expect(new Set(outside.map((name) => partOf(join(source, name))))).toEqual(new Set(['runner', 'main.ts']));
});

test('the table describes every part in the diagram', () => {
  const rows = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8').matchAll(/^\| `(?<part>[^`]+)` \|/gmu);
  const described = [...rows].map(({ groups }) => (groups?.['part'] ?? '').replace(/\/$/u, ''));
  expect(described.sort()).toEqual([...drawn].sort());
});
