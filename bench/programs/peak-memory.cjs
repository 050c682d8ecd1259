// Loaded before a program: prints its peak memory in KiB to standard error when it ends. On Linux, maxRSS includes that of the
// process which started it, so its own figure is read there.
const { readFileSync } = require('node:fs');

process.on('exit', () => {
  let peak = process.resourceUsage().maxRSS;
  if (process.platform === 'linux') peak = Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  process.stderr.write(`\npeak memory ${peak}\n`);
});
