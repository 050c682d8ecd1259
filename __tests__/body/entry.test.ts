import { describe, expect, test } from '@jest/globals';
import { type Entry, parseEntry } from '../../src/body/entry.ts';
import type { BodyProblem } from '../../src/body/position.ts';
import { pathKey } from '../../src/body/variables.ts';
import type { Json } from '../../src/json.ts';

const id = 'a'.repeat(24);

function parse(value: Json, templates: Record<string, string> = {}): { entry: Entry; problems: string[] } {
  const problems: BodyProblem[] = [];
  const byPath = new Map(Object.entries(templates).map(([name, template]) => [pathKey([name]), template]));
  const entry = parseEntry(value, [], byPath, problems);
  return { entry, problems: problems.map(({ message }) => message) };
}

const output = { id, webhookId: id, applicationId: 'b'.repeat(24), token: 'T', creationDate: 'c', lastUpdated: 'l' };

describe('an entry', () => {
  test('of fields', () => {
    const { entry, problems } = parse({ name: 'n', enabled: false, responseCode: 599, description: '' });
    expect(problems).toEqual([]);
    expect(entry).toMatchObject({
      fields: { name: 'n', enabled: false, responseCode: 599, description: '' },
      isFromOutput: false,
    });
  });

  test('from an output: what can not be set is told apart', () => {
    const { entry, problems } = parse({ ...output, name: 'n', later: [1], _etag: 'e', verificationCode: '****' });
    expect(problems).toEqual([]);
    expect(entry).toMatchObject({
      ...{ fields: { name: 'n' }, identity: output, isFromOutput: true },
      ...{ unknown: { later: [1], _etag: 'e' }, masked: ['verificationCode'] },
    });
  });

  test('that names its id is not yet from an output', () => {
    const { entry } = parse({ id, name: 'n' });
    expect(entry).toMatchObject({ identity: { id }, isFromOutput: false });
  });

  test.each(['webhookId', 'creationDate', 'lastUpdated', 'token'])('that has %s is from an output', (key) => {
    expect(parse({ [key]: id, name: 'n', later: 1 })).toMatchObject({
      ...{ entry: { isFromOutput: true, unknown: { later: 1 } }, problems: [] },
    });
  });

  test('keeps what a field was written as', () => {
    const { entry } = parse({ name: 'x', responseCode: '201' }, { name: '${NAME}', responseCode: '${CODE}' });
    expect(entry).toMatchObject({
      fields: { name: 'x', responseCode: 201 },
      templates: { name: '${NAME}', responseCode: '${CODE}' },
    });
  });

  test.each<[string, string, Json, Json | undefined]>([
    ['responseCode', '${V}', '201', 201],
    ['responseCode', '${V}', '2x', undefined],
    ['responseCode', '${V}', '0x1ff', undefined],
    ['responseCode', '${V}', '201.0', undefined],
    ['responseCode', '${V}1', '201', undefined],
    ['responseCode', '${A}${B}', '201', undefined],
    ['description', '${V}', '201', '201'],
    ['description', '${V}', 'true', 'true'],
    ['enabled', '${V}', 'true!', undefined],
    ['enabled', '${V}', '!true', undefined],
    ['responseCode', '${V}', 201, 201],
    ['responseCode', '2${V}', '201', undefined],
    ['responseCode', '${V}', '', undefined],
    ['enabled', '${V}', 'TRUE', true],
    ['enabled', '${V}', 'false', false],
    ['enabled', '${V}', '1', undefined],
    ['castBuffersAs', '${V}', 'hex', 'hex'],
  ])('%s: %s of %j is %j', (name, template, value, expected) => {
    const { entry, problems } = parse({ [name]: value }, { [name]: template });
    expect(Object.entries(entry.fields)).toEqual(expected === undefined ? [] : [[name, expected]]);
    if (expected === undefined) expect(problems).toEqual([expect.stringContaining(`got ${template}`)]);
  });

  test.each<[Json, string]>([
    [{ name: 5 }, 'name must be a string of 1 to 255 characters, got 5: put it in quotes'],
    [{ name: true }, 'name must be a string of 1 to 255 characters, got true: put it in quotes'],
    [{ name: [] }, 'name must be a string of 1 to 255 characters, got a list'],
    [{ name: '' }, 'name must be a string of 1 to 255 characters, got ""'],
    [{ responseCode: true }, 'responseCode must be a whole number from 100 to 599, got true'],
    [{ enabled: 'n'.repeat(60) }, `enabled must be true or false, got "${'n'.repeat(60)}"`],
    [{ enabled: 'n'.repeat(61) }, 'enabled must be true or false, got one of 61 characters'],
    [{ enabled: Array.from({ length: 61 }, () => 1) }, 'enabled must be true or false, got a list'],
    [{ _etag: 'x' }, 'unknown field "_etag"'],
    [{ applicationId: 'x' }, 'applicationId must be a string of 24 hex digits'],
    [{ token: 5 }, 'token must be a string'],
  ])('%j is refused with exactly this', (value, message) => {
    expect(parse(value).problems).toEqual([message]);
  });

  test('what is wrong is told with its place', () => {
    const problems: BodyProblem[] = [];
    parseEntry({ enabled: 1, id, webhookId: 'b'.repeat(24) }, ['webhooks', 3], new Map(), problems);
    parseEntry([], ['webhooks', 4], new Map(), problems);
    expect(problems.map(({ path }) => path)).toEqual([
      ['webhooks', 3, 'enabled'],
      ['webhooks', 3, 'webhookId'],
      ['webhooks', 4],
    ]);
  });

  test.each<[Json, string]>([
    [null, 'a webhook must be an object with fields, got nothing'],
    ['text', 'got a text'],
    [[], 'got a list'],
    [{ colour: 1 }, 'unknown field "colour" (known fields: name, '],
    [{ Name: 'n' }, 'unknown field "Name", did you mean "name"?'],
    [{ enabled: 'true' }, 'enabled must be true or false, got "true"'],
    [{ enabled: 1 }, 'enabled must be true or false, got 1'],
    [{ responseCode: 600 }, 'responseCode must be a whole number from 100 to 599, got 600'],
    [{ responseCode: 200.5 }, 'got 200.5'],
    [{ name: 'n'.repeat(256) }, 'got one of 256 characters'],
    [{ description: {} }, 'got an object'],
    [{ castBuffersAs: 'b64' }, 'must be one of array, binary, utf8, base64, hex, got "b64"'],
    [{ verificationCode: 1234 }, 'verificationCode must be a string of at most 32767 characters, got a number'],
    [{ basicAuthPassword: '•••' }, 'basicAuthPassword holds mask characters only'],
    [{ id: 'x' }, 'id must be a string of 24 hex digits'],
    [{ id, webhookId: 'b'.repeat(24) }, 'id and webhookId name different webhooks'],
  ])('%j is refused', (value, message) => {
    expect(parse(value).problems).toEqual([expect.stringContaining(message)]);
  });

  test.each(['basicAuthPassword', 'verificationCode', 'responseCode', 'enabled', 'castBuffersAs'])(
    '%s is no variable where none is expanded',
    (name) => {
      expect(parse({ [name]: '${ANY_1}' }).problems).toEqual([
        `${name} is \${ANY_1}, but variables stand in a body-file alone: move the body into a file`,
      ]);
    },
  );

  test.each<Json>([
    { description: '${ANY}' },
    { basicAuthPassword: 'a${ANY}' },
    { basicAuthPassword: '${ANY}b' },
    { basicAuthPassword: '${}' },
    { ...output, basicAuthPassword: '${ANY}' },
  ])('%j is taken as it is', (value) => {
    expect(parse(value).problems).toEqual([]);
  });

  test('a secret is not in a message', () => {
    const { problems } = parse({ basicAuthPassword: 's'.repeat(256), verificationCode: ['secret'] });
    expect(problems.join()).not.toMatch(/sss|secret/);
    expect(problems).toHaveLength(2);
  });

  test('lengths count characters', () => {
    expect(parse({ name: '😀'.repeat(255) }).problems).toEqual([]);
  });
});
