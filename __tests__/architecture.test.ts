/** Compares the diagram in docs/architecture.md with the imports of src/. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../local/runner/action-file.ts';

interface Import {
  /** A folder or file in src/. */
  readonly from: string;
  readonly to: string;
}

const source = join(root, 'src');

function partOf(path: string): string {
  const [part = ''] = relative(source, path).split(/[\\/]/u);
  return part;
}

/** All imports from one part to another: static, dynamic, and of types. */
const imports: readonly Import[] = globSync('**/*.ts', { cwd: source }).flatMap((name) => {
  const path = join(source, name);
  const found = readFileSync(path, 'utf8').matchAll(/(?:\bfrom|\bimport\()\s*'(?<target>\.[^']+)'/gu);
  return [...found]
    .map(({ groups }) => ({ from: partOf(path), to: partOf(join(dirname(path), groups?.['target'] ?? '')) }))
    .filter(({ from, to }) => from !== to);
});

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

test('the imports have no cycles', () => {
  // Layers from the top down: each removes the parts that no remaining part imports.
  const left = new Set(drawn);
  for (let taken = true; taken; ) {
    const top = [...left].filter((part) => !arrows.some(({ from, to }) => to === part && left.has(from)));
    for (const part of top) left.delete(part);
    taken = top.length > 0;
  }
  expect([...left]).toEqual([]);
});

test("only the edge imports GitHub's packages, body/ and inputs/ do not import the network, and losant/ imports no part", () => {
  const users = new Set(imports.filter(({ to }) => to === 'runner').map(({ from }) => from));
  expect([...users].sort()).toEqual(['main.ts']);
  expect(arrows.filter(({ from }) => from === 'losant')).toEqual([]);
  expect(arrows.filter(({ from, to }) => ['body', 'inputs'].includes(from) && to === 'api')).toEqual([]);
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
