/**
 * How a step talks to the runner: lines on stdout, and files that are named by the environment. `@actions/core` does the
 * same, but loads crypto, child processes and an HTTP client for what is never called here: a tenth of a step's time.
 * Source: "Workflow commands for GitHub Actions" in GitHub's documentation, and `@actions/core` 3.0.1.
 */
import { appendFileSync } from 'node:fs';

/** The value of an input without white space around it, empty when it was not given. */
export function getInput(name: string): string {
  return process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? '';
}

/** Whether step debugging is on. */
export function isDebug(): boolean {
  return process.env['RUNNER_DEBUG'] === '1';
}

/** Prints a line as it is. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a command: the runner carries it out in place of showing it. */
export function printCommand(
  name: 'add-mask' | 'debug' | 'warning' | 'error',
  message: string,
  properties: Readonly<Record<string, string>> = {},
): void {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  printLine(`::${[name, given.join(',')].filter((part) => part !== '').join(' ')}::${escapeData(message)}`);
}

/** Sets outputs of the step. Outside of a runner there is no file for them, and nothing is done. */
export function setOutputs(outputs: Readonly<Record<string, string>>): void {
  const parts = Object.entries(outputs).map(([name, value]) => {
    const delimiter = delimiterFor(value);
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
  });
  append('GITHUB_OUTPUT', parts.join(''));
}

/** Adds to the summary of the job, where there is one. */
export function addSummary(markdown: string): void {
  append('GITHUB_STEP_SUMMARY', markdown);
}

function append(variable: 'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY', text: string): void {
  const path = process.env[variable];
  if (path) appendFileSync(path, text);
}

/** A text that does not stand in the value, so that no value can end early and set another output. */
function delimiterFor(value: string): string {
  let delimiter = 'END_OF_OUTPUT';
  while (value.includes(delimiter)) delimiter += '_';
  return delimiter;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
