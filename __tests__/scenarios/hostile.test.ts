import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readActionFile } from '../../local/runner/action-file.ts';
import { parseStream } from '../../local/runner/runner-protocol.ts';
import { inputNames } from '../../src/inputs/table.ts';
import { prepare } from '../../src/operations/prepare.ts';
import { check, hostilePieces, text } from '../support/arbitrary.ts';
import { inputVariables } from '../support/input-variables.ts';
import { messages, type Run, useScenario } from './scenario.ts';

const { api, act } = useScenario();

/** Every command that this action sends to GitHub's runner. */
const OWN_COMMANDS = ['add-mask', 'debug', 'error', 'warning', 'notice'];
const OWN_TAGS = ['code', 'sub', 'details', 'summary', 'b']
  .flatMap((tag) => [`<${tag}>`, `</${tag}>`])
  .concat('<details open>', '<br>', '<wbr>');

/** Nothing from outside is executed, colored, reversed, or interpreted as Markdown or HTML. */
function expectHarmless(run: Run): void {
  const { commands, lines } = parseStream(run.stdout);
  expect(commands.filter(({ name }) => !OWN_COMMANDS.includes(name))).toEqual([]);
  // Strings from outside contain `::error` with these words; an annotation of this action has its own title.
  expect(run.annotations.filter(({ title }) => title === undefined)).toEqual([]);
  for (const shown of [...lines, ...messages(run), ...messages(run, 'warning')]) {
    expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(shown).not.toMatch(/^\s*::|##\[/m);
  }
  // Only its own fence ends a code block, and all links are the action's.
  const markdown = run.summary
    .replace(/^(`{3,})\w+\n(?:.*\n)*?\1$/gm, '')
    .replaceAll('](https://github.com/octo-org/octo-repo/actions/runs/1658821493/attempts/1)', ']')
    .replaceAll('<https://status.losant.com>', '');
  const tags = markdown.match(/<[^>]*>/g) ?? [];
  expect(tags.filter((tag) => !OWN_TAGS.includes(tag))).toEqual([]);
  expect(markdown).not.toMatch(/@|\]\(|:\/\/|www\.|`|~~/);
  expect(Buffer.byteLength(run.summary)).toBeLessThan(1_048_576);
}

describe('hostile strings', () => {
  test('in webhooks that are listed, patched, and deleted are only shown', async () => {
    for (const piece of hostilePieces) api.addWebhook({ name: piece.toWellFormed(), description: piece.repeat(20) });
    const names = { 'webhook-name': '*', 'max-deletes': 100 };
    const steps = [
      { operation: 'list' },
      { operation: 'patch', 'webhook-name': '*', body: JSON.stringify({ description: hostilePieces.join('') }) },
      { operation: 'delete', ...names, 'dry-run': true },
      { operation: 'delete', ...names },
    ];
    for (const step of steps) {
      const run = await act(step);
      expect(run.exitCode).toBe(0);
      expect(run.outputs['count']).toBe(String(hostilePieces.length));
      expectHarmless(run);
    }
  });

  test('in names that do not exist, ids, and bodies are only shown', async () => {
    // No environment variable can contain a NUL.
    const names = hostilePieces.map((piece) => `x${piece.replaceAll('\0', '')}`);
    const runs = await Promise.all([
      act({ operation: 'get', 'webhook-name': names.join('\n') }),
      act({ operation: 'get', 'webhook-id': names.join(',') }),
      act({
        operation: 'create',
        body: JSON.stringify(Object.fromEntries(hostilePieces.map((piece) => [piece, piece]))),
      }),
      act({ operation: 'create', body: `name: "x\n${names.join('\n')}` }),
      act({ operation: 'patch', 'webhook-name': 'a', 'body-file': names.join('/') }),
    ]);
    for (const run of runs) {
      expect(run.exitCode).toBe(1);
      expectHarmless(run);
    }
    expect(api.webhooks()).toEqual([]);
  });

  test('of 32,767 characters do not make the summary or an annotation too large', async () => {
    const long = hostilePieces.join('').repeat(80).slice(0, 32_767).toWellFormed();
    const webhooks = Array.from({ length: 12 }, (_, number) =>
      api.addWebhook({ name: `w-${number}`, description: long }),
    );
    api.fault({ method: 'PATCH' }, { kind: 'error', status: 400, type: long, message: long });
    // A Windows variable, and so an input, could not contain it.
    const files = { 'body.json': JSON.stringify({ description: `${long}x`.slice(1).replaceAll('${', () => '$${') }) };
    const run = await act({ operation: 'patch', 'webhook-name': 'w-*', 'body-file': 'body.json' }, { files });
    expect(messages(run)).toHaveLength(10);
    for (const message of messages(run)) expect(message.length).toBeLessThan(4096);
    expectHarmless(run);
    for (const { name } of webhooks) expect(run.summary).toContain(`<code>${name}</code>`);
    expect(run.outputs).toMatchObject({ changes: '', count: '12', changed: 'false' });
    expect(messages(run, 'warning').join('\n')).toContain('The output changes is left empty');
  });
});

describe('any string as any input', () => {
  test('gives a readable error, and sends nothing unless it is valid', async () => {
    const { inputs } = await readActionFile();
    const base = { operation: 'patch', 'webhook-id': 'f'.repeat(24), body: '{"enabled": false}' };
    const anyName = fc.constantFrom(...inputNames.filter((name) => name !== 'api-url'));
    await check(fc.tuple(anyName, text), 16, async ([name, value]) => {
      // No environment variable can contain these.
      const given = {
        ...base,
        'application-id': api.addApplication(),
        [name]: value.replaceAll('\0', '').toWellFormed(),
      };
      const run = await act(given);
      expectHarmless(run);
      const all = new Map<string, string>([...inputs, ...Object.entries({ 'api-token': 'token', ...given })]);
      const isValid = await prepare(inputVariables(Object.fromEntries(all))).then(
        () => true,
        () => false,
      );
      const requests = api.requests.filter(({ path }) => path.includes(given['application-id']));
      if (isValid) expect(requests.length).toBeGreaterThan(0);
      else expect(requests).toEqual([]);
    });
  });
});
