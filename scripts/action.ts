/**
 * Runs the built action on this machine, and prints what GitHub would show. Inputs are flags of their own names; the token
 * comes from the environment or `.env`, so that no command contains it. Paths are relative to where the command was given.
 */
import { type ActionFile, readActionFile } from '../local/runner/action-file.ts';
import { display } from '../local/runner/display.ts';
import { runAction } from '../local/runner/run-action.ts';
import { removeFolders } from '../local/runner/step.ts';
import { isOperationName, operationNames, operationRow } from '../src/inputs/table.ts';
import { errorMessage } from '../src/problem.ts';
import { type Flags, flagsTakenByNpm, parseFlags } from './flags.ts';
import { readScriptSettings, type ScriptSettings, type SettingName } from './settings.ts';

/** A step may take as long as a large bulk change, in milliseconds. */
const DEADLINE = 60 * 60 * 1000;
/** Inputs that the environment or the file can set. */
const VARIABLES = {
  'application-id': 'LOSANT_APPLICATION_ID',
  'api-token': 'LOSANT_API_TOKEN',
  'api-url': 'LOSANT_API_URL',
} as const satisfies Record<string, SettingName>;
/** What else the action reads from its environment. */
const PASSED_ON = [
  ...['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'],
  'NODE_EXTRA_CA_CERTS',
];

function help({ descriptions }: ActionFile): string {
  const flags = [...descriptions].filter(([name]) => name !== 'operation');
  return [
    'Runs the action on this machine, and prints what GitHub would show.',
    '',
    '  npm run action -- OPERATION [--INPUT VALUE]... [--env-file FILE] [--debug]',
    '',
    `OPERATION is one of ${operationNames.join(', ')}. Examples:`,
    '',
    '  npm run action -- list',
    "  npm run action -- create --body 'name: orders'",
    "  npm run action -- delete --webhook-name 'pr-*' --dry-run",
    '  npm run action -- validate --body-file webhooks.yml',
    '',
    'LOSANT_APPLICATION_ID, LOSANT_API_TOKEN and LOSANT_API_URL come from the environment or from .env in the current',
    'folder (--env-file names another file). Other variables in that file can be used in body files.',
    'For a local Losant API, leave this running in another terminal: npm run -s api > .env',
    '',
    'Inputs:',
    ...flags.map(([name, description]) => `  --${name.padEnd(18)} ${description}`),
  ].join('\n');
}

/** Why the action cannot run here, with the fix; null if it can. */
function localProblem({ inputs, envFile }: Flags, { values, file }: ScriptSettings): string | null {
  const { operation = '' } = inputs;
  if (isOperationName(operation) && operationRow(operation).access === 'none') return null;
  const missing = (['application-id', 'api-token'] as const)
    .filter((name) => inputs[name] === undefined && values[VARIABLES[name]] === undefined)
    .map((name) => VARIABLES[name]);
  if (missing.length === 0) return null;
  const cause =
    file === null ? `there is no ${envFile} in this folder` : `${envFile} does not set ${missing.join(' and ')}`;
  return [
    `${cause}, and neither does the environment.`,
    'For a local Losant API, leave this running in another terminal: npm run -s api > .env',
    'For the real one, copy .env.example to .env and fill it in.',
  ].join('\n');
}

async function main(): Promise<number> {
  const action = await readActionFile();
  const taken = flagsTakenByNpm(process.env, action.inputs);
  if (taken.length > 0) {
    throw new Error(
      `npm took ${taken.join(' and ')} for itself, so the action did not run. Write flags after "--": ` +
        `npm run action -- OPERATION ${taken.join(' ')}`,
    );
  }
  const flags = parseFlags(process.argv.slice(2), action.inputs);
  const { inputs, envFile, debug } = flags;
  if (flags.help || inputs['operation'] === undefined) {
    console.log(help(action));
    return flags.help ? 0 : 1;
  }
  const settings = readScriptSettings(envFile, process.env);
  const problem = localProblem(flags, settings);
  if (problem !== null) throw new Error(problem);
  const given = Object.entries(VARIABLES).map(([name, variable]) => [name, settings.values[variable]]);
  const passedOn = PASSED_ON.map((name) => [name, process.env[name]] as const);
  const run = await runAction(
    { ...Object.fromEntries(given), ...inputs },
    {
      // npm starts scripts in the folder of package.json.
      workspace: process.env['INIT_CWD'] ?? process.cwd(),
      env: { ...Object.fromEntries(passedOn), ...settings.file },
      debug,
      deadline: DEADLINE,
    },
  );
  console.log(display(run, { debug }));
  return run.exitCode ?? 1;
}

// Control-C reaches the action too, which then reports what it has done so far: this process waits for it.
process.on('SIGINT', () => {});
try {
  process.exitCode = await main();
} catch (error) {
  console.error(errorMessage(error));
  process.exitCode = 1;
} finally {
  await removeFolders();
}
