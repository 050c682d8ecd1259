/** Runs the scripts of release.yml as they are, in a Git repository of their own, with a stand-in for `gh`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { root } from '../local/runner/action-file.ts';
import { isObject, parseJson } from '../src/json.ts';
import { needs } from './support/system.ts';

interface Step {
  readonly name: string;
  readonly script: string;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? { ...value } : {};
}

/** The scripts of a job, without those of npm, which need the network. */
function scriptsOf(job: string): Step[] {
  const { jobs } = asRecord(parse(readFileSync(join(root, '.github', 'workflows', 'release.yml'), 'utf8')));
  const { steps } = asRecord(asRecord(jobs)[job]);
  return (Array.isArray(steps) ? steps : [])
    .map(asRecord)
    .filter(({ run }) => run !== undefined && !String(run).startsWith('npm '))
    .map(({ name, run }) => ({ name: String(name), script: String(run) }));
}

needs('Bash, Git, and jq', () => {
  let folder = '';
  let work = '';
  let state = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'release-'));
    work = join(folder, 'work');
    state = join(folder, 'state.json');
    mkdirSync(join(folder, 'bin'));
    copyFileSync(join(root, '__tests__', 'support', 'gh.sh'), join(folder, 'bin', 'gh'));
    chmodSync(join(folder, 'bin', 'gh'), 0o755);
    writeFileSync(state, JSON.stringify({ tested: [], tags: {}, releases: {} }));
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', join(folder, 'origin')]);
    execFileSync('git', ['clone', '-q', join(folder, 'origin'), work], { stdio: 'ignore' });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@example.com', ...args], {
      cwd: work,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();

  /** What gh knows. */
  function known(): { tags: Record<string, unknown>; releases: Record<string, unknown> } {
    const { tags, releases } = asRecord(parseJson(readFileSync(state, 'utf8')));
    return { tags: { ...asRecord(tags) }, releases: { ...asRecord(releases) } };
  }

  /** Commits a version to main, tested by CI unless it says otherwise. Returns the commit. */
  function commit(version: string, { name = 'octo-org/losant', isTested = true } = {}): string {
    writeFileSync(join(work, 'package.json'), JSON.stringify({ version, repository: `github:${name}` }));
    const changelog = `# Changelog\n\n## [Unreleased]\n\nnot yet\n\n## [${version}]\n\n- what is new\n\n## [0.0.1]\n\n- old\n`;
    writeFileSync(join(work, 'CHANGELOG.md'), changelog);
    git('add', '.');
    git('commit', '-q', '-m', version);
    git('push', '-q', 'origin', 'HEAD:main');
    git('fetch', '-q', 'origin');
    const sha = git('rev-parse', 'HEAD');
    const before = asRecord(parseJson(readFileSync(state, 'utf8')));
    const { tested } = before;
    const all = [...(Array.isArray(tested) ? tested : []), ...(isTested ? [sha] : [])];
    writeFileSync(state, JSON.stringify({ ...before, tested: all }));
    return sha;
  }

  /** Runs the workflow for a tag. Returns the step that failed, if one did, and the output. */
  function release(tag: string, sha: string): { failed: string | null; output: string } {
    const before = asRecord(parseJson(readFileSync(state, 'utf8')));
    writeFileSync(state, JSON.stringify({ ...before, tags: { ...asRecord(before['tags']), [tag]: sha } }));
    const env = {
      PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}`,
      STATE: state,
      RUNNER_TEMP: folder,
      GITHUB_REPOSITORY: 'octo-org/losant',
      GITHUB_REF_NAME: tag,
      GITHUB_SHA: sha,
      GH_TOKEN: 'ghs_loopback',
    };
    let output = '';
    for (const { name, script } of [...scriptsOf('verify'), ...scriptsOf('publish')]) {
      // The runner's own call for a script without `shell`.
      const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], { cwd: work, env, encoding: 'utf8' });
      output += stdout + stderr;
      if (status !== 0) return { failed: name, output };
    }
    return { failed: null, output };
  }

  describe('a first release', () => {
    test('is published with its part of the changelog and the line to pin it, and gets the tag of the major version', () => {
      const sha = commit('1.0.0');
      expect(release('v1.0.0', sha)).toEqual({ failed: null, output: expect.any(String) });
      const notes = `\n- what is new\n\n\nPin this release by its commit:\n\n\`\`\`yaml\nuses: octo-org/losant@${sha} # v1.0.0\n\`\`\`\n`;
      expect(known()).toEqual({ tags: { 'v1.0.0': sha, v1: sha }, releases: { 'v1.0.0': notes } });
    });

    test('is refused while the files name the placeholder, with the command that replaces it', () => {
      const { failed, output } = release('v1.0.0', commit('1.0.0', { name: 'OWNER/losant-webhook-action' }));
      expect(failed).toBe('The files name this repository');
      expect(output).toContain('npm run home -- octo-org/losant');
      expect(known().releases).toEqual({});
    });

    test('is accepted if the files name the repository in another case', () => {
      expect(release('v1.0.0', commit('1.0.0', { name: 'Octo-Org/Losant' })).failed).toBeNull();
    });
  });

  test.each<[string, string, string, boolean]>([
    ['the tag is not the version in package.json', 'v1.0.1', '1.0.0', true],
    ['CI has not passed for the commit', 'v1.0.0', '1.0.0', false],
  ])('a release is refused if %s', (_, tag, version, isTested) => {
    expect(release(tag, commit(version, { isTested })).failed).not.toBeNull();
    expect(known().releases).toEqual({});
  });

  test('a release is refused if its commit is not on main', () => {
    const main = commit('1.0.0');
    git('commit', '-q', '--allow-empty', '-m', 'elsewhere');
    const sha = git('rev-parse', 'HEAD');
    expect(sha).not.toBe(main);
    expect(release('v1.0.0', sha).failed).toBe('The commit is on main, and CI passed for it');
  });

  test('a release can be repeated, and a later one moves the tag of the major version, which never moves back', () => {
    const first = commit('1.0.0');
    release('v1.0.0', first);
    const afterFirst = known();
    expect(release('v1.0.0', first).failed).toBeNull();
    expect(known()).toEqual(afterFirst);
    const second = commit('1.1.0');
    expect(release('v1.1.0', second).failed).toBeNull();
    expect(known().tags['v1']).toBe(second);
    git('checkout', '-q', first);
    expect(release('v1.0.0', first).failed).toBeNull();
    expect(known().tags['v1']).toBe(second);
    expect(Object.keys(known().releases)).toEqual(['v1.0.0', 'v1.1.0']);
  });
});
