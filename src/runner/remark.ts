import type { Body } from '../file/read.ts';
import { isTemporary } from '../files.ts';
import { plural } from '../wording.ts';
import { toPlace } from './annotations.ts';
import type { RunnerLog } from './runner-log.ts';

/** Says what should be known about a valid body-file. */
export function remarkOnBody(body: Body | null, log: RunnerLog, env: NodeJS.ProcessEnv): void {
  if (body === null || body.source === null) return;
  const { source, unused, plainSecrets } = body;
  if (unused.length > 0) log.info(`Not used in body-file: ${unused.join(', ')}`);
  const place = plainSecrets === null ? null : toPlace(source, plainSecrets.position, env);
  if (plainSecrets === null || place === null || isTemporary(source, env)) return;
  const { count, position } = plainSecrets;
  log.warning(
    `body-file ${source.name}, line ${position.line}: the file contains ${plural(count, 'secret')} as plain text, which everyone can read who can read the repository. Store them in GitHub, and write \${NAME} here.`,
    place,
  );
}
