/**
 * Runs every fault at every moment through dist/, and writes the tables of docs/fault-matrix.md. Run it after you change what
 * is retried: the tests run only a sixth of the cases.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { allCases, runMatrix, withTables } from '../local/fault-matrix.ts';
import { removeFolders } from '../local/runner/step.ts';

const file = new URL('../docs/fault-matrix.md', import.meta.url);
try {
  const results = await runMatrix(allCases);
  writeFileSync(file, withTables(readFileSync(file, 'utf8'), results));
} finally {
  await removeFolders();
}
