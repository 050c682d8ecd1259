import { parseDocument } from '../document/parse.ts';
import { checkExistingFile } from '../file/read.ts';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { parsePatterns, patternsText } from '../patterns.ts';
import { Problem } from '../problem.ts';
import type { WorkspaceFile } from '../workspace-file.ts';
import { evaluate } from './written.ts';

/** A sync file, and the settings of the step for it. */
export interface FileSettings extends WorkspaceFile {
  /** The environment variables of the step. */
  readonly env: NodeJS.ProcessEnv;
  /** The input `variables`; null if it was not given. */
  readonly listed: readonly string[] | null;
  /** The selected environment of the file; null for a file without environments. */
  readonly environment: string | null;
}

/** An existing sync file, as written, and what it means in one environment. */
export interface ExistingFile {
  readonly settings: FileSettings;
  /** Without the byte order mark. */
  readonly text: string;
  readonly byteOrderMark: string;
  /** As written, before variables are replaced. */
  readonly value: JsonObject;
  readonly environments: readonly string[] | null;
  /** As in `webhook-name`; null if the file covers the whole application. */
  readonly scope: string | null;
  /** The defaults that apply in the environment, as written. */
  readonly defaults: JsonObject;
  readonly entries: readonly ExistingEntry[];
}

export interface ExistingEntry {
  readonly index: number;
  /** As written, with merge keys resolved. */
  readonly object: JsonObject;
  readonly name: string | null;
  readonly id: string | null;
  readonly formerly: readonly string[];
  /** The environments that use it; null in a file without environments. */
  readonly usedBy: readonly string[] | null;
  /** Whether it applies in the selected environment. */
  readonly applies: boolean;
}

/**
 * Reads a file that an export may update. Variables in fields don't have to be set.
 * @param text with its byte order mark, if it has one
 * @returns null if the file is empty
 * @throws Problem if it is not a sync file that can be updated
 */
export async function readExistingFile(text: string, settings: FileSettings): Promise<ExistingFile | null> {
  const byteOrderMark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const plain = text.slice(byteOrderMark.length);
  if (plain.trim() === '') return null;
  if (isJson(plain)) throw refusal(settings, 'it is JSON, and an export writes YAML. Delete it, or use another path');
  const document = await parseDocument(plain, settings);
  if (document.value === null) throw refusal(settings, 'it has only comments. Delete it, or use another path');
  const { env, listed, environment } = settings;
  checkExistingFile(document, {
    text: plain,
    file: settings,
    env,
    listed,
    environment,
  });
  const value = isObject(document.value) ? document.value : { webhooks: document.value };
  return interpret(value, { text: plain, byteOrderMark, settings });
}

function interpret(value: JsonObject, parts: Pick<ExistingFile, 'text' | 'byteOrderMark' | 'settings'>): ExistingFile {
  const { environment, env } = parts.settings;
  const environments = value['environments'] === undefined ? null : stringsOf(value['environments']);
  const defaults = objectOf(value['defaults']);
  const text = (item: Json | undefined): string | null =>
    item === undefined ? null : toText(evaluate(item, env).value);
  const scope = text(value['scope']);
  const entries = itemsOf(value['webhooks']).map((item, index): ExistingEntry => {
    const object = objectOf(item);
    const usedBy =
      environments === null ? null : object['only'] === undefined ? environments : stringsOf(object['only']);
    return {
      index,
      object,
      name: text(object['name']),
      id: text(object['id'])?.toLowerCase() ?? null,
      formerly: stringsOf(object['formerly']).map((name) => String(evaluate(name, env).value)),
      usedBy,
      applies: usedBy === null || (environment !== null && usedBy.includes(environment)),
    };
  });
  return {
    ...parts,
    value,
    environments,
    scope: scope === null ? null : patternsText(parsePatterns(scope)),
    defaults: { ...defaults, ...partFor(defaults, environment) },
    entries,
  };
}

/** What an entry or the defaults set only for one environment. */
export function partFor(object: JsonObject, environment: string | null): JsonObject {
  return environment === null ? {} : objectOf(objectOf(object['environments'])[environment]);
}

/** The error that explains why an existing file is left alone. */
export function refusal(
  { name, path }: WorkspaceFile,
  reason: string,
  position?: { line: number; column: number },
): Problem {
  const location = position === undefined ? '' : `, line ${position.line}, column ${position.column}`;
  const message = `The file cannot be updated: ${reason}`;
  return new Problem('File not updated', `body-file ${name}${location}: ${message}. Nothing was written.`, {
    file: { name, path },
    findings: position === undefined ? [] : [{ message, ...position }],
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

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The items of a list, which can also be written as a single item. */
export function itemsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function stringsOf(value: Json | undefined): string[] {
  return itemsOf(value).map(String);
}

function toText(value: Json): string | null {
  return value === null ? null : String(value);
}
