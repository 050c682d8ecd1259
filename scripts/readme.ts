/**
 * The generated parts of the documents: inputs and outputs from action.yml and the table of inputs, the fields of a
 * webhook, and the scopes that each operation needs. A test fails if they are not up to date.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../local/runner/action-file.ts';
import { entryKeys, fileKeys } from '../src/file/keys.ts';
import { inputTable, isInputName, operationNames, operationRow } from '../src/inputs/table.ts';
import { allowed, fieldNames, getField } from '../src/losant/fields.ts';

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}

/** The description, which every input and output has to have. */
function described(name: string, value: unknown): string {
  const { description } = asRecord(value);
  if (typeof description !== 'string' || description === '') throw new Error(`action.yml does not describe ${name}`);
  return description.replaceAll('|', '\\|');
}

/** The inputs by what they are for, in the order of the README. */
export const inputGroups: Readonly<Record<string, readonly string[]>> = {
  'Operation and access': ['operation', 'application-id', 'api-token'],
  'Which webhooks': ['webhook-id', 'webhook-name', 'older-than', 'keep', 'if-not-found'],
  'What to set': ['body', 'body-file', 'variables', 'environment', 'if-exists'],
  'How much can change': ['dry-run', 'expected-changes', 'prune', 'max-deletes', 'include-workflows'],
  Reports: ['output-file', 'redact', 'label', 'comment', 'github-token'],
  Connection: ['api-url', 'timeout', 'retries', 'concurrency'],
};

function inputLine(name: string, declared: unknown): string {
  if (!isInputName(name)) throw new Error(`src/inputs/table.ts does not list ${name}`);
  const { default: standard, required } = asRecord(declared);
  const { users } = inputTable[name];
  const others = operationNames.filter((operation) => !users.includes(operation));
  const use = others.length === 1 ? `not for ${others.map(code)}` : `for ${users.map(code).join(', ')}`;
  const remarks = [
    ...(required === true ? ['required'] : []),
    ...(others.length === 0 ? [] : [use]),
    ...(standard === undefined || standard === '' ? [] : [`default ${code(String(standard))}`]),
  ];
  const suffix = remarks.length === 0 ? '' : ` _(${remarks.join('; ')})_`;
  return `* [\`${name}\`](docs/reference.md#${name}): ${described(name, declared)}${suffix}`;
}

/** Lists, because a table of this width cannot be read on a phone. */
function inputLists(declared: Readonly<Record<string, unknown>>): string {
  const grouped = Object.values(inputGroups).flat();
  const missing = Object.keys(declared).filter((name) => !grouped.includes(name));
  if (missing.length > 0) throw new Error(`scripts/readme.ts has no group for ${missing.join(', ')}`);
  return Object.entries(inputGroups)
    .map(([title, names]) => {
      const lines = names.filter((name) => name in declared).map((name) => inputLine(name, declared[name]));
      return `**${title}**\n\n${lines.join('\n')}`;
    })
    .join('\n\n');
}

function outputList(declared: Readonly<Record<string, unknown>>): string {
  return Object.entries(declared)
    .map(([name, value]) => `* [\`${name}\`](docs/reference.md#output-${name}): ${described(name, value)}`)
    .join('\n');
}

function fieldTable(): string {
  const rows = fieldNames.map((name) => {
    const field = getField(name);
    const standard = name === 'name' ? 'required in `create`' : code(JSON.stringify(field.default));
    const type = allowed(field);
    const remark = field.secret ? ' Secret: masked, and shown as `***`.' : '';
    return [code(name), standard, `${field.description}. ${type.charAt(0).toUpperCase()}${type.slice(1)}.${remark}`];
  });
  return table(['Field', 'Default', 'Description'], rows);
}

function keyTable(keys: Readonly<Record<string, string>>): string {
  return table(
    ['Key', 'Description'],
    Object.entries(keys).map(([name, description]) => [code(name), `${description}.`]),
  );
}

function scopeTable(): string {
  const rows = operationNames.flatMap((name) =>
    Object.entries(operationRow(name).calls).map(([when, calls]) => [
      `\`${name}\`${when === '' ? '' : `, ${when}`}`,
      calls.map(code).join(', '),
    ]),
  );
  return table(['Operation', 'Scopes'], rows);
}

/** Which tables each document holds. */
export const tablesIn = {
  'README.md': ['scopes', 'inputs', 'outputs'],
  'docs/reference.md': ['fields', 'file-keys', 'entry-keys'],
} as const;

export type DocumentWithTables = keyof typeof tablesIn;

/** A document with its tables as they should be. */
export async function generate(document: DocumentWithTables, markdown: string): Promise<string> {
  const action = asRecord(parse(await readFile(join(root, 'action.yml'), 'utf8')));
  const tables = {
    scopes: scopeTable(),
    fields: fieldTable(),
    'file-keys': keyTable(fileKeys),
    'entry-keys': keyTable(entryKeys),
    inputs: inputLists(asRecord(action['inputs'])),
    outputs: outputList(asRecord(action['outputs'])),
  };
  return tablesIn[document].reduce((text, name) => {
    const place = new RegExp(`(<!-- generated:${name}\\b.*?-->\n).*?(<!-- /generated:${name} -->)`, 's');
    if (!place.test(text)) throw new Error(`${document} has no place for ${name}`);
    return text.replace(place, (_, begin: string, end: string) => `${begin}\n${tables[name]}\n\n${end}`);
  }, markdown);
}
