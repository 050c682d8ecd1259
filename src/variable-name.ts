/** The names of environment variables that a body may use. */

export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** Whether it is a variable of the runner, some of which contain tokens. */
export function isReserved(name: string): boolean {
  return /^(INPUT|ACTIONS|GITHUB|RUNNER)_/i.test(name);
}
