/**
 * Builds `dist/` from `src/`: TypeScript to `lib/`, then a bundle with a chunk for each part that is loaded on demand.
 * `dist/` is emptied first, so that no chunk of an older build stays behind.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minifySync, parseSync } from '@swc/core';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

function run(script: string, ...args: string[]): void {
  const path = join(root, 'node_modules', script);
  execFileSync(process.execPath, [path, ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

/**
 * Built-in modules that core and http-client import at their start, and that a step may do without: a third of its time.
 * https brings all of crypto along.
 */
const deferred = ['assert', 'crypto', 'https', 'tls'];

/** Lets these modules load when something of theirs is used. */
function deferBuiltins(): void {
  const path = join(dist, 'index.js');
  const code = deferred.reduce(
    (text, name) => {
      const external = new RegExp(`(\\w+)\\.exports=(\\w+\\(import\\.meta\\.url\\)\\("${name}"\\))`);
      if (!external.test(text)) throw new Error(`ncc has not written the module ${name} as this script expects it`);
      return text.replace(
        external,
        '$1.exports=new Proxy({},{get:(_,name)=>Reflect.get($2,name),ownKeys:()=>Reflect.ownKeys($2)})',
      );
    },
    readFileSync(path, 'utf8'),
  );
  writeFileSync(path, code);
}

/**
 * ncc minifies the entry alone; a step pays for the chunks too. Each module is then put in parentheses, from which V8
 * knows that it is called at once: it compiles the module in one go, instead of reading it twice.
 * Source: https://v8.dev/blog/preparser#pife
 */
function minifyChunks(): void {
  for (const name of readdirSync(dist).filter((file) => file.endsWith('.index.js'))) {
    const path = join(dist, name);
    const { code } = minifySync(readFileSync(path, 'utf8'), { module: true, compress: true, mangle: true });
    writeFileSync(path, `${inParentheses(code)}\n`);
  }
}

/** A chunk, `export const modules={1:(e,t)=>{…},…}`, with each of its modules in parentheses. */
function inParentheses(chunk: string): string {
  const { body, span } = parseSync(chunk, { syntax: 'ecmascript' });
  const modules = body
    .flatMap((item) => (item.type === 'ExportDeclaration' ? [item.declaration] : []))
    .flatMap((declaration) => (declaration.type === 'VariableDeclaration' ? declaration.declarations : []))
    .flatMap(({ init }) => (init?.type === 'ObjectExpression' ? init.properties : []))
    .flatMap((property) => (property.type === 'KeyValueProperty' ? [property.value] : []))
    .flatMap((value) =>
      value.type === 'ArrowFunctionExpression' || value.type === 'FunctionExpression' ? [value] : [],
    );
  if (modules.length === 0) throw new Error('ncc has not written a chunk as this script expects it');
  // Positions count bytes, from where the parser has put the beginning of the text.
  const bytes = Buffer.from(chunk);
  const parts: string[] = [];
  let written = 0;
  for (const { start, end } of modules.map((module) => module.span)) {
    parts.push(bytes.toString('utf8', written, start - span.start), '(');
    parts.push(bytes.toString('utf8', start - span.start, end - span.start), ')');
    written = end - span.start;
  }
  return parts.join('') + bytes.toString('utf8', written);
}

/**
 * Gives the bundler a copy of a package that says what is true of it: loading one of its modules does nothing but define.
 * Then modules of which nothing is used are left out, such as core's OIDC client and its view of the operating system.
 */
function withoutSideEffects(name: string): void {
  const copy = join(root, 'lib', 'node_modules', name);
  cpSync(join(root, 'node_modules', name), copy, { recursive: true });
  const manifest = join(copy, 'package.json');
  const text = readFileSync(manifest, 'utf8').replace('{', '{"sideEffects": false,');
  writeFileSync(manifest, text);
}

rmSync(join(root, 'lib'), { recursive: true, force: true });
rmSync(dist, { recursive: true, force: true });
run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
withoutSideEffects('@actions/core');
run('@vercel/ncc/dist/ncc/cli.js', 'build', 'lib/index.js', '--out', 'dist', '--minify', '--license', 'licenses.txt');
minifyChunks();
deferBuiltins();
