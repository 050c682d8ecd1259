/** The entry point. */
import { cancelled } from './signals.ts';

// Everything that takes time to load comes after the signals. (This comment keeps the order of imports.)

import { main } from './main.ts';

// Node would end with 0 if a promise never settled. So the step has failed until its report is written.
process.exitCode = 1;
void main(cancelled);
