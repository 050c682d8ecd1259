/** What people see of a step on GitHub: its log, outputs, and summary, with masked values as `***`. */
import type { Run } from './run-action.ts';
import { parseStream } from './runner-protocol.ts';
import { terminalMarkdown } from './terminal-markdown.ts';

/** The prefixes of commands that the runner shows. */
const shownAs: Readonly<Record<string, string>> = {
  error: 'Error: ',
  warning: 'Warning: ',
  notice: 'Notice: ',
  group: '▼ ',
};

/**
 * Masks as the runner does: each value and each of its lines, also as base64, JSON, and in URLs.
 * Source: SecretMasker and ValueEncoders in actions/runner.
 */
export function maskAll(text: string, values: readonly string[]): string {
  const lines = values.flatMap((value) => [value, ...value.split(/\r?\n/u)]).filter((line) => line.trim() !== '');
  const forms = lines.flatMap((line) => [
    line,
    Buffer.from(line).toString('base64').replace(/=+$/u, ''),
    JSON.stringify(line).slice(1, -1),
    encodeURIComponent(line),
  ]);
  // Longest first: a value may be part of another value.
  const ordered = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return ordered.reduce((masked, form) => masked.replaceAll(form, '***'), text);
}

/** The log as GitHub shows it. */
export function shownLog(run: Run, { debug = false }: { readonly debug?: boolean } = {}): string {
  const entries = [...parseStream(run.stdout).entries, ...parseStream(run.stderr).entries];
  const lines = entries.flatMap((entry) => {
    if (typeof entry === 'string') return [entry];
    if (entry.name === 'debug') return debug ? [`##[debug]${entry.data}`] : [];
    const prefix = shownAs[entry.name];
    const title = entry.properties['title'];
    return prefix === undefined ? [] : [`${prefix}${title === undefined ? '' : `${title}: `}${entry.data}`];
  });
  return maskAll(lines.join('\n'), run.masks);
}

/** These outputs, or all of them, as `name=value`. Empty ones are left out. */
export function shownOutputs(run: Run, names: readonly string[] = Object.keys(run.outputs)): string {
  const isEmpty = (value: string | undefined): boolean => ['', '[]', undefined].includes(value);
  const lines = names.flatMap((name) => (isEmpty(run.outputs[name]) ? [] : [`${name}=${run.outputs[name]}`]));
  return maskAll(lines.join('\n'), run.masks);
}

export function indented(text: string): string {
  return text.replace(/^(?=.)/gmu, '  ');
}

/** A run as text for a terminal. */
export function display(run: Run, options: { readonly debug?: boolean } = {}): string {
  const parts = [
    ['Log', shownLog(run, options)],
    ['Outputs', shownOutputs(run)],
    ['Summary', maskAll(terminalMarkdown(run.summary), run.masks)],
    ['Result', run.exitCode === 0 ? 'success' : `failure (exit code ${run.exitCode ?? run.signal})`],
  ] as const;
  return parts.map(([title, content]) => `${title}\n${indented(content) || '  (nothing)'}\n`).join('\n');
}
