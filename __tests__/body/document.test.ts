import { describe, expect, test } from '@jest/globals';
import { parseDocument, throwProblems } from '../../src/body/document.ts';

const file = { name: 'x.yml', path: '/work/x.yml' };

const value = async (text: string): Promise<unknown> => (await parseDocument(text, null)).value;

describe('a document', () => {
  test.each<[string, unknown]>([
    ['{"a":[1,null,"x"],"b":{"c":true}}', { a: [1, null, 'x'], b: { c: true } }],
    [' \n{ "a" : "b:c" }\n', { a: 'b:c' }],
    ['{"a":"\\"x\\": 1"}', { a: '"x": 1' }],
    ['"text"', 'text'],
    ['a: 1\nb: text\n', { a: 1, b: 'text' }],
    ['a: yes\nb: no\nc: on', { a: 'yes', b: 'no', c: 'on' }],
    ['a: 2020-01-01', { a: '2020-01-01' }],
    ['a: 0o17\nb: 0x1f\nc: 017', { a: 15, b: 31, c: 17 }],
    ['a: |\n  one\n  two\n', { a: 'one\ntwo\n' }],
    ['a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['id: 012345678901234567890123', { id: '012345678901234567890123' }],
    ['- id: 12e4\n', [{ id: '12e4' }]],
    ['id: true', { id: true }],
    ['{a: 1, b: "x"}', { a: 1, b: 'x' }],
    ['', null],
    ['# comment', null],
    ['\uFEFFa: 1', { a: 1 }],
  ])('%j', async (text, expected) => {
    expect(await value(text)).toEqual(expected);
  });

  test.each<[string, RegExp]>([
    ['{"a":1,"a":2}', /^body: line 1, column 8: Map keys must be unique\.$/],
    ['{"a":{"b":1,"b":2}}', /line 1, column 13: Map keys must be unique/],
    ['a: 1\na: 2', /line 2, column 1: Map keys must be unique/],
    ['a: [1', /line 1, column \d+: /],
    ['{"a": 1,}x', /line 1, column \d+: /],
    ['a:\n\t- b', /line 2, column 1: .*spaces, not tabs/],
    ['a: {{ctx.x}}', /has to be quoted/],
    ['a:{x\nb:   {{ctx.x}}', /has to be quoted/],
    ['{a: "x', / In JSON, keys and texts stand in double quotes, with commas between them\.$/],
    [' \n [1', / In JSON, keys and texts/],
    ['a: "x\n\ty: [1', /^[^.]+\. YAML is indented with spaces, not tabs\.$/],
    ['a:\tx\nb: "', /^[^.]+\.$/],
    ['a: [1', /^[^.]+\.$/],
    ['a: !secret x', /line 1, column 4: Unresolved tag/],
    ['a: 1\n---\nb: 2', /line \d, column \d/],
    ['? [a]\n: 1', /line 1, column \d/],
    ['a: *x', /line 1, column 4: a text that begins with \* has to be put in quotes/],
    ['a: &x [*x]', /line 1, column 8: an alias can not stand in what it names/],
  ])('%j is refused with its place', async (text, message) => {
    await expect(value(text)).rejects.toThrow(message);
  });

  test('what is wrong is not quoted from it: it may be a secret', async () => {
    for (const text of [
      'p: *open-sesame',
      'p: !open-sesame x',
      'p: "open-sesame',
      'p: %open-sesame\n x: y: open-sesame',
      '{"p": open-sesame',
    ]) {
      const failed = await value(text).catch((error: unknown) => String(error));
      expect(String(failed)).toContain('line ');
      expect(String(failed)).not.toContain('sesame');
    }
  });

  test('aliases do not multiply without end', async () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (const [one, other] of ['ab', 'bc', 'cd', 'de', 'ef']) {
      lines.push(`${other}: &${other} [${Array.from({ length: 10 }, () => `*${one}`)}]`);
    }
    await expect(value(lines.join('\n'))).rejects.toThrow(
      expect.objectContaining({ title: 'Invalid body', message: expect.stringContaining('alias') }),
    );
  });
});

