import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readActionFile, root } from '../local/runner/action-file.ts';
import { actionName } from '../local/runner/workflow.ts';
import { type DocumentWithTables, generate, tablesIn } from '../scripts/readme.ts';
import { inputTable, isInputName, isOperationName, operationNames } from '../src/inputs/table.ts';
import { parseText } from './support/body.ts';
import { type Block, documents, yamlBlocks } from './support/documents.ts';

const blocks = documents.flatMap(yamlBlocks);
const steps = blocks.flatMap((block) => stepsOf(block.content).map((step) => [block.place, step] as const));
const isOwn = (step: Readonly<Record<string, unknown>>): boolean => String(step['uses']).startsWith(`${actionName}@`);
const ownSteps = steps.filter(([, step]) => isOwn(step));

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function stepsOf(content: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(content)) return content.map(asRecord);
  return Object.values(asRecord(asRecord(content)['jobs'])).flatMap((job) => stepsOf(asRecord(job)['steps'] ?? []));
}

/** A block as a workflow: steps are wrapped in one. */
function asWorkflow({ kind, text }: Block): string {
  const indented = text.replace(/^(?=.)/gmu, '      ');
  return kind === 'workflow'
    ? text
    : `on: push\npermissions: {}\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n${indented}`;
}

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

const withTables: readonly DocumentWithTables[] = ['README.md', 'docs/reference.md'];
const files = blocks.filter(({ kind }) => kind === 'webhooks').map(({ place, text }) => [place, text] as const);
const wholeWorkflows = blocks.filter(({ kind }) => kind === 'workflow').map((block) => [block.place, block] as const);
const workflows = blocks.filter(({ kind }) => kind !== 'webhooks').map((block) => [block.place, block] as const);

