/** The entry point. It awaits at the top level, so that a promise that never settles is not a success. */
import { cancelled } from './signals.ts';

// Everything that takes time to load comes after the signals. (This comment keeps the order of imports.)

import { main } from './main.ts';

await main(cancelled);
