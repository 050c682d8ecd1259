/** The entry point. Awaited at the top level, so that a promise that never settles is no success. */
import { cancelled } from './signals.ts';

// What takes time to load comes after the signals. (A comment alone keeps the order of imports.)

import { main } from './main.ts';

await main(cancelled);
