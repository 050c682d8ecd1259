// Preloaded into Jest, its workers, and every process that they start, by `npm run test:windows`: on Linux and macOS, makes
// Node behave as on Windows where tests could notice it. Paths stay as they are: unit tests pass `node:path/win32` instead.
const childProcess = require('node:child_process');
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const os = require('node:os');

/** Replaces a method of each object that has it. */
function replace(objects, names, wrap) {
  for (const object of objects) {
    for (const name of names) {
      const original = object[name];
      // Copies its properties too, such as realpath.native.
      if (original !== undefined) object[name] = Object.assign(wrap(original, name), original);
    }
  }
}

const everyFs = [fs, fs.promises];
const withSync = (...names) => names.flatMap((name) => [name, `${name}Sync`]);

// There are no folders such as /dev and /etc, and no file has one of these characters in its name.
const onWindows = (path) => {
  if (typeof path !== 'string') return path;
  return /^\/(?:dev|etc)(?:\/|$)/.test(path) || /[<>:"|?*]/.test(path)
    ? `/no-such-folder/${encodeURIComponent(path)}`
    : path;
};
const PATHS = ['access', 'appendFile', 'lstat', 'mkdir', 'open', 'readdir', 'readFile', 'realpath', 'stat', 'truncate'];
replace(
  everyFs,
  withSync(...PATHS, 'exists', 'writeFile'),
  (original) =>
    (path, ...rest) =>
      original(onWindows(path), ...rest),
);
for (const realpath of [fs.realpath, fs.realpathSync]) {
  replace(
    [realpath],
    ['native'],
    (original) =>
      (path, ...rest) =>
        original(onWindows(path), ...rest),
  );
}

// A file is read-only or not: there are no other modes.
const modeOf = (mode) => (mode & 0o200 ? 0o666 : 0o444);
const withMode = (stats) => {
  if (typeof stats?.mode === 'number') stats.mode = (stats.mode & ~0o777) | modeOf(stats.mode);
  return stats;
};
replace(
  [fs],
  ['statSync', 'lstatSync', 'fstatSync'],
  (original) =>
    (...given) =>
      withMode(original(...given)),
);
replace([fs], ['stat', 'lstat', 'fstat'], (original) => (...given) => {
  const done = given.pop();
  original(...given, (error, stats) => done(error, withMode(stats)));
});
replace(
  [fs.promises],
  ['stat', 'lstat'],
  (original) =>
    async (...given) =>
      withMode(await original(...given)),
);
replace(
  everyFs,
  withSync('chmod'),
  (original) =>
    (path, mode, ...rest) =>
      original(path, modeOf(mode), ...rest),
);

// Creating a link requires a right that most users do not have.
const notPermitted = (path) =>
  Object.assign(new Error(`EPERM: operation not permitted, symlink '${path}'`), { code: 'EPERM' });
replace([fs], ['symlinkSync'], () => (_target, path) => {
  throw notPermitted(path);
});
replace(
  [fs],
  ['symlink'],
  () =>
    (_target, path, ...rest) =>
      rest.pop()(notPermitted(path)),
);
replace([fs.promises], ['symlink'], () => (_target, path) => Promise.reject(notPermitted(path)));

// A signal ends a process at once, and no program can handle it.
replace([process], ['kill'], (original) => (pid, signal) => original.call(process, pid, signal === 0 ? 0 : 'SIGKILL'));
const { ChildProcess } = childProcess;
replace([ChildProcess.prototype], ['kill'], (original) => {
  return function kill(signal = 'SIGTERM') {
    const handle = this._handle;
    if (signal === 0 || !handle) return original.call(this, signal);
    const { onexit } = handle;
    handle.onexit = (code, ended) => onexit.call(handle, code, ended === 'SIGKILL' ? signal : ended);
    return original.call(this, 'SIGKILL');
  };
});

// Lines end with CR LF.
Object.defineProperty(os, 'EOL', { value: '\r\n' });

// Case does not count in the names of environment variables.
const actualName = (env, name) =>
  typeof name !== 'string' || name in env
    ? name
    : (Object.keys(env).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name);
process.env = new Proxy(process.env, {
  get: (env, name) => env[actualName(env, name)],
  set: (env, name, value) => Reflect.set(env, actualName(env, name), value),
  has: (env, name) => actualName(env, name) in env,
  getOwnPropertyDescriptor: (env, name) => Object.getOwnPropertyDescriptor(env, actualName(env, name)),
});

// Processes that are started are like this too, and some programs do not exist.
const PRELOAD = `--require ${JSON.stringify(__filename)}`;
const MISSING = new Set(['mkfifo', 'sh', 'bash']);
const withPreload = (env) => {
  const options = env.NODE_OPTIONS ?? '';
  return { ...env, NODE_OPTIONS: options.includes(PRELOAD) ? options : `${PRELOAD} ${options}`.trim() };
};
const START = ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'fork'];
replace([childProcess], START, (original) => (file, ...rest) => {
  const [args, ...others] = Array.isArray(rest[0]) ? rest : [[], ...rest];
  const isOptions = typeof others[0] === 'object' && others[0] !== null;
  const options = isOptions ? others.shift() : {};
  const program = MISSING.has(file) ? 'no-such-program' : file;
  return original(program, args, { ...options, env: withPreload(options.env ?? process.env) }, ...others);
});

// A program does not see that it was started like this.
const others = process.env.NODE_OPTIONS?.replace(PRELOAD, '').trim();
if (others) process.env.NODE_OPTIONS = others;
else delete process.env.NODE_OPTIONS;

syncBuiltinESMExports();
