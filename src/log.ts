/** What a step reports while it runs, as plain strings: the edge masks secrets and escapes what the runner would execute. */
export interface Log {
  info(line: string): void;
  /** An annotation. */
  warning(message: string): void;
  debug(line: string): void;
}
