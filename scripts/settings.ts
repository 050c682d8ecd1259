/** Which application scripts work on: read from the environment or a `.env` file, so that no token has to be in a command. */
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** The variables that name the application. */
export const settingNames = ['LOSANT_API_URL', 'LOSANT_APPLICATION_ID', 'LOSANT_API_TOKEN'] as const;
export type SettingName = (typeof settingNames)[number];

export interface ScriptSettings {
  /** The variables that are set and not empty. As with Node's `--env-file`, the environment overrides the file. */
  readonly values: Readonly<Partial<Record<SettingName, string>>>;
  /** Everything that is in the file; null when there is no such file. */
  readonly file: Readonly<Record<string, string>> | null;
}

export function readScriptSettings(envFile: string, environment: NodeJS.ProcessEnv): ScriptSettings {
  const file = existsSync(envFile) ? fileVariables(envFile) : null;
  const entries = settingNames.map((name) => [name, environment[name] || file?.[name]] as const);
  return { values: Object.fromEntries(entries.filter(([, value]) => value)), file };
}

function fileVariables(path: string): Record<string, string> {
  const entries = Object.entries(parseEnv(readFileSync(path, 'utf8')));
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
}
