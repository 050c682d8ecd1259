/**
 * From the first moment on a signal cancels the run instead of ending the process without a word: so this module comes
 * before all others.
 */
const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancel.abort());
// A bundled library uses a deprecated function (new Buffer); users of the action can't change that.
process.noDeprecation = true;

/** Is aborted when the step is cancelled. */
export const cancelled: AbortSignal = cancel.signal;
