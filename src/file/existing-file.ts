import { isAlias, type YAMLSeq } from 'yaml';
import type { PlacedReference } from '../body/variables.ts';
import { entryLabel } from '../document/document.ts';
import type { Path } from '../document/positions.ts';
import { webhookLabel } from '../document/problems.ts';
import { parseYaml, type YamlDocument } from '../document/yaml.ts';
import { type Json, parseJson } from '../json.ts';
import { Problem } from '../problem.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import { findList } from './edit.ts';
import { type ManyWebhooks, readFile } from './read.ts';
import type { WebhooksFile } from './sync-file.ts';

/** A sync file, and the settings of the step for it. */
export interface FileSettings extends WorkspaceFile {
  /** The environment variables of the step. */
  readonly env: NodeJS.ProcessEnv;
  /** The input `variables`; null if it was not given. */
  readonly listed: readonly string[] | null;
  /** The selected environment of the file; null for a file without environments. */
  readonly environment: string | null;
}

/** An existing sync file that an export may update. */
export interface ExistingFile {
  readonly settings: FileSettings;
  /** Without the byte order mark. */
  readonly text: string;
  readonly byteOrderMark: string;
  readonly document: YamlDocument;
  /** The list of entries in the document, and what it contains. */
  readonly list: YAMLSeq;
  readonly items: readonly Json[];
  readonly body: ManyWebhooks;
  readonly file: WebhooksFile;
  readonly references: readonly PlacedReference[];
  /** As in `webhook-name`; null if the file covers the whole application. */
  readonly scope: string | null;
}

/**
 * Reads a file that an export may update. Variables in fields don't have to be set.
 * @param text with its byte order mark, if it has one
 * @returns null if the file is empty
 * @throws Problem if it is not a sync file that can be updated
 */
export function readExistingFile(text: string, settings: FileSettings): ExistingFile | null {
  const byteOrderMark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const plain = text.slice(byteOrderMark.length);
  if (plain.trim() === '') return null;
  if (isJson(plain)) throw refusal(settings, 'it is JSON, and an export writes YAML. Delete it, or use another path');
  const document = parseYaml(plain, settings);
  if (document.value === null) throw refusal(settings, 'it has only comments. Delete it, or use another path');
  const body = readFile(document, { ...settings, text: plain, file: settings }, 'names');
  const [list, items] = readList(document, settings);
  const { file, references } = body;
  const scope = file.scope?.text ?? null;
  return { settings, text: plain, byteOrderMark, document, list, items, body, file, references, scope };
}

function readList(document: YamlDocument, settings: FileSettings): [YAMLSeq, readonly Json[]] {
  const { value } = document;
  const path = Array.isArray(value) ? [] : ['webhooks'];
  const refuse = (reason: string, where: Path): Problem => refusal(settings, reason, { document, path: where });
  const list = findList(document);
  if (list === null) throw refuse('its list of webhooks is an alias', path);
  if (list.flow === true && list.items.length > 0)
    throw refuse('its list of webhooks is in brackets. Write each entry after a dash', path);
  const alias = list.items.findIndex(isAlias);
  if (alias >= 0) throw refuse('an entry is an alias: write it out', [...path, alias]);
  return [list, Array.isArray(value) ? value : Object(value).webhooks];
}

/** The place of what cannot be updated. */
export interface Place {
  readonly document: YamlDocument;
  readonly path: Path;
}

/** The error that explains why an existing file is left alone, with line, entry, and field. */
export function refusal({ name, path }: WorkspaceFile, reason: string, place: Place | null = null): Problem {
  const [position = null] = place?.document.locate([place.path]) ?? [];
  const webhook = place === null ? null : entryLabel(place.document.value, place.path);
  const field = place?.path.findLast((key) => typeof key === 'string' && key !== 'webhooks');
  const labels = [
    ...(position === null ? [] : [`line ${position.line}, column ${position.column}`]),
    ...webhookLabel(webhook),
    ...(field === undefined ? [] : [String(field)]),
  ];
  const message = `The file cannot be updated: ${reason}`;
  const label = labels.map((text) => `, ${text}`).join('');
  const findings = position === null ? [] : [{ message: [...labels.slice(1), message].join(': '), ...position }];
  return new Problem('File not updated', `body-file ${name}${label}: ${message}. Nothing was written.`, {
    file: { name, path },
    findings,
  });
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}
