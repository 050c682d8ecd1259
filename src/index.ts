/** The entry point. */
import { cancelled } from './signals.ts';

// If a promise never settled, Node would exit with 0. So the step counts as failed until its report is written.
process.exitCode = 1;
// Everything that takes time to load comes after the signals.
void import('./main.ts').then(({ main }) => main(cancelled));
