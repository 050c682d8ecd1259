import type { ExistingFile, FileSettings } from '../export/existing-file.ts';
import { getFileKind, readText } from '../files.ts';
import { errorMessage, Problem } from '../problem.ts';
import { bodyRules, outputPath } from './input-files.ts';
import type { Reader } from './input-reader.ts';

/** The file that an export writes. */
export interface ExportTarget extends FileSettings {
  /** What it contains now; null if the file is missing or empty. */
  readonly existing: ExistingFile | null;
}

/** Reads the file that an export updates, if it exists. */
export async function readExportTarget(reader: Reader): Promise<ExportTarget | null> {
  if (!reader.isGiven('body-file')) reader.problem('body-file', 'must name the file to write');
  const file = outputPath(reader, 'body-file');
  if (file === null) return null;
  const rules = bodyRules(reader);
  if (rules === null) return null;
  const { env, listed, environment } = rules;
  const settings: FileSettings = { ...file, env, listed, environment };
  try {
    const existing = getFileKind(file) === 'none' ? null : await readExisting(readText(file, true), settings);
    if (existing === null && environment !== null)
      reader.problem('environment', 'is for a file that has environments, and there is none yet');
    return { ...settings, existing };
  } catch (error) {
    if (error instanceof Problem) reader.fail(error);
    else reader.problem('body-file', `cannot be used: ${errorMessage(error)}`);
    return null;
  }
}

async function readExisting(text: string, settings: FileSettings): Promise<ExistingFile | null> {
  const { readExistingFile } = await import('../export/existing-file.ts');
  return readExistingFile(text, settings);
}
