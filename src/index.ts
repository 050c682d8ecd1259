/**
 * The entry point: from the first moment on a signal cancels the run instead of ending the process without a word. What
 * takes time to load is loaded after that. Awaited at the top level, so that a promise that never settles is no success.
 */
// A bundled library uses a deprecated function (new Buffer); users of the action can't change that.
process.noDeprecation = true;

const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancel.abort());

const { main } = await import('./main.ts');
await main(cancel.signal);
