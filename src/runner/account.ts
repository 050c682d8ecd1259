/** Whose comment it is. */
import { isObject } from '../json.ts';
import type { Octokit } from './octokit.ts';

export interface Account {
  /** Without the suffix `[bot]`, which apps have in only one of GitHub's two APIs. */
  readonly login: string;
  /** A user can have the same login as an app. */
  readonly isBot: boolean;
}

/** @param user as GitHub describes it; null for an account that was deleted */
export function toAccount(user: { readonly login: string; readonly type?: string } | null | undefined): Account {
  const { login = '', type } = user ?? {};
  return { login: login.replace(/\[bot\]$/, ''), isBot: type === 'Bot' || login.endsWith('[bot]') };
}

/** The token's own account. An app's token, such as a workflow's, cannot ask for its user, but it can ask who the viewer is. */
export async function ownAccount(octokit: Octokit): Promise<Account> {
  try {
    const { data } = await octokit.rest.users.getAuthenticated();
    return toAccount(data);
  } catch {
    return toAccount({ login: await viewer(octokit), type: 'Bot' });
  }
}

async function viewer(octokit: Octokit): Promise<string> {
  try {
    const response: unknown = await octokit.graphql('{ viewer { login } }');
    const login = isObject(response) && isObject(response['viewer']) ? response['viewer']['login'] : undefined;
    if (typeof login === 'string') return login;
  } catch {
    // If the server cannot say, the account of workflow tokens is the most likely one.
  }
  return 'github-actions[bot]';
}
