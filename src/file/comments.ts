import { isMap, type YAMLSeq } from 'yaml';
import { columnOf, lineEnd, lineStart } from '../document/lines.ts';
import type { YamlDocument } from '../document/yaml.ts';
import { dashesOf, endOf, endOfPair, pairOf } from '../document/yaml-nodes.ts';

/** The id in the comment of each entry, like that of an export, `# id: 575e…`, in lower case. */
export function findCommentIds({ text }: YamlDocument, list: YAMLSeq): (string | undefined)[] {
  return list.items.map((entry) => {
    if (!isMap(entry)) return undefined;
    const name = entry.flow === true ? undefined : pairOf(entry, 'name');
    const after = name === undefined ? endOf(text, entry) : endOfPair(text, name);
    const [, id] = /^[\s,\]]*#.*\bid:\s*([0-9a-f]{24})\b/i.exec(text.slice(after, lineEnd(text, after))) ?? [];
    return id?.toLowerCase();
  });
}

/** The offset of the comment directly above an entry; null if there is none. */
export function findCommentAbove({ text }: YamlDocument, list: YAMLSeq, index: number): number | null {
  const dash = Number(dashesOf(list)[index]);
  const previous = index === 0 ? 0 : endOf(text, list.items[index - 1]);
  const above = lineStart(text, Math.max(0, lineStart(text, dash) - 1));
  const comment = /^ *#/.exec(text.slice(above, dash))?.[0];
  // A comment that is indented more belongs to the entry before.
  const isOwn = comment !== undefined && (index === 0 || comment.length - 1 <= columnOf(text, dash));
  return isOwn && above > previous - 1 ? above + comment.length - 1 : null;
}
