import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MAX_DEPTH, type Path, Problems } from '../../src/document/document.ts';
import { parseDocument } from '../../src/document/parse.ts';
import { isObject, type Json } from '../../src/json.ts';
import { bodyFile } from '../support/body.ts';

const value = async (text: string): Promise<unknown> => (await parseDocument(text, null)).value;

describe('a document is parsed:', () => {
  test.each<[string, unknown]>([
    ['{"a":[1,null,"x"],"b":{"c":true}}', { a: [1, null, 'x'], b: { c: true } }],
    [' \n{ "a" : "b:c" }\n', { a: 'b:c' }],
    ['{"id":12}', { id: 12 }],
    ['"text"', 'text'],
    ['a: 1\nb: text\n', { a: 1, b: 'text' }],
    ['a: yes\nb: no\nc: on', { a: 'yes', b: 'no', c: 'on' }],
    ['a: 2020-01-01', { a: '2020-01-01' }],
    ['a: 0o17\nb: 0x1f\nc: 017', { a: 15, b: 31, c: 17 }],
    ['a: !!str 5\nb: !!int "5"', { a: '5', b: 5 }],
    ['a: |\n  one\n  two\n', { a: 'one\ntwo\n' }],
    ['a: "one\n  two"', { a: 'one two' }],
    ["{a: 'one\n  two'}", { a: 'one two' }],
    ['a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['a: &x 1\nb: &x 2\nc: *x', { a: 1, b: 2, c: 2 }],
    ['id: 012345678901234567890123', { id: '012345678901234567890123' }],
    ['- id: 12e4\n  applicationId: 12', [{ id: '12e4', applicationId: '12' }]],
    ['id: true', { id: true }],
    ['{a: 1, b: "x", c, d: }', { a: 1, b: 'x', c: null, d: null }],
    ['[a, , ]'.replace(', ,', ','), ['a']],
    ['a:\n  -\n  - 1', { a: [null, 1] }],
    ['', null],
    ['# comment', null],
    ['\uFEFFa: 1', { a: 1 }],
    ['--- \na: 1\n', { a: 1 }],
    ['__proto__: 1', JSON.parse('{"__proto__": 1}')],
  ])('%j', async (text, expected) => {
    expect(await value(text)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['a: &a {x: 1, y: 1}\nb: {<<: *a, y: 2}', { x: 1, y: 2 }],
    ['a: &a {x: 1, y: 1}\nb: {y: 2, <<: *a}', { x: 1, y: 2 }],
    ['a: &a {x: 1}\nc: &c {x: 2, y: 2}\nb: {<<: [*a, *c]}', { x: 1, y: 2 }],
    ['b: {<<: {x: 1}}', { x: 1 }],
    ['b: {"<<": {x: 1}}', { '<<': { x: 1 } }],
  ])('merge keys: %j', async (text, expected) => {
    expect(await value(text)).toMatchObject({ b: expected });
  });

  test('keys of a merged object keep their position', async () => {
    const document = await parseDocument('x: &x\n  a: 1\nb:\n  <<: [{c: 1}, *x]\n  d: *x\n', null);
    const paths = [
      ['b', 'a'],
      ['b', 'c'],
      ['b', 'd', 'a'],
      ['b', 'e'],
    ];
    expect(paths.map((path) => document.locate(path))).toEqual([
      { line: 2, column: 3 },
      { line: 4, column: 9 },
      { line: 2, column: 3 },
      { line: 3, column: 1 },
    ]);
  });
});

describe("an invalid document is refused with its position, in the action's own words:", () => {
  test.each<[string, string]>([
    ['{"a":1,"a":2}', 'line 1, column 8: Map keys must be unique: this one appears twice in the same object.'],
    ['a: 1\na: 2', 'line 2, column 1: Map keys must be unique: this one appears twice in the same object.'],
    ['a: {<<: {}, <<: {}}', 'line 1, column 13: Map keys must be unique'],
    ['a: {<<: 1}', 'line 1, column 5: a merge key (<<) must have an object, or a list of objects.'],
    ['{"a":1e400}', 'line 1, column 6: this number is too large, or not a number: put it in quotes if it is a string.'],
    ['a: -1e400', 'line 1, column 4: this number is too large'],
    ['a: .inf', 'line 1, column 4: this number is too large'],
    ['a: [1', 'line 1, column 6: the indentation is wrong, or a closing bracket is missing.'],
    ['a:\n\t- b', 'line 2, column 1: indent with spaces: YAML does not allow tabs there.'],
    ['a: {{ctx.x}}', 'line 1, column 5: a Losant template must be in quotes: "{{ … }}".'],
    ['{a: ${X}}', 'inside { } and [ ], a variable must be in quotes: "${NAME}".'],
    ["{'b': 'n', a: ${X}}", 'inside { } and [ ], a variable must be in quotes: "${NAME}".'],
    ['{"b": "n",\n a: ${X}}', 'inside { } and [ ], a variable must be in quotes: "${NAME}".'],
    ['a: 1\nb: {c: ${X}}', 'inside { } and [ ], a variable must be in quotes: "${NAME}".'],
    ['a: {b: "c}\nd: ${X}', 'line 2, column 8: a quote, bracket, comma, or colon is missing.'],
    ['{"a": "x', 'in JSON, keys and strings must be in double quotes, with commas between them.'],
    ['{ // why\n"a": 1 "b": 2}', 'JSON does not allow comments: remove them, or write YAML with #.'],
    ['// why\n{"a": 1}', 'JSON does not allow comments: remove them, or write YAML with #.'],
    ['a: "x', 'line 1, column 6: a quote, bracket, comma, or colon is missing.'],
    ['a: !secret x', 'line 1, column 4: a value that begins with ! must be in quotes.'],
    ['a: !!set {a, b}', 'Tags such as !!set are not supported.'],
    ['a: !!omap [a: 1]', 'Tags such as !!set are not supported.'],
    ['a: !!binary eA==', 'Tags such as !!set are not supported.'],
    ['a: &b &c x', 'a value that begins with & must be in quotes.'],
    ['a: *x', 'line 1, column 4: a value that begins with * must be in quotes'],
    ['a: b\nc: [*x]', 'a value that begins with * must be in quotes (without them, it is an alias).'],
    ['a: &x [*x]', 'line 1, column 8: an alias cannot be inside the value that it refers to.'],
    ['a: @x', 'line 1, column 4: a value that begins with @ must be in quotes.'],
    ['- `x`', 'line 1, column 3: a value that begins with ` must be in quotes.'],
    ['a: %x', 'line 1, column 4: a value that begins with % must be in quotes.'],
    ['p: "\\Users"', 'line 1, column 5: a backslash in double quotes begins an escape, and this is not one.'],
    ['a: 1\n---\nb: 2', 'line 2, column 1: the text contains several YAML documents.'],
    ['%YAML 1.1\n---\na: 1', 'line 1, column 1: only YAML 1.2 is supported: remove the line that begins with %YAML.'],
    ['a: b: c', 'a value that contains ": " must be in quotes.'],
    ['a:b\nc: 1', 'line 1, column 1: this line is not "key: value".'],
    ['? [a]\n: 1', 'line 1, column 3: a key must be a string.'],
    ['a: &a x\n*a : 1', 'line 2, column 1: '],
    [`${'k'.repeat(2000)}: 1`, 'line 1, column 1: a key can have at most 1,024 characters.'],
    [
      '{"a": "x\n y"}',
      'inside { } and [ ], a string in double quotes must be on one line: write \\n for a line break.',
    ],
    ['basicAuthPassword: a #b', 'line 1, column 21: a comment after the value of a secret field'],
    ['{basicAuthPassword: #b\n}', 'a comment after the value of a secret field'],
    [']', 'line 1, column 1: this is not valid YAML: a quote, bracket, comma, or colon is missing.'],
  ])('%j', async (text, message) => {
    await expect(value(text)).rejects.toMatchObject({
      title: 'Invalid body',
      message: expect.stringContaining(message),
    });
  });

  test('a comment is accepted after a secret in quotes, on its own line, after another field, or in a file', async () => {
    await value('basicAuthPassword: "a #b" # why\nverificationCode: x#y\n# why\nenabled: true # why');
    await parseDocument('basicAuthPassword: a # why', bodyFile);
  });

  test('an error does not quote the document, because it may contain a secret', async () => {
    for (const text of [
      'p: *open-sesame',
      'p: !open-sesame x',
      'p: "open-sesame',
      'p: "\\open-sesame"',
      'p: %open-sesame\n x: y: open-sesame',
      '%open-sesame\n---\na: 1',
      'p:open-sesame\nb: 1',
      '{"p": open-sesame',
      'open-sesame: 1\nopen-sesame: 2',
      'p: &open-sesame [*open-sesame]',
      '{p: "open-sesame\n"}',
    ]) {
      const failed = String(await value(text).catch((error: unknown) => error));
      expect(failed).toContain('line ');
      expect(failed).not.toContain('sesame');
    }
  });
});

describe('a limit refuses', () => {
  const aliases = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
  for (const [one, other] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg']) {
    aliases.push(`${other}: &${other} [${Array.from({ length: 10 }, () => `*${one}`)}]`);
  }
  const chain = Array.from({ length: 60 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}]`);

  test.each<[string, string, string]>([
    [
      'aliases that multiply',
      aliases.join('\n'),
      'with its aliases resolved, the text has more than 1,000,000 values.',
    ],
    [
      'aliases that nest',
      ['a0: &a0 []', ...chain].join('\n'),
      'lists and objects can be nested at most 50 levels deep.',
    ],
    ['deeply nested lists', '- '.repeat(100), 'lists and objects can be nested at most 50 levels deep.'],
    ['deeply nested JSON', '['.repeat(100_000), 'lists and objects can be nested at most 50 levels deep.'],
    ['a long text', '['.repeat(30_000_000), 'YAML can have at most 4 MiB: split the file, or write JSON'],
    ['many line ends', '\n'.repeat(30_000_000), 'YAML can have at most 4 MiB: split the file, or write JSON'],
    ['many parts', `[${'1,'.repeat(900_000)}`, 'the text has too many parts. Split the file, or write JSON.'],
  ])('%s', async (_, text, message) => {
    await expect(value(text)).rejects.toThrow(message);
  });

  test('aliases within the limits are accepted', async () => {
    const text = `x: &x {a: 1}\nb:\n${'- *x\n'.repeat(20_000)}`;
    expect(await value(text)).toMatchObject({ b: { length: 20_000 } });
  });
});

describe('the position', () => {
  const text = 'a:\n  - b: 1\n    c: [x, yy]\n';

  test.each<[string, string, Path, object | null]>([
    ['of a key', text, ['a', 0, 'c'], { line: 3, column: 5 }],
    ['of an item', text, ['a', 0, 'c', 1], { line: 3, column: 12 }],
    ['of an object in a list', text, ['a', 0], { line: 2, column: 5 }],
    ['of a missing key, around it', text, ['a', 0, 'd'], { line: 2, column: 5 }],
    ['of a missing item', text, ['a', 5], { line: 1, column: 1 }],
    ['in a string', text, ['a', 0, 'b', 'x'], { line: 2, column: 5 }],
    ['of the whole', `\n${text}`, [], { line: 2, column: 1 }],
    ['of a key in JSON', '{"a":\n {"b": 1}}', ['a', 'b'], { line: 2, column: 3 }],
    ['in nothing', '# nothing', ['a'], null],
  ])('%s', async (_, document, path, place) => {
    expect(await (await parseDocument(document, null)).locate(path)).toEqual(place);
  });
});

describe('the problems of a document', () => {
  async function thrown(text: string, list: readonly [Path, string][], file = bodyFile): Promise<unknown> {
    const problems = new Problems(await parseDocument(text, file), file);
    for (const [path, message] of list) problems.add(path, message);
    try {
      await problems.throwAll();
      return null;
    } catch (error) {
      return error;
    }
  }

  test('are listed with their positions, in the order of the text', async () => {
    const text = '{\n  "b": 1,\n  "a": 2\n}';
    expect(
      await thrown(text, [
        [['a'], 'a is wrong'],
        [['b'], 'b is wrong'],
      ]),
    ).toMatchObject({
      title: 'Invalid body',
      message: 'body-file webhooks.yml:\n- line 2, column 3: b is wrong\n- line 3, column 3: a is wrong',
      file: bodyFile,
      findings: [
        { message: 'b is wrong', line: 2, column: 3 },
        { message: 'a is wrong', line: 3, column: 3 },
      ],
    });
  });

  test.each<[string, string, Path, string]>([
    ['the name', 'webhooks:\n  - name: n\n', ['webhooks', 0, 'x'], 'line 2, column 5, webhook "n": wrong'],
    ['the id if it has no name', 'webhooks:\n  - id: x', ['webhooks', 0], 'line 2, column 5, webhook "x": wrong'],
    ['the name in a bare list', '- name: n', [0], 'line 1, column 3, webhook "n": wrong'],
    ['the name in a result', 'previous: [name: n]', ['previous', 0], 'line 1, column 12, webhook "n": wrong'],
    ['nothing if it has neither name nor id', 'webhooks:\n  - id:', ['webhooks', 0], 'line 2, column 5: wrong'],
    ['nothing if it is not an object', 'webhooks: [n]', ['webhooks', 0], 'line 1, column 12: wrong'],
    ['nothing for the list itself', 'webhooks: []', ['webhooks'], 'line 1, column 1: wrong'],
    ['nothing for another list', 'defaults: [name: n]', ['defaults', 0], 'line 1, column 12: wrong'],
    ['nothing in a string', 'x', [0], 'line 1, column 1: wrong'],
    ['no name that looks like a token', `- name: ${'n9'.repeat(10)}`, [0], 'line 1, column 3: wrong'],
  ])('of one webhook show %s', async (_, text, path, message) => {
    expect(await thrown(text, [[path, 'wrong']])).toMatchObject({ message: expect.stringContaining(message) });
  });

  test('that are the same at the same position are listed once', async () => {
    expect(
      await thrown('{}', [
        [[], 'X is not set'],
        [[], 'X is not set'],
      ]),
    ).toMatchObject({
      message: 'body-file webhooks.yml, line 1, column 1: X is not set',
    });
  });

  test('without a position come first', async () => {
    expect(
      await thrown('', [
        [[], 'one'],
        [[], 'two'],
      ]),
    ).toMatchObject({
      findings: [
        { message: 'one', line: null, column: null },
        { message: 'two', line: null, column: null },
      ],
    });
  });

  test('after the first hundred are only counted', async () => {
    const list = Array.from({ length: 250 }, (_, index): [Path, string] => [[], `problem ${index}`]);
    const error = await thrown('{}', list);
    expect(error).toMatchObject({ findings: { length: 101 }, message: expect.stringMatching(/\n- and 150 more$/) });
  });

  test('throw no error if there are none', async () => {
    expect(await thrown('{}', [])).toBeNull();
  });
});

test('positions are found in JSON of 20,000 entries', async () => {
  const entries: Json = Array.from({ length: 20_000 }, (_, index) => ({ name: `webhook ${index}`, enabled: true }));
  const document = await parseDocument(JSON.stringify(entries, null, 2), null);
  const indexes = Array.from({ length: 100 }, (_, index) => index * 200);
  // An entry has four lines: its braces, and its two fields.
  const expected = indexes.map((index) => ({ line: index * 4 + 4, column: 5 }));
  expect(await Promise.all(indexes.map((index) => document.locate([index, 'enabled'])))).toEqual(expected);
});

test.each([
  ['description: fix #12 now', 'line 1, column 17: the description ends before the #'],
  ['- name: a #b', 'line 1, column 10: the name ends before the #'],
])('a # in a name or description that YAML takes for a comment is a warning: %s', async (text, message) => {
  const { warnings } = await parseDocument(text, bodyFile);
  expect(warnings).toEqual([expect.stringContaining(message)]);
});

test.each([
  'description: fix # 12',
  'description: "fix" #12',
  'responseCode: 200 #12',
  'description: fix#12',
  '{"name": "a"}',
])('a comment that is meant as one is no warning: %s', async (text) => {
  expect((await parseDocument(text, bodyFile)).warnings).toEqual([]);
});

test.each(['  name: a\nenabled: true', '# a comment\n\n   name: a\n enabled: true'])(
  'a first line that is indented more than another one is named as the cause: %j',
  async (text) => {
    await expect(parseDocument(text, bodyFile)).rejects.toThrow('the first line is indented more than this one');
  },
);

describe('JSON', () => {
  const positionOf = (text: string, offset: number): object => {
    const lines = text.slice(0, offset).split('\n');
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  };

  test.each<[string, number]>([
    ['{"a":1,"a":2}', 7],
    ['{"a":1, "\\u0061" :2}', 8],
    ['[{"f":1},{"f":1,"f":2}]', 16],
    ['{"a":{},"b":[],"a":[]}', 15],
  ])('%s has a key twice at %j', async (text, offset) => {
    await expect(value(text)).rejects.toThrow(`line 1, column ${offset + 1}: Map keys must be unique`);
  });

  test.each(['{"a":1,"b":{"a":1}}', '{"a":"\\"a\\": 1"}', '{"a":["a","a",{"a":"a"}]}', '{"a":1e308,"b":"1e400"}'])(
    'has each key once: %s',
    async (text) => {
      expect(await value(text)).toEqual(JSON.parse(text));
    },
  );

  test.each<[string, number]>([
    ['{"a":1e400}', 5],
    ['[1,-1e999]', 3],
  ])('%s has a number that is too large at %j', async (text, offset) => {
    await expect(value(text)).rejects.toThrow(`line 1, column ${offset + 1}: this number is too large`);
  });

  test('that is too long to be located is refused without a position', async () => {
    const long = ' '.repeat(5_000_000);
    await expect(value(`{"a":1,"a":2${long}}`)).rejects.toThrow(/^body: Map keys must be unique/);
    await expect(value(`[1e400${long}]`)).rejects.toThrow(/^body: this number is too large/);
    expect(await (await parseDocument(`[1${long}]`, null)).locate([0])).toBeNull();
  });

  test('can be nested up to the limit', async () => {
    const nested = (depth: number): string => `${'[{"a":'.repeat(depth / 2)}null${'}]'.repeat(depth / 2)}`;
    expect(await value(nested(MAX_DEPTH))).toEqual(JSON.parse(nested(MAX_DEPTH)));
    await expect(value(nested(MAX_DEPTH + 2))).rejects.toThrow('nested at most 50 levels deep');
    await expect(value('['.repeat(1_000_000))).rejects.toThrow('nested at most 50 levels deep');
  });

  const text = '{"a": [1, {"b": "x", "c\\\\": 2}], "d": {}}';

  test.each<[string, Path, string]>([
    ['the whole', [], '{"a"'],
    ['a key', ['a'], '"a"'],
    ['an item', ['a', 0], '1,'],
    ['an object in a list', ['a', 1], '{"b"'],
    ['a key in it', ['a', 1, 'b'], '"b"'],
    ['a key with a backslash', ['a', 1, 'c\\'], '"c'],
    ['a missing key, around it', ['a', 1, 'z'], '{"b"'],
    ['a missing item, around it', ['a', 9], '"a"'],
    ['a missing key in an empty object, around it', ['d', 'x', 'y'], '"d"'],
  ])('has a position for %s', async (_, path, start) => {
    const document = await parseDocument(text, null);
    expect(await document.locate(path)).toEqual(positionOf(text, text.indexOf(start)));
  });

  test('has a position for every value, whatever the formatting', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2, '\t'), async (item, space) => {
        const json = JSON.stringify([item], null, space);
        const document = await parseDocument(json, null);
        const paths = pathsIn(JSON.parse(json), []);
        const positions = await Promise.all(paths.map((path) => document.locate(path)));
        const lines = json.split('\n');
        for (const [index, path] of paths.entries()) {
          const key = path.at(-1);
          const { line = 0, column = 0 } = positions[index] ?? {};
          const rest = lines[line - 1]?.slice(column - 1);
          if (typeof key === 'string') expect(rest?.startsWith(JSON.stringify(key))).toBe(true);
        }
        expect(new Set(positions.map((position) => JSON.stringify(position))).size).toBe(positions.length);
      }),
    );
  });
});

function pathsIn(item: Json, path: Path): Path[] {
  const entries: readonly [string | number, Json][] = Array.isArray(item)
    ? item.map((one: Json, index): [number, Json] => [index, one])
    : isObject(item)
      ? Object.entries(item)
      : [];
  return entries.flatMap(([key, one]) => [[...path, key], ...pathsIn(one, [...path, key])]);
}

test.each(['{"a', '[,,{]}', '{"\\u": 1}', '{:"a"', '}}]]', '{"a":"\\'])(
  'what is not JSON is refused: %s',
  async (text) => {
    await expect(value(text)).rejects.toMatchObject({ title: 'Invalid body' });
  },
);
