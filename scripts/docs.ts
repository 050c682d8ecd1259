/** Writes what is generated: run it after a change of the tables or of action.yml, and commit the result. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type DocumentWithTables, generate } from './readme.ts';
import { webhooksSchema } from './schema.ts';

const schema = new URL('../schema/webhooks.schema.json', import.meta.url);
writeFileSync(schema, `${JSON.stringify(webhooksSchema(), null, 2)}\n`);

const documents: readonly DocumentWithTables[] = ['README.md', 'docs/reference.md'];
for (const document of documents) {
  const path = new URL(`../${document}`, import.meta.url);
  writeFileSync(path, await generate(document, readFileSync(path, 'utf8')));
}
