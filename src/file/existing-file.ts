import { isAlias, isSeq, type YAMLSeq } from 'yaml';
import type { BodySource } from '../body/body.ts';
import { entryLabels, type Path, problemsAt } from '../document/document.ts';
import { parseYaml, type YamlDocument } from '../document/yaml.ts';
import { nodesOn } from '../document/yaml-nodes.ts';
import { tryParseJson } from '../json.ts';
import type { Problem } from '../problem.ts';
import { parseWebhooks } from './read.ts';
import type { ManyWebhooks } from './sync-file.ts';

/** An existing sync file that an export may update. */
export interface ExistingFile {
  /** With its text without the byte order mark. */
  readonly source: BodySource;
  readonly byteOrderMark: string;
  readonly document: YamlDocument;
  /** The list of entries in the document, and its path. */
  readonly list: YAMLSeq;
  readonly listPath: Path;
  readonly body: ManyWebhooks;
}

/** Reads a file that an export may update; null if it is empty. @throws Problem if it is not one that can be updated */
export async function readExistingFile(given: BodySource): Promise<ExistingFile | null> {
  const [byteOrderMark = ''] = /^\ufeff/.exec(given.text) ?? [];
  const text = given.text.slice(byteOrderMark.length);
  const source = { ...given, text, required: 'names' } as const;
  if (text.trim() === '') return null;
  if (tryParseJson(text) !== undefined)
    throw refusal({ source }, 'it is JSON, and an export writes YAML. Delete it, or use another path');
  const document = parseYaml(text, source.file);
  const { value } = document;
  if (value === null) throw refusal({ source }, 'it has only comments. Delete it, or use another path');
  const body = await parseWebhooks(source, document);
  const listPath = Array.isArray(value) ? [] : ['webhooks'];
  const refuse = (reason: string, path: Path = listPath): Problem => refusal({ source, document }, reason, path);
  const list = nodesOn(document, listPath).at(-1);
  if (!isSeq(list)) throw refuse('its list of webhooks is an alias');
  if (list.flow === true && list.items.length > 0)
    throw refuse('its list of webhooks is in brackets. Write each entry after a dash');
  const alias = list.items.findIndex(isAlias);
  if (alias >= 0) throw refuse('an entry is an alias: write it out', [...listPath, alias]);
  return { source, byteOrderMark, document, list, listPath, body };
}

/** The error that explains why an existing file is left alone, with line, entry, and field. */
export function refusal(
  { source: { file }, document }: Pick<ExistingFile, 'source'> & Partial<Pick<ExistingFile, 'document'>>,
  reason: string,
  path: Path = [],
): Problem {
  const message = `The file cannot be updated: ${reason}`;
  const field = path.findLast((key) => typeof key === 'string' && key !== 'webhooks');
  const labels = [...entryLabels(document?.value ?? null, path), ...(field === undefined ? [] : [String(field)])];
  const position = document?.locate(path) ?? null;
  return problemsAt('File not updated', file, [{ message, position, labels }], '. Nothing was written.');
}
