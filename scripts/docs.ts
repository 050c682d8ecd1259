/** Writes what is generated: run it after a change of the tables, and commit the result. */
import { writeFileSync } from 'node:fs';
import { webhooksSchema } from './schema.ts';

writeFileSync(
  new URL('../schema/webhooks.schema.json', import.meta.url),
  `${JSON.stringify(webhooksSchema(), null, 2)}\n`,
);
