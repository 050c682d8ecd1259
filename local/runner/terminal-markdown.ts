/** Renders the Markdown of a job summary as plain text for a terminal. */

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' };

function decodeEntities(text: string): string {
  return text
    .replace(/&#(\d+);/gu, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/giu, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&(lt|gt|amp|quot|nbsp);/gu, (_, name) => ENTITIES[name] ?? '');
}

/** Renders one line outside of a code block; null for a line that is only layout. */
function renderLine(line: string): string | null {
  const quoted = line.replace(/^(?:> ?)+/u, '');
  const alert = /^\[!(?<kind>\w+)\]$/u.exec(quoted)?.groups?.['kind'];
  if (alert !== undefined) return `${alert}:`;
  if (/^\|[\s|:-]+\|$/u.test(quoted)) return null;
  const text = quoted
    .replace(/<br\s*\/?>/gu, ', ')
    .replace(/<\/?[a-z][^>]*>/giu, '')
    .replace(/^#+ /u, '')
    .replace(/^\||\|$/gu, '')
    .replace(/ \| /gu, '  ')
    .replace(/\[(.*?)\]\(.*?\)/gu, '$1')
    .replace(/\*\*|`/gu, '');
  return decodeEntities(text).trimEnd();
}

/** Renders headings, tables, alerts, and details as plain lines, without consecutive empty lines. */
export function terminalMarkdown(markdown: string): string {
  let fence: string | null = null;
  const lines = markdown.split('\n').flatMap((line) => {
    const mark = /^(?:> ?)*(?<mark>`{3,})/u.exec(line)?.groups?.['mark'];
    if (mark !== undefined && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
      return [];
    }
    if (fence !== null) return [line];
    const rendered = renderLine(line);
    return rendered === null ? [] : [rendered];
  });
  return lines
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}
