/**
 * The generated tables of the documents: inputs and outputs from action.yml and the table of inputs, the fields of a
 * webhook, and the scopes that each operation needs. A test fails where they are not up to date.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../local/runner/action-file.ts';
import { operationNames, operationRow } from '../src/inputs/operations.ts';
import { inputTable, isInputName } from '../src/inputs/table.ts';
import { allowed, fieldNames, fieldOf } from '../src/losant/fields.ts';

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

function inputsTable(declared: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(declared).map(([name, value]) => {
    if (!isInputName(name)) throw new Error(`src/inputs/table.ts does not list ${name}`);
    const { default: standard, required } = asRecord(value);
    const users: readonly string[] = inputTable[name].for;
    const used = users.length === operationNames.length ? 'all' : users.join(', ');
    const fallback = required === true ? '**required**' : code(standard === undefined ? '' : String(standard));
    return [code(name), fallback, used, described(name, value)];
  });
  return table(['Input', 'Default', 'For', 'What it is'], rows);
}

function outputTable(declared: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(declared).map(([name, value]) => [code(name), described(name, value)]);
  return table(['Output', 'What it is'], rows);
}

function fieldTable(): string {
  const rows = fieldNames.map((name) => {
    const field = fieldOf(name);
    const standard = name === 'name' ? '**required** in a new one' : code(JSON.stringify(field.default));
    const remark = field.secret ? '. Secret: masked, and shown as `***`' : '';
    return [code(name), standard, `${field.description}${remark}: ${allowed(field)}`];
  });
  return table(['Field', 'Default', 'What it is'], rows);
}

function scopeTable(): string {
  const rows = operationNames.flatMap((name) =>
    Object.entries(operationRow(name).calls).map(([when, calls]) => [
      `\`${name}\`${when === '' ? '' : `, ${when}`}`,
      calls.map(code).join(', '),
    ]),
  );
  return table(['Operation', 'Scopes, least privilege first'], rows);
}

/** Which tables each document holds. */
export const tablesIn = {
  'README.md': ['scopes', 'inputs', 'outputs'],
  'docs/reference.md': ['fields'],
} as const;

export type DocumentWithTables = keyof typeof tablesIn;

/** A document with its tables as they should be. */
export async function generate(document: DocumentWithTables, markdown: string): Promise<string> {
  const action = asRecord(parse(await readFile(join(root, 'action.yml'), 'utf8')));
  const tables = {
    scopes: scopeTable(),
    fields: fieldTable(),
    inputs: inputsTable(asRecord(action['inputs'])),
    outputs: outputTable(asRecord(action['outputs'])),
  };
  return tablesIn[document].reduce((text, name) => {
    const place = new RegExp(`(<!-- generated:${name}\\b.*?-->\n).*?(<!-- /generated:${name} -->)`, 's');
    if (!place.test(text)) throw new Error(`${document} has no place for ${name}`);
    return text.replace(place, (_, begin: string, end: string) => `${begin}\n${tables[name]}\n\n${end}`);
  }, markdown);
}
