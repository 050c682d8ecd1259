/** Writes what is generated: run it after a change of the tables or of action.yml, and commit the result. */
import { readFileSync, writeFileSync } from 'node:fs';
import { generate } from './readme.ts';
import { webhooksSchema } from './schema.ts';

const schema = new URL('../schema/webhooks.schema.json', import.meta.url);
const readme = new URL('../README.md', import.meta.url);

writeFileSync(schema, `${JSON.stringify(webhooksSchema(), null, 2)}\n`);
writeFileSync(readme, await generate(readFileSync(readme, 'utf8')));
