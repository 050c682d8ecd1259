/**
 * Builds `dist/` from `src/`: the entry, chunks that load on demand, and the licenses of the packages in them. rolldown reads
 * TypeScript, leaves out what is unused, and minifies into `lib/`, all of which ncc would not do for chunks; ncc bundles that.
 * A percentage is how much more CPU time a get would take without this choice. Without vendor/undici, it would take 33 % more.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { isObject, parseJson } from '../src/json.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const lib = join(root, 'lib');
const dist = join(root, 'dist');

/** The folder of the package that a module belongs to: what follows the last `node_modules`. */
const PACKAGE = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/u;

/** @throws Error for a package without a license */
function licenseOf(folder: string): string {
  const manifest = parseJson(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version } = isObject(manifest) ? manifest : {};
  // File systems may ignore case, and list files in any order.
  const files = readdirSync(folder).filter((file) => /^licen[cs]e/iu.test(file));
  if (files.length === 0) throw new Error(`${name}@${version} has no license file in ${folder}`);
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  return [`${name}@${version}`, ...texts].join('\n\n');
}

const bundle = await rolldown({
  cwd: root,
  input: 'src/index.ts',
  platform: 'node',
  // This is true, though core's package.json doesn't say so. What is unused, such as its OIDC client, is left out (3 %).
  // Nothing uses the context of @actions/github, which reads the event.
  treeshake: {
    moduleSideEffects: [{ test: /[\\/]@actions[\\/]core[\\/]/u, sideEffects: false }],
    manualPureFunctions: ['Context'],
  },
});
const { output } = await bundle.write({
  dir: lib,
  cleanDir: true,
  minify: true,
  // Chunks for what a get does not need (10 %). A group also gets what its modules import, unless an earlier group has it.
  chunkFileNames: '[name].js',
  codeSplitting: {
    groups: [
      { name: 'main', test: /[\\/]src[\\/]main\.ts$/u },
      { name: 'write', test: /[\\/]src[\\/](?:operations|plan|body)[\\/](?!export)/u },
      { name: 'comment', test: /[\\/]src[\\/]runner[\\/](?:comment|octokit)\.ts$/u },
      { name: 'yaml', test: /[\\/]src[\\/]operations[\\/]export\.ts$/u },
    ],
  },
});
// With other characters than ASCII, the source would take two bytes for each character (2 %).
for (const file of readdirSync(lib)) {
  const code = readFileSync(join(lib, file), 'utf8');
  const toEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(join(lib, file), code.replace(/[^\0-\x7f]/g, toEscape));
}
// Without a `type`, ncc writes CommonJS, which Node starts without its ES module loader (1 %).
writeFileSync(join(lib, 'package.json'), '{}\n');
rmSync(dist, { recursive: true, force: true });
const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js');
execFileSync(process.execPath, [ncc, 'build', join(lib, 'index.js'), '--out', dist, '--no-cache', '--quiet']);
writeFileSync(join(dist, 'package.json'), '{"type": "commonjs"}\n');
const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
const packages = new Set(modules.flatMap((id) => PACKAGE.exec(id)?.[0] ?? []));
writeFileSync(join(dist, 'licenses.txt'), `${[...packages].map(licenseOf).sort().join('\n\n\n')}\n`);
