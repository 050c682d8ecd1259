/** The command line of `npm run action`: inputs as flags of the same names. */
import { closest, distance } from '../src/closest.ts';
import { unknownInputs } from '../src/inputs/unknown.ts';

export interface Flags {
  /** The values of inputs, by name; `operation` is the word without a flag. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly envFile: string;
  readonly debug: boolean;
  readonly help: boolean;
}

const OWN_FLAGS = ['env-file', 'debug', 'help'];

/**
 * @param args what follows `--` in `npm run action --`
 * @param known the inputs with their defaults. One whose default is `false` is true if it is given without a value
 * @throws Error that names the flag and the fix
 */
export function parseFlags(args: readonly string[], known: ReadonlyMap<string, string>): Flags {
  const values = new Map<string, string>();
  const words: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name, inline] = /^--([^=]+)(?:=(.*))?$/su.exec(arg) ?? [];
    if (name === undefined) words.push(arg);
    else {
      const isOwn = OWN_FLAGS.includes(name);
      if (!isOwn && !known.has(name)) throw new Error(unknownFlag(name, known));
      const isSwitch = known.get(name) === 'false' || name === 'debug' || name === 'help';
      values.set(name, inline ?? takeValue(name, isSwitch, rest));
    }
  }
  if (words.length > 1) throw new Error(`expected one operation, got ${words.join(' ')}`);
  const inputs = Object.fromEntries([...values].filter(([name]) => known.has(name)));
  return {
    inputs: words[0] === undefined ? inputs : { ...inputs, operation: words[0] },
    envFile: values.get('env-file') ?? '.env',
    debug: values.get('debug') === 'true',
    help: values.get('help') === 'true',
  };
}

/** The value of a flag, taken from the arguments that follow it. */
function takeValue(name: string, isSwitch: boolean, rest: string[]): string {
  const [next] = rest;
  if (isSwitch && !/^(?:true|false|shared)$/iu.test(next ?? '')) return 'true';
  if (next === undefined || next.startsWith('--')) throw new Error(`--${name} needs a value: --${name} VALUE`);
  return rest.shift() ?? '';
}

function unknownFlag(name: string, known: ReadonlyMap<string, string>): string {
  const names = [...known.keys(), ...OWN_FLAGS];
  // The action itself knows other names for its inputs, such as preview for dry-run.
  const [, synonym] = /did you mean "(.+)"/u.exec(unknownInputs({ [`INPUT_${name.toUpperCase()}`]: '' }).join()) ?? [];
  const [close = ''] = closest(name, names, 1);
  const meant = synonym ?? (distance(name, close) <= 2 ? close : null);
  return `unknown flag "--${name}"${meant === null ? '. --help lists all flags' : `, did you mean "--${meant}"?`}`;
}

/**
 * The flags before `--`, which npm takes for itself: the action would run without them, for example without --dry-run.
 * npm hands them to scripts as variables such as `npm_config_dry_run`.
 */
export function flagsTakenByNpm(environment: NodeJS.ProcessEnv, known: ReadonlyMap<string, string>): string[] {
  const letters = (name: string): string => name.replace(/[^a-z0-9]/giu, '').toLowerCase();
  const taken = new Set(
    Object.entries(environment)
      .filter(([variable, value]) => variable.startsWith('npm_config_') && value !== '')
      .map(([variable]) => letters(variable.slice('npm_config_'.length))),
  );
  return [...known.keys(), 'env-file', 'debug'].filter((name) => taken.has(letters(name))).map((name) => `--${name}`);
}
