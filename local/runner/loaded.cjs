// Preloaded into a program. When it ends, writes which modules it loaded to the file LOADED.
const { writeFileSync } = require('node:fs');
const { registerHooks } = require('node:module');

const files = [];
const before = new Set(process.moduleLoadList);
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:')) files.push(url);
    return nextLoad(url, context);
  },
});
process.on('exit', () => {
  const builtins = process.moduleLoadList.filter((name) => !before.has(name));
  writeFileSync(process.env.LOADED, JSON.stringify({ files, builtins }));
});
