import { describe, expect, test } from '@jest/globals';
import { type Body, parseBody } from '../../src/body/body.ts';

const read = (operation: string, text: string, environment: NodeJS.ProcessEnv | null = null): Promise<Body> =>
  parseBody(operation, text, null, environment);

describe('a body', () => {
  test.each(['create', 'patch'])('of %s is one webhook', async (operation) => {
    expect(await read(operation, 'name: n')).toMatchObject({
      kind: 'webhook',
      entry: { path: [], fields: { name: 'n' } },
    });
  });

  test('of sync is a file', async () => {
    expect(await read('sync', 'webhooks: [{name: n}]')).toMatchObject({
      kind: 'webhooks',
      file: { entries: [{ fields: { name: 'n' } }], scope: null },
    });
  });

  test.each<[NodeJS.ProcessEnv | null, string, object]>([
    [{ NAME: 'n' }, 'n', { name: '${NAME}' }],
    [null, '${NAME}', {}],
  ])('with the variables %j has the name %j', async (environment, name, templates) => {
    const body = await read('patch', 'name: ${NAME}', environment);
    expect(body.kind === 'webhook' && body.entry).toMatchObject({ fields: { name }, templates });
  });

  test('of sync may be refused later, with a place', async () => {
    const body = await read('sync', 'webhooks:\n  - name: n\n');
    if (body.kind !== 'webhooks') throw new Error('it is no file');
    await body.refuse([]);
    await expect(body.refuse([{ path: ['webhooks', 0, 'name'], message: 'is taken' }])).rejects.toThrow(
      /^body: line 2, column 5, webhook "n": is taken$/,
    );
  });
});

describe('a body is refused', () => {
  const empty = 'it sets no field: did a variable expand to nothing?';

  test.each([
    ['create', 'enabled: true', 'body: line 1, column 1: a new webhook needs a name'],
    ['create', '{}', `body:\n- line 1, column 1: a new webhook needs a name\n- line 1, column 1: ${empty}`],
    ['patch', '{}', `body: line 1, column 1: ${empty}`],
    ['create', 'x: 1', expect.stringMatching(/^body: line 1, column 1: unknown field "x" [^\n]*$/)],
    ['sync', '{}', 'body: line 1, column 1: "webhooks" must be a list, got nothing'],
  ])('by %s: %s', async (operation, text, message) => {
    await expect(read(operation, text)).rejects.toThrow(expect.objectContaining({ title: 'Invalid body', message }));
  });

  test('with all that is wrong, each once', async () => {
    const text = 'name: ${NONE}\nid: ${NO_ID}\nresponseCode: ${NO_CODE}\nx: 1';
    await expect(read('patch', text, {})).rejects.toThrow(
      /^body:\n- line 1, .* NONE .*\n- line 2, .* NO_ID .*\n- line 3, .* NO_CODE .*\n- line 4, column 1: unknown field.*$/,
    );
  });
});
