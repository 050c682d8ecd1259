// Loaded before a program: tells its peak memory in KiB on standard error when it ends. Linux counts that of the process
// which started it into maxRSS, so there its own figure is read.
const { readFileSync } = require('node:fs');

process.on('exit', () => {
  let peak = process.resourceUsage().maxRSS;
  if (process.platform === 'linux') peak = Number(/VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  process.stderr.write(`\npeak memory ${peak}\n`);
});
