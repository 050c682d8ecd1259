/** The documents for users and the YAML in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../../local/runner/action-file.ts';

/** The documents for users that contain YAML to copy. */
export const documents = ['README.md', 'docs/recipes.md', 'docs/reference.md', 'docs/troubleshooting.md'] as const;

/** One block of YAML. */
export interface Block {
  /** The heading above it. */
  readonly heading: string;
  /** `README.md:64`. */
  readonly place: string;
  readonly text: string;
  /** A complete workflow, some of its steps, or the file of `sync`. */
  readonly kind: 'workflow' | 'steps' | 'webhooks';
  readonly content: unknown;
}

function describeKind(content: unknown): Block['kind'] {
  if (Array.isArray(content)) return 'steps';
  return typeof content === 'object' && content !== null && 'jobs' in content ? 'workflow' : 'webhooks';
}

/** All blocks of YAML in a document, in order. */
export function yamlBlocks(document: string): Block[] {
  const markdown = readFileSync(join(root, document), 'utf8');
  const blocks: Block[] = [];
  let heading = '';
  for (const found of markdown.matchAll(/^#+ (?<heading>[^\n]+)$|^```yaml\n(?<text>.*?)^```$/gmsu)) {
    heading = found.groups?.['heading'] ?? heading;
    const text = found.groups?.['text'];
    if (text === undefined) continue;
    const line = markdown.slice(0, found.index).split('\n').length + 1;
    const content: unknown = parse(text);
    blocks.push({ heading, place: `${document}:${line}`, text, kind: describeKind(content), content });
  }
  return blocks;
}

/** The blocks of one kind below a heading. */
export function blocksBelow(heading: string, kind: Block['kind']): Block[] {
  const found = documents.flatMap(yamlBlocks).filter((block) => block.heading === heading && block.kind === kind);
  if (found.length === 0) throw new Error(`No document has ${kind} below "${heading}"`);
  return found;
}

/** The scopes that a recipe names, between its heading and its first block. */
export function scopesBelow(heading: string): string[] {
  for (const document of documents) {
    const lines = readFileSync(join(root, document), 'utf8').split('\n');
    const begin = lines.findIndex((line) => /^#+ /u.test(line) && line.replace(/^#+ /u, '') === heading) + 1;
    if (begin === 0) continue;
    const length = lines.slice(begin).findIndex((line) => line.startsWith('#'));
    const named = lines.slice(begin, length < 0 ? undefined : begin + length).join('\n');
    const [, scopes = ''] = /^Token scopes: (.*?)\.(?:\s|$)/msu.exec(named) ?? [];
    const found = [...scopes.matchAll(/`([^`]+)`/gu)].map(([, scope = '']) => scope);
    if (found.length > 0) return found;
  }
  throw new Error(`No document names token scopes below "${heading}"`);
}