describe('JSON', () => {
  // In YAML the id would be a text.
  const object = { id: 12, a: '"x": 1', b: { c: 'd:', '"e\\': '' }, '': [{ f: 1 }, { f: '\\' }] };

  test.each([
    ['short', JSON.stringify(object)],
    ['long', JSON.stringify(object, null, 2)],
    ['with space before colons', JSON.stringify(object, null, 2).replace(/(?<!\\)": /g, '"  : ')],
  ])('is read as such: %s', async (_, text) => {
    expect(await value(text)).toEqual(object);
  });

  test('without any key is read as such', async () => {
    expect(await value('[12, {}]')).toEqual([12, {}]);
  });

  test.each(['[{"f":1,"f":2}]', '{"a":[1],"b":{"f":[],"f":{}}}', '{"a":{"b":1},"a":{}}'])(
    '%s has a key twice',
    async (text) => {
      await expect(value(text)).rejects.toThrow(
        expect.objectContaining({ title: 'Invalid body', message: expect.stringContaining('Map keys must be unique') }),
      );
    },
  );
});

describe('a place', () => {
  const text = 'a:\n  - b: 1\n    c: [x, yy]\n';

  test.each<[string, string, readonly (string | number)[], object | null]>([
    ['of a key', text, ['a', 0, 'c'], { line: 3, column: 5 }],
    ['of an item', text, ['a', 0, 'c', 1], { line: 3, column: 12 }],
    ['of an object in a list', text, ['a', 0], { line: 2, column: 5 }],
    ['of what is not there', text, ['a', 0, 'd'], { line: 1, column: 1 }],
    ['of the whole', `\n${text}`, [], { line: 2, column: 1 }],
    ['of a key in JSON', '{"a":\n {"b": 1}}', ['a', 'b'], { line: 2, column: 3 }],
    ['in nothing', '# nothing', ['a'], null],
  ])('%s', async (_, document, path, place) => {
    expect(await (await parseDocument(document, null)).locate(path)).toEqual(place);
  });
});

describe('problems', () => {
  test('are told with their places, in the order of the text', async () => {
    const document = await parseDocument('{\n  "b": 1,\n  "a": 2\n}', null);
    const problems = [
      { path: ['a'], message: 'a is wrong' },
      { path: ['b'], message: 'b is wrong' },
    ];
    await expect(throwProblems(problems, document, null)).rejects.toThrow(
      'body:\n- line 2, column 3: b is wrong\n- line 3, column 3: a is wrong',
    );
  });

  test('of one webhook of a file name it', async () => {
    const document = await parseDocument('webhooks:\n  - name: orders\n    enabled: maybe\n', file);
    const problems = [{ path: ['webhooks', 0, 'enabled'], message: 'is wrong' }];
    await expect(throwProblems(problems, document, file)).rejects.toThrow(
      'body-file x.yml: line 3, column 5, webhook "orders": is wrong',
    );
  });

  test('that are the same at the same place are told once', async () => {
    const problem = { path: [], message: 'X is not set' };
    await expect(throwProblems([problem, problem], await parseDocument('{}', null), null)).rejects.toThrow(
      /^body: line 1, column 1: X is not set$/,
    );
  });

  test.each<[string, readonly (string | number)[], string]>([
    ['its id where it has no name', ['webhooks', 1], 'line 3, column 5, webhook "x": wrong'],
    ['nothing where it has neither', ['webhooks', 2], 'line 4, column 5: wrong'],
    ['nothing where it is none', ['webhooks', 3], 'line 5, column 5: wrong'],
    ['nothing where it is not there', ['webhooks', 9], 'line 1, column 1: wrong'],
    ['nothing for the list', ['webhooks'], 'line 1, column 1: wrong'],
    ['nothing for another list', ['defaults', 1], 'line 8, column 5: wrong'],
  ])('of one webhook name %s', async (_, path, message) => {
    const text = 'webhooks:\n  - name: n\n  - id: x\n  - id:\n  - text\ndefaults:\n  - {}\n  - {}\n';
    const document = await parseDocument(text, null);
    await expect(throwProblems([{ path, message: 'wrong' }], document, null)).rejects.toThrow(
      expect.objectContaining({ title: 'Invalid body', message: `body: ${message}` }),
    );
  });

  test('of what is no object name nothing', async () => {
    const document = await parseDocument('[1]', null);
    const problem = { path: ['webhooks', 0], message: 'wrong' };
    await expect(throwProblems([problem], document, null)).rejects.toThrow('body: line 1, column 1: wrong');
  });

  test('that are none are no error', async () => {
    await throwProblems([], await parseDocument('{}', null), null);
  });
});

test('problems without a place come in the order in which they were found', async () => {
  const document = { value: null, locate: async () => null };
  const problems = ['one', 'two'].map((message) => ({ path: [], message }));
  await expect(throwProblems(problems, document, null)).rejects.toThrow(/^body:\n- one\n- two$/);
});

test('a body-file that is refused is named with each finding and its place', async () => {
  const document = await parseDocument('webhooks:\n  - name: orders\n', file);
  const problems = [
    { path: ['webhooks', 0, 'name'], message: 'is taken' },
    { path: ['webhooks'], message: 'is too long' },
  ];
  await expect(throwProblems(problems, document, file)).rejects.toThrow(
    expect.objectContaining({
      file,
      findings: [
        { message: 'is too long', line: 1, column: 1 },
        { message: 'webhook "orders": is taken', line: 2, column: 5 },
      ],
    }),
  );
});
