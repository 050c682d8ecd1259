/**
 * Builds `dist/` from `src/`: TypeScript to `lib/`, then a bundle with a chunk for each part that is loaded on demand.
 * `dist/` is emptied first, so that no chunk of an older build stays behind.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minifySync } from '@swc/core';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

function run(script: string, ...args: string[]): void {
  const path = join(root, 'node_modules', script);
  execFileSync(process.execPath, [path, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** ncc minifies the entry alone; a step pays for the chunks too. */
function minifyChunks(): void {
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.index.js'))) {
    const path = join(dist, name);
    const { code } = minifySync(readFileSync(path, 'utf8'), { module: true, compress: true, mangle: true });
    writeFileSync(path, `${code}\n`);
  }
}

rmSync(join(root, 'lib'), { recursive: true, force: true });
rmSync(dist, { recursive: true, force: true });
run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
run('@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/index.js', '--out', 'dist', '--minify', '--license', 'licenses.txt');
minifyChunks();
