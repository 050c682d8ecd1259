import type { Alias, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import { isObject, type Json } from '../json.ts';
import { isFieldName, isSecretField, namesId } from '../losant/fields.ts';
import type { Problem } from '../problem.ts';
import { DUPLICATE_KEY, MAX_DEPTH, type Path, TOO_DEEP, UNUSABLE_NUMBER } from './document.ts';
import { QUOTE_ALIAS, QUOTE_TAG } from './yaml-errors.ts';

/** Far more than the fields of all webhooks in the largest application. */
const MAX_VALUES = 1_000_000;
const TAGS = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`);

/** A value with its size and depth once its aliases are resolved. */
interface Measured {
  readonly value: Json;
  readonly size: number;
  readonly depth: number;
}

/** Makes the error for a problem at an offset of the text. */
export type ProblemAt = (offset: number, message: string) => Problem;

interface Anchor {
  readonly node: Node;
  /** Null while the value is being read. */
  measured: Measured | null;
}

/** The values of a YAML document. Values that aliases repeat are shared, and their total size is limited. */
export class YamlValues {
  readonly #text: string;
  readonly #isInput: boolean;
  readonly #problemAt: ProblemAt;
  readonly #anchors = new Map<string, Anchor>();
  readonly #targets = new Map<Alias, Node>();
  readonly warnings: string[] = [];

  /** @param isInput whether the text is the input `body`, into which an expression may have put a secret */
  constructor(text: string, isInput: boolean, problemAt: ProblemAt) {
    this.#text = text;
    this.#isInput = isInput;
    this.#problemAt = problemAt;
  }

  /** @throws Problem for anything that a body cannot contain */
  read(root: Node | null): Json {
    return this.#read(root, false).value;
  }

  /** The nodes that aliases refer to. */
  get aliased(): ReadonlySet<Node> {
    return new Set(this.#targets.values());
  }

  /** The offset of a path below the root, or of its closest existing ancestor. */
  locate(root: Node, path: Path): number {
    let node: unknown = root;
    let offset = startOf(node);
    for (const key of path) {
      const child = this.#child(this.#dereference(node), key);
      if (child === null) break;
      [node, offset] = [child.value, child.offset];
    }
    return offset;
  }

  #read(node: unknown, isInFlow: boolean): Measured {
    if (!isNode(node)) return { value: null, size: 1, depth: 0 };
    if (isAlias(node)) return this.#resolve(node);
    if (node.tag !== undefined && !TAGS.includes(node.tag)) throw this.#problemAt(startOf(node), QUOTE_TAG);
    const anchor: Anchor = { node, measured: null };
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, anchor);
    anchor.measured = this.#measured(node, isInFlow);
    return anchor.measured;
  }

  #measured(node: Scalar | YAMLMap | YAMLSeq, isInFlow: boolean): Measured {
    if (isScalar(node)) return { value: this.#scalar(node, isInFlow), size: 1, depth: 0 };
    const isFlow = isInFlow || node.flow === true;
    const measured = isMap(node) ? this.#map(node, isFlow) : toList(node.items.map((item) => this.#read(item, isFlow)));
    if (measured.size > MAX_VALUES)
      throw this.#problemAt(startOf(node), 'with its aliases resolved, the text has more than 1,000,000 values.');
    if (measured.depth > MAX_DEPTH) throw this.#problemAt(startOf(node), TOO_DEEP);
    return measured;
  }

  #resolve(alias: Alias): Measured {
    const anchor = this.#anchors.get(alias.source);
    if (anchor === undefined) throw this.#problemAt(startOf(alias), QUOTE_ALIAS);
    if (anchor.measured === null)
      throw this.#problemAt(startOf(alias), 'an alias cannot be inside the value that it refers to.');
    this.#targets.set(alias, anchor.node);
    return anchor.measured;
  }

  #scalar({ value, type, range }: Scalar, isInFlow: boolean): Json {
    const [start, end] = [Number(range?.[0]), Number(range?.[1])];
    if (isInFlow && type === 'QUOTE_DOUBLE' && /[\r\n]/.test(this.#text.slice(start, end))) {
      const message = 'inside { } and [ ], a string in double quotes must be on one line: write \\n for a line break.';
      throw this.#problemAt(start, message);
    }
    if (typeof value === 'number' && !Number.isFinite(value)) throw this.#problemAt(start, UNUSABLE_NUMBER);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
  }

  #map(map: YAMLMap, isInFlow: boolean): Measured {
    const keys = new Set<string>();
    const own: [string, Json][] = [];
    const merged: [string, Json][] = [];
    const read: Measured[] = [];
    for (const pair of map.items) {
      const key = keyText(pair);
      if (keys.has(key)) throw this.#problemAt(startOf(pair.key), DUPLICATE_KEY);
      keys.add(key);
      const measured = this.#pairValue(key, pair, isInFlow);
      read.push(measured);
      if (isMerge(pair)) merged.push(...this.#mergedEntries(measured.value, startOf(pair.key)));
      else own.push([key, measured.value]);
    }
    return { ...toList(read), value: Object.fromEntries([...merged, ...own]) };
  }

  /** The keys that a merge key adds. Earlier objects override later ones, so they come last. */
  #mergedEntries(value: Json, offset: number): [string, Json][] {
    const objects: readonly Json[] = Array.isArray(value) ? value : [value];
    return objects.toReversed().flatMap((object) => {
      if (isObject(object)) return Object.entries(object);
      throw this.#problemAt(offset, 'a merge key (<<) must have an object, or a list of objects.');
    });
  }

  #pairValue(key: string, { value }: Pair, isInFlow: boolean): Measured {
    if (isScalar(value)) this.#checkComment(key, value);
    const scalar = isAlias(value) ? this.#anchors.get(value.source)?.node : value;
    // As a number, a long id would lose digits, and one with a single e could be infinite.
    if (!namesId(key) || !isScalar(scalar) || typeof scalar.value !== 'number') return this.#read(value, isInFlow);
    if (!isAlias(value)) scalar.value = String(scalar.source);
    return { ...this.#read(value, isInFlow), value: String(scalar.source) };
  }

  /** Finds values that a comment probably cuts off. */
  #checkComment(key: string, { type, range }: Scalar): void {
    const end = Number(range?.[1]);
    const [, mark] = (type === 'PLAIN' && /^[ \t]*(#.?)/.exec(this.#text.slice(end, end + 100))) || [];
    if (mark === undefined) return;
    // Nobody writes a comment without a space: `description: fix #12 now` is meant as a whole.
    if ((key === 'name' || key === 'description') && /[A-Za-z0-9]/.test(mark)) {
      const message = `the ${key} ends before the #, since YAML reads the rest as a comment. If it is a part of the ${key}, put all of it in quotes.`;
      this.warnings.push(this.#problemAt(end, message).message);
    }
    // A secret from an expression may contain " #", where YAML would cut it off.
    if (!this.#isInput || !isFieldName(key) || !isSecretField(key)) return;
    const message =
      'a comment after the value of a secret field: was a part of the secret taken for a comment? ' +
      'Use ${NAME} and list NAME in the input variables, or put the value in quotes and the comment on a line of its own.';
    throw this.#problemAt(end, message);
  }

  #child(node: unknown, key: string | number): { value: unknown; offset: number } | null {
    if (isSeq(node)) {
      const item: unknown = node.items[Number(key)];
      return isNode(item) ? { value: item, offset: startOf(item) } : null;
    }
    if (!isMap(node)) return null;
    const pair = node.items.find((candidate) => keyText(candidate) === key);
    if (pair !== undefined) return { value: pair.value, offset: startOf(pair.key) };
    const merge = this.#dereference(node.items.find(isMerge)?.value);
    const sources: readonly unknown[] = isSeq(merge) ? merge.items : [merge];
    const found = sources.map((source) => this.#child(this.#dereference(source), key));
    return found.find((child) => child !== null) ?? null;
  }

  #dereference(node: unknown): unknown {
    return isAlias(node) ? this.#targets.get(node) : node;
  }
}

function toList(parts: readonly Measured[]): Measured {
  const size = parts.reduce((sum, part) => sum + part.size, 1);
  const depth = parts.reduce((most, part) => Math.max(most, part.depth), 0) + 1;
  return { value: parts.map(({ value }) => value), size, depth };
}

/** The parser refuses keys that are not strings. */
function keyText({ key }: Pair): string {
  return String(isScalar(key) && key.value);
}

function isMerge({ key }: Pair): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

/** Where a node begins, without its tag and anchor. */
export function startOf(node: unknown): number {
  return Number(isNode(node) && node.range?.[0]);
}
