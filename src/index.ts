/** The entry point. */
import { cancelled } from './signals.ts';

// Everything that takes time to load comes after the signals. (This comment preserves the order of the imports.)

import { main } from './main.ts';

// If a promise never settled, Node would exit with 0. So the step counts as failed until its report is written.
process.exitCode = 1;
void main(cancelled);
