/** A file in the workspace or in the runner's temporary folder. */
export interface WorkspaceFile {
  /** The path as it was given, for messages. */
  readonly name: string;
  /** The absolute path, with all links resolved. */
  readonly path: string;
}
