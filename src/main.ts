import * as core from '@actions/core';
import { HttpClient } from '@actions/http-client';
export async function main(): Promise<void> {
  const c = new HttpClient('x');
  const r = await c.get('http://127.0.0.1:1').catch((e: unknown) => String(e));
  core.info(String(r));
  const { parse } = await import('yaml');
  core.info(String(parse('a: 1')));
  if (core.getInput('gh')) {
    const g = await import('@actions/github');
    core.info(String(g.getOctokit));
  }
}
