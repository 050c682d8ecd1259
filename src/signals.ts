/**
 * From the start, a signal cancels the run instead of ending the process without a report. That is why this module is
 * loaded before all others.
 */
const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancel.abort());
// A bundled library uses a deprecated function (new Buffer); users of the action can't change that.
process.noDeprecation = true;

/** Aborted when the step is cancelled. */
export const cancelled: AbortSignal = cancel.signal;
