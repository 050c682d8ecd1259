/**
 * Runs the built action on this machine, and prints what GitHub would show:
 *
 *     npm run action -- OPERATION [--INPUT VALUE]... [--env-file .env] [--debug]
 *
 * Inputs are flags of their own names: `--webhook-id 575e…`; one that is `true` needs no value: `--dry-run`. The environment, or
 * else the file, gives LOSANT_APPLICATION_ID, LOSANT_API_TOKEN and LOSANT_API_URL, so that no token has to stand in
 * a command; whatever else the file holds is a variable for body files. Paths are relative to this folder.
 */
import { parseArgs } from 'node:util';
import { readActionFile } from '../local/runner/action-file.ts';
import { display } from '../local/runner/display.ts';
import { runAction } from '../local/runner/run-action.ts';
import { removeFolders } from '../local/runner/step.ts';
import { messageOf } from '../src/problem.ts';
import { readScriptSettings, type SettingName } from './settings.ts';

/** A step may take as long as a whole bulk change does. */
const DEADLINE = 60 * 60 * 1000;
/** Inputs that the environment may give. */
const VARIABLES = {
  'application-id': 'LOSANT_APPLICATION_ID',
  'api-token': 'LOSANT_API_TOKEN',
  'api-url': 'LOSANT_API_URL',
} as const satisfies Record<string, SettingName>;
/** What the action itself reads from its environment, besides inputs. */
const PASSED_ON = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/** Flags that stand alone are `true`, as in `--dry-run`. */
async function readFlags(): Promise<Record<string, string>> {
  const { inputs } = await readActionFile();
  const isBoolean = (name: string): boolean => inputs.get(name) === 'false';
  const args = process.argv.slice(2).map((flag, index, all) => {
    const next = all[index + 1];
    const alone = flag.startsWith('--') && isBoolean(flag.slice(2)) && (next === undefined || next.startsWith('--'));
    return alone ? `${flag}=true` : flag;
  });
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      ...Object.fromEntries([...inputs.keys()].map((name) => [name, { type: 'string' } as const])),
      'env-file': { type: 'string', default: '.env' },
      debug: { type: 'boolean', default: false },
    },
  });
  const [operation, ...others] = positionals;
  if (others.length > 0) throw new Error(`One operation is expected, got ${positionals.join(' ')}`);
  const given = Object.entries(values).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(operation === undefined ? given : [['operation', operation], ...given]);
}

const {
  'env-file': envFile = '.env',
  debug,
  ...flags
} = await readFlags().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exit(1);
});
const { values, file } = readScriptSettings(envFile, process.env);
const inputs = Object.fromEntries(Object.entries(VARIABLES).map(([name, variable]) => [name, values[variable]]));
const passedOn = [...PASSED_ON, 'NODE_EXTRA_CA_CERTS'].map((name) => [name, process.env[name]] as const);

// Control-C reaches the action too, which then reports what it has done so far: this process waits for it.
process.on('SIGINT', () => {});
try {
  const run = await runAction(
    { ...inputs, ...flags },
    {
      workspace: process.cwd(),
      env: { ...Object.fromEntries(passedOn), ...file },
      debug: debug === 'true',
      deadline: DEADLINE,
    },
  );
  console.log(display(run, { debug: debug === 'true' }));
  process.exitCode = run.exitCode ?? 1;
} finally {
  await removeFolders();
}
