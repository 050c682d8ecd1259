// Loaded before a program. When it ends, writes its CPU time (user and system, all threads) in microseconds and its peak memory
// in KiB to the file MEASURED. On Linux, maxRSS includes the process that started it, so its own figure is read there.
const { readFileSync, writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const kibibytes = Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? maxRSS);
  writeFileSync(process.env.MEASURED, JSON.stringify({ microseconds: userCPUTime + systemCPUTime, kibibytes }));
});
