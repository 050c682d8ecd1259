/** What a step tells while it runs. Texts are plain: the edge masks secrets and neutralises what the runner would execute. */
export interface Log {
  info(line: string): void;
  /** An annotation. */
  warning(message: string): void;
  debug(line: string): void;
}
