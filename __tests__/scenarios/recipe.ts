/** Runs the recipes in the documents, exactly as printed, against the local Losant API. */
import type { LosantApi } from '../../local/losant/index.ts';
import { type JobOptions, type JobResult, runJob, type StepResult } from '../../local/runner/workflow.ts';
import { blocksBelow, scopesBelow } from '../support/documents.ts';

export interface Options extends Partial<Omit<JobOptions, 'contexts' | 'apiUrl'>> {
  readonly github?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly needs?: Readonly<Record<string, Pick<JobResult, 'outputs'>>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  readonly applicationId?: string;
}

/** Runs a job of the recipe below a heading, with a token that has only the scopes that the recipe names. */
export type Play = (heading: string, jobId: string, options?: Options) => Promise<JobResult>;

/** Recipes against this API. */
export function playOn(api: LosantApi): Play {
  return (heading, jobId, options = {}) => {
    const workflow = blocksBelow(heading, 'workflow').find(({ text }) => text.includes(`\n  ${jobId}:\n`));
    const {
      github = {},
      inputs = {},
      matrix = {},
      needs = {},
      secrets = {},
      vars = {},
      applicationId = api.applicationId,
    } = options;
    const contexts = {
      github: {
        ...{
          event_name: 'workflow_dispatch',
          repository: 'octo-org/octo-repo',
          ref: 'refs/heads/main',
          token: 'ghs_loopback',
        },
        ...github,
      },
      inputs,
      matrix,
      needs,
      secrets: { LOSANT_API_TOKEN: api.token(scopesBelow(heading)), ...secrets },
      vars: { LOSANT_APPLICATION_ID: applicationId, ...vars },
      runner: { temp: '/tmp' },
    };
    return runJob(workflow?.text ?? '', jobId, { ...options, contexts, apiUrl: api.url });
  };
}

export function stepOf({ steps }: JobResult, name: string): StepResult {
  const step = steps.find((one) => one.name === name);
  if (step === undefined)
    throw new Error(`There is no step "${name}", only ${steps.map((one) => one.name).join(', ')}`);
  return step;
}

/** The names of the application's webhooks. */
export function namesIn(api: LosantApi): string[] {
  return api
    .webhooks()
    .map(({ name }) => name)
    .sort();
}