describe('the documents', () => {
  test.each(withTables)('%s has up-to-date generated parts (npm run docs)', async (document) => {
    const markdown = readFileSync(join(root, document), 'utf8');
    expect(await generate(document, markdown)).toBe(markdown);
  });

  test('contain every generated part', () => {
    const expected = ['entry-keys', 'fields', 'file-keys', 'inputs', 'outputs', 'scopes'];
    expect(Object.values(tablesIn).flat().sort()).toEqual(expected);
  });

  test.each(files)('the file at %s is valid for sync', async (_, text) => {
    const names = [...text.matchAll(/\$\{(?<name>\w+)\}/gu)].map(({ groups }) => groups?.['name'] ?? '');
    const environment = Object.fromEntries(names.map((name) => [name, 'true']));
    const chosen = text.startsWith('environments:') ? 'production' : null;
    await expect(parseText('sync', text, environment, { environment: chosen })).resolves.toMatchObject({
      kind: 'webhooks',
    });
  });

  test.each(workflows)("the YAML at %s passes GitHub's own parser", async (place, block) => {
    const file = { name: place, content: asWorkflow(block) };
    const { context, value } = parseWorkflow(file, new NoOperationTraceWriter());
    const template = value && (await convertWorkflowTemplate(context, value));
    expect(template?.jobs).toHaveLength(Object.keys(asRecord(asRecord(parse(file.content))['jobs'])).length);
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  });

  test.each(workflows)('the workflow at %s grants nothing by default', (_, block) => {
    const { permissions } = asRecord(block.content);
    expect(block.kind === 'steps' ? {} : permissions).toEqual({});
  });

  test.each(ownSteps)('the step at %s gives only inputs that its operation uses', async (_, step) => {
    const given = Object.keys(asRecord(step['with']));
    const operation = String(asRecord(step['with'])['operation']);
    const { inputs } = await readActionFile();
    expect(isOperationName(operation)).toBe(true);
    const needed = (['application-id', 'api-token'] as const).filter(
      (name) => isOperationName(operation) && inputTable[name].users.includes(operation),
    );
    expect(given).toEqual(expect.arrayContaining(['operation', ...needed]));
    for (const name of given) {
      expect([...inputs.keys()]).toContain(name);
      expect([
        operation,
        name,
        isOperationName(operation) && isInputName(name) && inputTable[name].users.includes(operation),
      ]).toEqual([operation, name, true]);
    }
  });

  test('describe every operation and show a step for it', async () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const action = readFileSync(join(root, 'action.yml'), 'utf8');
    const section = readme.slice(readme.indexOf('\n## Operations\n'), readme.indexOf('\n## Recipes\n'));
    const described = [...section.matchAll(/^\| `(?<name>\w+)` \| [A-Z]/gmu)].map(({ groups }) => groups?.['name']);
    expect(described).toEqual([...operationNames]);
    const shown = ownSteps.map(([, step]) => asRecord(step['with'])['operation']);
    for (const name of operationNames) {
      expect(shown).toContain(name);
      expect(/^ {2}operation:\n {4}description: (?<text>.*)$/mu.exec(action)?.groups?.['text']).toContain(
        `\`${name}\``,
      );
    }
  });

  test('use only outputs that exist', async () => {
    const { outputs } = await readActionFile();
    const used = blocks.flatMap(({ text }) => [...text.matchAll(/steps\.[\w-]+\.outputs\.(?<name>[\w-]+)/gu)]);
    expect(used.length).toBeGreaterThan(0);
    for (const { groups } of used) expect(outputs).toContain(groups?.['name']);
  });

  test('use this action by its major version, and pin every other one by commit', () => {
    const uses = blocks
      .flatMap(({ text }) => [...text.matchAll(/uses: (?<pin>.+)$/gmu)])
      .map(({ groups }) => groups?.['pin'] ?? '');
    const others = uses.filter((pin) => !pin.startsWith(`${actionName}@`));
    expect(new Set(uses.filter((pin) => !others.includes(pin)))).toEqual(new Set([`${actionName}@v1`]));
    for (const pin of others) expect(pin).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u);
  });

  test.each(wholeWorkflows)('the workflow at %s sets timeout-minutes for every job', (_, { content }) => {
    for (const job of Object.values(asRecord(asRecord(content)['jobs']))) {
      expect(asRecord(job)).toHaveProperty('timeout-minutes', expect.any(Number));
    }
  });

  test.each(wholeWorkflows)(
    'the workflow at %s waits in line, and cancels no run that changes webhooks',
    (_, { content }) => {
      const workflow = asRecord(content);
      for (const job of Object.values(asRecord(workflow['jobs'])).map(asRecord)) {
        const group = workflow['concurrency'] ?? job['concurrency'];
        const [own = {}] = stepsOf([job])
          .flatMap((one) => stepsOf(one['steps']))
          .filter(isOwn);
        const { 'dry-run': dryRun, operation } = asRecord(own['with']);
        const onlyReads = dryRun === true || operation === 'export' || operation === 'validate';
        if (onlyReads) continue;
        expect(group).toBeDefined();
        if (!JSON.stringify(group).includes('webhook-pr-')) expect(group).toMatchObject({ queue: 'max' });
      }
    },
  );

  test('describe every input and every output in full', async () => {
    const reference = readFileSync(join(root, 'docs', 'reference.md'), 'utf8');
    const headings = [...reference.matchAll(/^### (?:Output )?`.+`$/gmu)].map(([heading]) => heading.slice(4));
    const { inputs, outputs } = await readActionFile();
    for (const name of inputs.keys()) expect(headings).toContain(`\`${name}\``);
    for (const name of outputs) expect(headings).toContain(`Output \`${name}\``);
  });

  test('have a heading for the title of every error, and no other heading', () => {
    const page = readFileSync(join(root, 'docs', 'troubleshooting.md'), 'utf8');
    const headings = [...page.matchAll(/^### (?<title>.+)$/gmu)].map(({ groups }) => groups?.['title'] ?? '');
    const source = globSync('src/**/*.ts', { cwd: root })
      .map((path) => readFileSync(join(root, path), 'utf8'))
      .join('');
    const given =
      /(?:new (?:Problem|RefusedPlan)\(\s*|\bown\(|\btitle: (?:[^',]+ \? )?|title: [^,]+ : )'(?<title>[^']+)'/gu;
    const titles = [...source.matchAll(given)].map(({ groups }) => groups?.['title'] ?? '');
    // The title of warnings.
    expect(headings).toEqual(expect.arrayContaining(titles.filter((title) => title !== 'Losant webhooks')));
    expect(headings.filter((title) => !source.includes(`'${title}'`))).toEqual([]);
    expect(new Set(headings).size).toBe(headings.length);
  });

  test('link only to files and headings that exist', () => {
    for (const document of globSync('{,docs/}*.md', { cwd: root })) {
      const text = readFileSync(join(root, document), 'utf8');
      for (const { groups } of text.matchAll(/\]\((?!https?:)(?<path>[^)#]*)(?:#(?<anchor>[^)]*))?\)/gu)) {
        const path = groups?.['path'] === '' ? document : join(document, '..', groups?.['path'] ?? '');
        // GitHub's own page.
        if (path.endsWith('releases')) continue;
        const target = readFileSync(join(root, path), 'utf8');
        const anchors = [...target.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) => anchorOf(heading));
        if (groups?.['anchor'] !== undefined) expect(anchors).toContain(groups['anchor']);
      }
    }
  });
});
