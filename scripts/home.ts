/**
 * Puts the name of this repository into every tracked file: `npm run home -- OWNER/REPO`. The current name is the
 * `repository` in package.json, so the command can be repeated after a move.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An account (letters, digits, single hyphens) and a repository, as GitHub allows them. */
const FULL_NAME = /^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}\/(?!\.{1,2}$)[\w.-]{1,100}$/iu;
/** A passage that is only true as long as the repository has no home. */
const PLACEHOLDER_NOTE = /<!-- no home yet -->\n.*?<!-- \/no home yet -->\n+/gsu;

/** The repository's name in package.json: `OWNER/REPO`. */
export function currentName(root: string): string {
  const { groups } =
    /"repository": "github:(?<name>[^"]+)"/u.exec(readFileSync(join(root, 'package.json'), 'utf8')) ?? {};
  const name = groups?.['name'];
  if (name === undefined) throw new Error('package.json has no "repository": "github:OWNER/REPO"');
  return name;
}

/** The text with one repository's name in place of the other's, and without the notes about the placeholder. */
export function rename(text: string, from: string, to: string): string {
  const name = new RegExp(`(?<![\\w-])${from.replaceAll('.', '\\.')}(?![\\w-])`, 'gu');
  return text.replace(name, () => to).replace(PLACEHOLDER_NOTE, '');
}

/** Renames the repository in all tracked files below `root`, except what is built. Returns the paths that changed. */
export function moveTo(name: string, root: string): string[] {
  if (!FULL_NAME.test(name)) throw new Error(`"${name}" is not the name of a repository. Write OWNER/REPO.`);
  const from = currentName(root);
  const tracked = execFileSync('git', ['ls-files', '-z', '--', ':!dist'], { cwd: root, encoding: 'utf8' });
  return tracked.split('\0').filter((path) => {
    const content = path === '' ? Buffer.alloc(0) : readFileSync(join(root, path));
    if (!content.includes(from)) return false;
    const [before, after] = [content.toString(), rename(content.toString(), from, name)];
    if (before !== after) writeFileSync(join(root, path), after);
    return before !== after;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const [name = ''] = process.argv.slice(2);
  try {
    const changed = moveTo(name, root);
    console.log(changed.length === 0 ? `Every file already says ${name}.` : `Changed:\n${changed.join('\n')}`);
    const run = (script: string, ...args: string[]): void => {
      execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
    };
    // A longer name may not fit on its line.
    if (changed.length > 0) run('node_modules/@biomejs/biome/bin/biome', 'format', '--write', ...changed);
    if (changed.some((path) => path.startsWith('src/'))) run('scripts/build.ts');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
