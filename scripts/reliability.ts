/** Runs every fault through dist/ and writes the tables of docs/fault-matrix.md: run it after a change of what is retried. */
import { readFileSync, writeFileSync } from 'node:fs';
import { runMatrix, withTables } from '../local/fault-matrix.ts';
import { removeFolders } from '../local/runner/step.ts';

const file = new URL('../docs/fault-matrix.md', import.meta.url);
try {
  const results = await runMatrix();
  writeFileSync(file, withTables(readFileSync(file, 'utf8'), results));
} finally {
  await removeFolders();
}
