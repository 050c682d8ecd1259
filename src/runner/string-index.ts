/** A part of a text; `end` is the index after its last character. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Up to this many strings, searching for one after the other is faster than building an index. Most runs have fewer. */
const FEW = 50;

/**
 * Finds many strings in a text in one pass, no matter how many there are or how similar. Strings can be added at any time:
 * they are indexed in groups of growing size, so each is indexed only a few times.
 */
export class StringIndex {
  readonly #groups: Automaton[] = [];
  /** Strings that are not indexed yet. */
  #added: string[] = [];

  /** @param text must not be empty */
  add(text: string): void {
    this.#added.push(text);
  }

  /**
   * Where the strings are in the text. Spans may overlap.
   * @param isCut whether the text was cut off, so that its end may be the beginning of a string, which counts too
   * @param shortest the minimum length of such a beginning
   */
  find(text: string, isCut: boolean, shortest: number): Span[] {
    if (this.#added.length > FEW) this.#indexAdded();
    const shortestBeginning = isCut ? shortest : Number.POSITIVE_INFINITY;
    return [
      ...this.#added.flatMap((string) => findOne(string, text, shortestBeginning)),
      ...this.#groups.flatMap((group) => group.find(text, shortestBeginning)),
    ];
  }

  #indexAdded(): void {
    let strings = this.#added;
    for (let last = this.#groups.at(-1); last && last.strings.length <= strings.length; last = this.#groups.at(-1)) {
      strings = last.strings.concat(strings);
      this.#groups.pop();
    }
    this.#groups.push(new Automaton(strings));
    this.#added = [];
  }
}

/** Where the string is in the text, including a beginning of it at the end of the text if that is long enough. */
function findOne(string: string, text: string, shortestBeginning: number): Span[] {
  const spans: Span[] = [];
  for (let start = text.indexOf(string); start >= 0; start = text.indexOf(string, start + 1))
    spans.push({ start, end: start + string.length });
  for (let length = Math.min(string.length, text.length); length >= shortestBeginning; length -= 1) {
    const start = text.length - length;
    if (text.startsWith(string.slice(0, length), start)) return [...spans, { start, end: text.length }];
  }
  return spans;
}

/**
 * An Aho–Corasick automaton: a tree of all strings, in which each node knows the longest other node whose string is a
 * suffix of its own. Nodes are numbered by depth, so the children of a node have consecutive numbers.
 * Source: https://doi.org/10.1145/360825.360855
 */
class Automaton {
  readonly strings: readonly string[];
  /** The character that leads to each node. */
  readonly #character: Uint16Array;
  /** The first child of each node. The last one comes right before the first child of the next node. */
  readonly #firstChild: Int32Array;
  readonly #fallback: Int32Array;
  /** The length of the longest string that ends at each node; 0 if none does. */
  readonly #longest: Int32Array;
  /** The first node of each depth. */
  readonly #levels: number[] = [];

  constructor(strings: readonly string[]) {
    this.strings = [...new Set(strings)].sort();
    const size = countNodes(this.strings);
    this.#character = new Uint16Array(size);
    this.#firstChild = new Int32Array(size + 1);
    this.#fallback = new Int32Array(size);
    this.#longest = new Int32Array(size);
    this.#growTree();
    this.#addFallbacks();
  }

  /** @param shortestBeginning the minimum length of a beginning of a string at the end of the text */
  find(text: string, shortestBeginning: number): Span[] {
    const spans: Span[] = [];
    let node = 0;
    for (let index = 0; index < text.length; index += 1) {
      node = this.#next(node, text.charCodeAt(index));
      const length = at(this.#longest, node);
      if (length > 0) spans.push({ start: index + 1 - length, end: index + 1 });
    }
    const depth = this.#levels.findLastIndex((first) => first <= node);
    if (depth >= shortestBeginning) spans.push({ start: text.length - depth, end: text.length });
    return spans;
  }

  /** Level by level. A node is a range of the sorted strings that share a prefix. */
  #growTree(): void {
    let next = 1;
    // The ranges of a level's nodes in the sorted strings: start, end, start, end, …
    let level = [0, this.strings.length];
    for (let depth = 0, node = 0; level.length > 0; depth += 1) {
      this.#levels.push(node);
      const deeper: number[] = [];
      for (let index = 0; index < level.length; index += 2) {
        this.#firstChild[node] = next;
        let [from = 0, end = 0] = [level[index], level[index + 1]];
        if (this.strings[from]?.length === depth) {
          this.#longest[node] = depth;
          from += 1;
        }
        while (from < end) {
          const character = this.#characterOf(from, depth);
          let to = from + 1;
          while (to < end && this.#characterOf(to, depth) === character) to += 1;
          this.#character[next] = character;
          deeper.push(from, to);
          next += 1;
          from = to;
        }
        node += 1;
      }
      level = deeper;
    }
    this.#firstChild[next] = next;
  }

  #characterOf(string: number, depth: number): number {
    return Number(this.strings[string]?.charCodeAt(depth));
  }

  #addFallbacks(): void {
    for (let node = 0; node < this.#fallback.length; node += 1) {
      const last = at(this.#firstChild, node + 1);
      for (let child = at(this.#firstChild, node); child < last; child += 1) {
        const fallback = node === 0 ? 0 : this.#next(at(this.#fallback, node), at(this.#character, child));
        this.#fallback[child] = fallback;
        this.#longest[child] ||= at(this.#longest, fallback);
      }
    }
  }

  /** The node of the longest prefix of a string that is a suffix of the text, after one more character. */
  #next(from: number, character: number): number {
    let node = from;
    while (true) {
      const child = this.#child(node, character);
      if (child > 0 || node === 0) return child;
      node = at(this.#fallback, node);
    }
  }

  /** The child that the character leads to, found by binary search; 0 if there is none. */
  #child(node: number, character: number): number {
    let low = at(this.#firstChild, node);
    const end = at(this.#firstChild, node + 1);
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (at(this.#character, middle) < character) low = middle + 1;
      else high = middle;
    }
    return at(this.#character, low) === character && low < end ? low : 0;
  }
}

/** The number at an index; 0 past the end. */
function at(numbers: Int32Array | Uint16Array, index: number): number {
  return numbers[index] ?? 0;
}

/** One node for the root, and one for each character that a sorted string does not share with the previous one. */
function countNodes(sorted: readonly string[]): number {
  let count = 1;
  let previous = '';
  for (const text of sorted) {
    let shared = 0;
    while (shared < previous.length && text[shared] === previous[shared]) shared += 1;
    count += text.length - shared;
    previous = text;
  }
  return count;
}
