import type { Body } from '../file/read.ts';
import type { WorkspaceFile } from '../files.ts';
import type { ApiToken } from '../losant/token.ts';
import type { Patterns } from '../patterns.ts';
import type { Expected } from '../plan/expected.ts';
import type { ExportTarget } from './export-target.ts';
import type { OperationName } from './operations.ts';
import type { Duration } from './values.ts';

/** Which webhooks the inputs select. */
export type Selection =
  | { readonly by: 'id'; readonly ids: readonly string[] }
  | { readonly by: 'name'; readonly patterns: Patterns }
  | { readonly by: 'all' };

/** The inputs: validated, typed, and frozen. */
export interface Inputs {
  readonly operation: OperationName;
  readonly applicationId: string;
  readonly token: ApiToken;
  readonly selection: Selection;
  readonly olderThan: Duration;
  readonly keep: number;
  readonly body: Body | null;
  /** The environment variables that a body may use; null for the default. */
  readonly variables: readonly string[] | null;
  /** Which of the file's environments to use; null if none was given. */
  readonly environment: string | null;
  /** The file that export writes. */
  readonly exportFile: ExportTarget | null;
  readonly outputFile: WorkspaceFile | null;
  readonly includeWorkflows: 'false' | 'true' | 'shared';
  /** Null for the operation's default. */
  readonly ifNotFound: 'error' | 'warn' | 'ignore' | null;
  readonly ifExists: 'error' | 'update' | 'skip';
  readonly prune: boolean;
  /** Null for the operation's default. */
  readonly maxDeletes: number | null;
  /** The changes that the plan may contain. */
  readonly expectedChanges: Expected;
  readonly dryRun: boolean;
  readonly redact: boolean;
  /** Distinguishes this step's reports from others; empty if not given. */
  readonly label: string;
  readonly comment: boolean;
  readonly apiUrl: URL;
  /** For one attempt, in milliseconds. */
  readonly timeout: number;
  readonly retries: number;
  readonly concurrency: number;
}
