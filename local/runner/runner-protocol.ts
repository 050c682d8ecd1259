/**
 * How GitHub's runner interprets what a step writes: workflow commands in its output streams, and `name=value` files.
 * Follows the runner's own parsers (ActionCommand and FileCommandManager in actions/runner).
 */
import { EOL } from 'node:os';

/** One workflow command, decoded. */
export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** The commands and other lines of a stream. */
export interface ParsedStream {
  readonly commands: readonly Command[];
  /** The lines that are not commands. */
  readonly lines: readonly string[];
  /** Both, in order. */
  readonly entries: readonly (Command | string)[];
}

/** The commands that the runner executes. To it, `::something else::` is an ordinary line. */
const knownCommands = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'internal-set-repo-path',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

type Escapes = readonly (readonly [encoded: string, decoded: string])[];

// The percent sign comes last, so that nothing is decoded twice.
const dataEscapes: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
];
const propertyEscapes: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
];
const bracketEscapes: Escapes = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
];

function decode(text: string, escapes: Escapes): string {
  return escapes.reduce((decoded, [from, to]) => decoded.replaceAll(from, to), text);
}

function parseCommand(
  info: string,
  data: string,
  separator: string,
  escapes: Escapes,
  ofData: Escapes,
): Command | undefined {
  const [name = '', ...rest] = info.split(' ');
  if (!knownCommands.has(name.toLowerCase())) {
    return undefined;
  }
  const properties: Record<string, string> = {};
  for (const property of rest.join(' ').trim().split(separator)) {
    const equals = property.indexOf('=');
    if (equals > 0) {
      properties[property.slice(0, equals)] = decode(property.slice(equals + 1), escapes);
    }
  }
  return { name: name.toLowerCase(), properties, data: decode(data, ofData) };
}

/** The command in a line, if there is one: `::name key=value::data` at its start, or `##[name key=value]data` anywhere. */
export function parseCommandLine(line: string): Command | undefined {
  const modern = /^\s*::(?<info>.*?)::(?<data>.*)$/su.exec(line)?.groups;
  const command = modern && parseCommand(modern['info'] ?? '', modern['data'] ?? '', ',', propertyEscapes, dataEscapes);
  if (command) {
    return command;
  }
  const old = /##\[(?<info>.*?)\](?<data>.*)$/su.exec(line)?.groups;
  return old && parseCommand(old['info'] ?? '', old['data'] ?? '', ';', bracketEscapes, bracketEscapes);
}

/** Parses a stream line by line, as the runner does. */
export function parseStream(text: string): ParsedStream {
  const entries: (Command | string)[] = [];
  let resumeToken: string | undefined;
  for (const line of text.replace(/\r?\n$/u, '').split(/\r?\n/u)) {
    const command = resumeToken === undefined ? parseCommandLine(line) : undefined;
    if (command?.name === 'stop-commands') {
      resumeToken = command.data;
    } else if (command) {
      entries.push(command);
    } else if (resumeToken !== undefined && line.trim() === `::${resumeToken}::`) {
      resumeToken = undefined;
    } else {
      entries.push(line);
    }
  }
  const commands = entries.filter((entry) => typeof entry !== 'string');
  const lines = text === '' ? [] : entries.filter((entry) => typeof entry === 'string');
  return { commands, lines, entries: text === '' ? [] : entries };
}

/**
 * Parses a file such as `$GITHUB_OUTPUT`: `name=value` lines and heredocs. Throws where the runner would fail the step.
 * @param hasCarriageReturns whether a line can also end with CR LF, as on Windows
 */
export function parseValueFile(text: string, hasCarriageReturns = EOL === '\r\n'): Record<string, string> {
  const values: Record<string, string> = {};
  let position = 0;
  const readLine = (): { line: string; ended: boolean } | undefined => {
    if (position >= text.length) {
      return undefined;
    }
    const end = text.indexOf('\n', position);
    const whole = end < 0 ? text.slice(position) : text.slice(position, end);
    const line = hasCarriageReturns && end >= 0 ? whole.replace(/\r$/u, '') : whole;
    position = end < 0 ? text.length : end + 1;
    return { line, ended: end >= 0 };
  };
  for (let read = readLine(); read; read = readLine()) {
    const { line } = read;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (line === '') {
      continue;
    }
    if (heredoc >= 0 && (equals < 0 || heredoc < equals)) {
      const name = line.slice(0, heredoc);
      const delimiter = line.slice(heredoc + 2);
      if (name === '' || delimiter === '') {
        throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
      }
      const content: string[] = [];
      for (let next = readLine(); next?.line !== delimiter; next = readLine()) {
        if (!next?.ended) {
          throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
        }
        content.push(next.line);
      }
      values[name] = content.join('\n');
    } else if (equals > 0) {
      values[line.slice(0, equals)] = line.slice(equals + 1);
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return values;
}
