/**
 * Runs the tests on Linux or macOS as if this were Windows: no file modes, links, named pipes, `/dev/null`, or signals, lines
 * that end with CR LF, and environment variables whose case does not count. Takes the same arguments as `npm test`.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const preload = join(root, '__tests__', 'support', 'like-windows.cjs');

const { status } = spawnSync(process.execPath, [...jest, ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(preload)}` },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
