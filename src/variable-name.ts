/** The names of environment variables that a body may use. */

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Variables of the runner, some of which contain tokens. */
const RESERVED = /^(INPUT|ACTIONS|GITHUB|RUNNER)_/i;

export function isVariableName(name: string): boolean {
  return NAME.test(name);
}

export function isReserved(name: string): boolean {
  return RESERVED.test(name);
}
