/** Builds the minimal action, which this action is compared with. */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programs, root } from './program.ts';

const modules = join(root, 'node_modules');

/**
 * Bundles `programs/minimal-action.js` by ncc as CommonJS.
 * @param undici the package that http-client imports as undici: the replacement that this action has too, or the real one
 * @returns the path of the bundle
 */
export function buildMinimalAction(undici: 'undici' | 'undici-real'): string {
  const folder = join(root, 'bench', 'build', undici);
  const manifest = join(folder, 'package.json');
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['core', 'exec', 'http-client', 'io']) {
    cpSync(join(modules, '@actions', name), join(folder, 'node_modules', '@actions', name), { recursive: true });
  }
  cpSync(join(modules, undici), join(folder, 'node_modules', 'undici'), { recursive: true, dereference: true });
  cpSync(join(programs, 'minimal-action.js'), join(folder, 'index.js'));
  writeFileSync(manifest, '{}\n');
  const ncc = join(modules, '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
  execFileSync(process.execPath, [ncc, 'build', 'index.js', '--out', 'dist', '--no-cache', '--quiet'], { cwd: folder });
  writeFileSync(manifest, '{"type": "commonjs"}\n');
  return join(folder, 'dist', 'index.js');
}
