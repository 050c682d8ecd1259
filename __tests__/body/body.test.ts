import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Entry } from '../../src/body/entry.ts';
import type { Body } from '../../src/file/read.ts';
import type { OperationName } from '../../src/inputs/table.ts';
import { Problem } from '../../src/problem.ts';
import { bodyFile, parseText } from '../support/body.ts';

const id = 'a'.repeat(24);

/** With `listed`, the text is that of the input `body`; otherwise, with variables, that of a file. */
async function entryOf(
  text: string,
  variables: NodeJS.ProcessEnv | null = null,
  listed: string[] | null = null,
): Promise<Entry> {
  const input = { listed, file: null, env: variables ?? {} };
  const body = await parseText('patch', text, variables, listed === null ? {} : input);
  if (body.kind !== 'webhook') throw new Error('it is a file');
  return body.entry;
}

describe('a body', () => {
  test.each(['create', 'patch'] as const)('of %s is one webhook', async (operation) => {
    expect(await parseText(operation, 'name: n')).toMatchObject({
      kind: 'webhook',
      entry: {
        path: [],
        fields: { name: 'n' },
        settings: new Map([['name', expect.objectContaining({ path: ['name'] })]]),
      },
    });
  });

  test('of sync is a file whose later problems have a position', async () => {
    const body = await parseText('sync', 'webhooks:\n  - name: n\n');
    if (body.kind !== 'webhooks') throw new Error('it is not a file');
    expect(body.file).toMatchObject({ entries: [{ fields: { name: 'n' } }], scope: null });
    const { problems } = body;
    await problems.throwAll();
    problems.add(['webhooks', 0, 'name'], 'is taken');
    await expect(problems.throwAll()).rejects.toThrow(/^body, line 2, column 5, webhook "n": is taken$/);
  });

  test('shows each field as it was written', async () => {
    const text = 'name: ${NAME}\nresponseCode: ${CODE}\nenabled: ${ON}\ncastBuffersAs: ${CAST}\ndescription: x';
    const body = await parseText('patch', text, { NAME: 'n', CODE: '201', ON: 'FALSE', CAST: 'hex' });
    expect(body).toMatchObject({
      entry: {
        fields: { name: 'n', responseCode: 201, enabled: false, castBuffersAs: 'hex', description: 'x' },
        templates: { name: '${NAME}', responseCode: '${CODE}', enabled: '${ON}', castBuffersAs: '${CAST}' },
      },
      variables: ['NAME', 'CODE', 'ON', 'CAST'].map((name) => ({ name, isSecret: false })),
    });
  });

  test('separates the fields of an output that cannot be set', async () => {
    const identity = {
      id,
      webhookId: id,
      applicationId: 'b'.repeat(24),
      token: 'T',
      creationDate: 'c',
      lastUpdated: 'l',
    };
    const output = { ...identity, name: 'n', later: [1], _etag: 'e', verificationCode: '****', description: '${X}' };
    expect(await entryOf(JSON.stringify(output))).toMatchObject({
      ...{ fields: { name: 'n', description: '${X}' }, identity, isFromOutput: true, shownId: id },
      ...{ unknown: { later: [1], _etag: 'e' }, masked: ['verificationCode'] },
    });
  });

  test('may have one id in uppercase and in lowercase', async () => {
    const ids = { id: id.toUpperCase(), webhookId: id };
    const entry = await entryOf(JSON.stringify({ ...ids, name: 'n' }));
    expect(entry).toMatchObject({ identity: ids, shownId: ids.id });
    expect(entry.id).toBe(id);
  });

  test('does not count as an output because of an id alone', async () => {
    expect(await entryOf(`id: ${id}\nname: n`)).toMatchObject({ identity: { id }, isFromOutput: false });
  });

  test('with an id from a variable shows the variable', async () => {
    expect(await entryOf('id: ${ID}\nname: n', { ID: id })).toMatchObject({ identity: { id }, shownId: '${ID}' });
  });

  test('has its description without trailing white space', async () => {
    expect(await entryOf('description: "a \\n"')).toMatchObject({ fields: { description: 'a' } });
    expect(await entryOf('description: " a${B}"', { B: ' b\n ' })).toMatchObject({ fields: { description: ' a b' } });
  });

  test('with an id keeps values that cannot be set as doubts, because the webhook may already have them', async () => {
    const entry = await entryOf(`id: ${id}\nname: " n"\nbasicAuthUsername: "a:b"\nbasicAuthPassword: p`);
    expect(entry).toMatchObject({
      fields: { name: ' n', basicAuthUsername: 'a:b', basicAuthPassword: 'p' },
      unsettable: { name: expect.any(String), basicAuthUsername: expect.any(String) },
    });
  });
});

describe('variables in the input body', () => {
  test('are only those that are listed', async () => {
    const text = 'basicAuthPassword: ${PW}\nresponseCode: ${CODE}\ndescription: "${OTHER} $${OTHER}"';
    expect(await entryOf(text, { PW: 'a #b', CODE: '201' }, ['PW', 'CODE'])).toMatchObject({
      fields: { basicAuthPassword: 'a #b', responseCode: 201, description: '${OTHER} $${OTHER}' },
      templates: { basicAuthPassword: '${PW}', responseCode: '${CODE}' },
    });
  });

  test('are shown as in a file, so that literal text beside them is escaped', async () => {
    const text = 'description: "${A} ${B} $${B} $${A}"';
    expect(await entryOf(text, { A: 'a', B: 'b' }, ['A'])).toMatchObject({
      fields: { description: 'a ${B} $${B} ${A}' },
      templates: { description: '${A} $${B} $$${B} $${A}' },
    });
  });

  test('are literal text in a string if none are listed', async () => {
    expect(await entryOf('name: "${PW}"')).toMatchObject({ fields: { name: '${PW}' }, templates: {} });
  });

  test.each(['basicAuthPassword: ${PW}', 'basicAuthPassword: "x${PW:-y}"', 'enabled: ${PW}', 'castBuffersAs: ${PW}'])(
    'are refused if they are not listed and would be taken literally: %s',
    async (text) => {
      await expect(parseText('patch', text, null, { env: { PW: 'p' }, listed: ['X'] })).rejects.toThrow(
        /contains the variable PW, which would be taken literally: list it in the input variables$/,
      );
    },
  );

  test.each<[string, string]>([
    ['$ORDERS_PASSWORD', 'has the form $NAME, which would be taken literally'],
    ['%PW_2%', 'has the form %NAME%'],
    ['${ PW }', 'contains a "${" that does not begin a variable'],
    ['x ${secrets.PW}', 'contains a "${" that does not begin a variable'],
    ['${{ secrets.PW }}', 'contains a "${"'],
    ['${PW', 'contains a "${"'],
    ['${X} ${ PW }', 'contains a "${"'],
  ])('or what looks like one in a secret field is refused, and not shown: %s', async (value, message) => {
    for (const field of ['basicAuthPassword', 'verificationCode']) {
      const text = JSON.stringify({ [field]: value });
      const body = parseText('patch', text, null, { env: { X: 'x' }, listed: ['X'] });
      await expect(body).rejects.toThrow(`${field} ${message}`);
      await expect(body).rejects.not.toThrow('PW');
    }
  });

  test.each(['$orders', '$1A', 'a$ORDERS', '%', '100%SURE%', '{{ globals.password }}', '$', '$${PW}'])(
    'can be a secret: %s',
    async (value) => {
      expect(await entryOf(JSON.stringify({ basicAuthPassword: value }))).toMatchObject({
        fields: { basicAuthPassword: value },
      });
    },
  );

  test('and text that looks like one is fine in a secret from an output, or from a variable', async () => {
    const text = JSON.stringify({ id, creationDate: 'x', basicAuthPassword: '$ORDERS_PASSWORD' });
    expect(await entryOf(text)).toMatchObject({ fields: { basicAuthPassword: '$ORDERS_PASSWORD' } });
    const listed = await entryOf('basicAuthPassword: ${PW}', { PW: '${ x } %A%' }, ['PW']);
    expect(listed).toMatchObject({ fields: { basicAuthPassword: '${ x } %A%' } });
  });

  test('are refused in the secret field of a file without showing what is there', async () => {
    const body = parseText('patch', 'basicAuthPassword: "${ open-sesame }"', {});
    await expect(body).rejects.toThrow('what is between "${" and "}" is not a valid variable');
    await expect(body).rejects.not.toThrow('sesame');
  });

  test('are literal text if they have no end', async () => {
    expect(await entryOf('name: "a ${PW:-b ${PW"', { PW: 'p' }, ['PW'])).toMatchObject({
      fields: { name: 'a ${PW:-b ${PW' },
    });
  });

  test('can be escaped where they are refused', async () => {
    expect(await entryOf('basicAuthPassword: "$${PW}"')).toMatchObject({ fields: { basicAuthPassword: '$${PW}' } });
  });
});

describe('an invalid body is refused', () => {
  const empty = 'it does not set any field: did an expression expand to nothing?';
  const integer = 'responseCode must be a whole number from 100 to 599, got';

  test.each<[OperationName, string, NodeJS.ProcessEnv | null, string | RegExp]>([
    ['create', 'enabled: true', null, 'body, line 1, column 1: a new webhook needs a name'],
    ['create', '{}', null, `body:\n- line 1, column 1: a new webhook needs a name\n- line 1, column 1: ${empty}`],
    ['patch', '{}', null, `body, line 1, column 1: ${empty}`],
    ['patch', '', null, 'body: a webhook must be an object with fields, got nothing'],
    ['patch', '[]', null, 'a webhook must be an object with fields, got a list'],
    [
      'patch',
      'enabled:true',
      null,
      'must be an object with fields, got a string of 12 characters: is the space after a colon missing?',
    ],
    ['patch', 'text', null, /got a string of 4 characters$/],
    ['patch', 'enabled:', null, 'enabled must be true or false, got nothing: did an expression expand to nothing?'],
    ['patch', 'basicAuthPassword: ', null, 'got nothing: did an expression expand to nothing?'],
    ['patch', 'webhooks.yml', null, 'got a string of 12 characters: did you mean body-file?'],
    ['patch', 'verificationType: Facebook', null, 'got "Facebook", did you mean "facebook"?'],
    ['patch', 'verificationType: hunter-two', null, /got a string of 10 characters$/],
    ['patch', 'Password: x', null, /unknown field "Password", did you mean "basicAuthPassword"\?$/],
    ['patch', 'url: x', null, /unknown field "url", Losant assigns the URL, which is the output webhook-url$/],
    ['patch', 'disabled: true', null, /unknown field "disabled", write "enabled: false"$/],
    ['patch', 'formerly: x', null, /unknown field "formerly", which belongs in a file of sync$/],
    ['patch', 'webhooks: []', null, /unknown field "webhooks", which belongs in a file of sync$/],
    ['patch', '{basicAuthPassword=hunter2}', null, /unknown field "basicAuthPassword=…" \(write a colon and a space/],
    [
      'sync',
      'name: orders\nenabled: true',
      null,
      /^body, line 1, column 1: this is one webhook, and a file has a list of/,
    ],
    ['create', 'x: 1', null, /^body, line 1, column 1: unknown field "x" \(known fields: name, /],
    ['patch', 'respondCode: 1', null, 'unknown field "respondCode", did you mean "responseCode"?'],
    ['patch', '_etag: 1', null, /unknown field "_etag"$/],
    [
      'patch',
      '{basicAuthPassword:hunter2}',
      null,
      'unknown field "basicAuthPassword:…" (is the space after the colon missing?)',
    ],
    ['patch', '{"enabled": true, /* no */ "name": "n"}', null, 'JSON does not allow comments'],
    ['patch', JSON.stringify({ ['k'.repeat(2000)]: 1 }), null, 'unknown field (a key of 2,000 characters) (known'],
    ['patch', 'name: 5', null, 'name must be a string of 1 to 255 characters, got 5: put it in quotes'],
    ['patch', 'name: true', null, 'got true: put it in quotes'],
    ['patch', 'name: []', null, /got a list$/],
    ['patch', 'name: ""', null, /got an empty string$/],
    ['patch', 'responseCode: "202"', null, `${integer} "202": remove the quotes`],
    ['patch', 'enabled: "TRUE"', null, 'enabled must be true or false, got "TRUE": remove the quotes'],
    ['patch', 'responseCode: "2"', null, /got "2"$/],
    ['patch', 'responseCode: true', null, /got true$/],
    ['patch', `enabled: ${'n'.repeat(61)}`, null, 'enabled must be true or false, got a string of 61 characters'],
    [
      'patch',
      'basicAuthPassword: 5',
      null,
      /basicAuthPassword must be a string of at most 255 characters, got a number: put it in quotes$/,
    ],
    ['patch', 'basicAuthPassword: "***"', null, 'basicAuthPassword has only mask characters'],
    ['patch', 'applicationId: x', null, 'applicationId must be a string of 24 hex digits'],
    ['patch', `{"id": "${id}", "token": 5}`, null, 'token must be a string'],
    ['patch', 'token: t\nname: n', null, 'token cannot be set. A body from an output must also have the id'],
    ['create', 'name: n\ncreationDate: x', null, 'creationDate cannot be set'],
    ['patch', `id: ${id}\nwebhookId: ${'b'.repeat(24)}\nname: n`, null, 'id and webhookId name different webhooks'],
    ['patch', 'name: "n "', null, 'name has white space at its beginning or end: remove it'],
    ['patch', 'basicAuthUsername: "a:b"', null, 'basicAuthUsername has a colon, which would'],
    ['patch', 'basicAuthUsername: " "', null, 'basicAuthUsername has only white space'],
    ['patch', 'basicAuthPassword: "a\\0"', null, 'basicAuthPassword has a control character'],
    ['patch', 'verificationCode: |\n  code\n', null, 'verificationCode has a line break: was the secret stored with'],
    ['patch', 'basicAuthPassword: ${PW}', { PW: 'x\n' }, 'basicAuthPassword has a line break'],
    ['patch', 'basicAuthPassword: ${PW}', { PW: 'x\u2028y' }, 'basicAuthPassword has a line break'],
    ['patch', 'basicAuthUsername: ${U}', { U: 'x\u2029y' }, 'basicAuthUsername has a line break'],
    ['patch', 'responseCode: ${C}', { C: '2x' }, /got \$\{C\}$/],
    ['patch', 'responseCode: ${C}', { C: '0x1ff' }, /got \$\{C\}$/],
    ['patch', 'responseCode: ${C}', { C: '700' }, /got \$\{C\}$/],
    ['patch', 'responseCode: 2${C}', { C: '01' }, `${integer} a string with \${C}`],
    ['patch', 'enabled: ${ON}', { ON: '1' }, 'enabled must be true or false, got ${ON}'],
    ['patch', 'name: ${N}', { N: 'n'.repeat(256) }, 'name must be a string of 1 to 255 characters, got ${N}'],
    ['patch', 'applicationId: ${A}\nname: n', { A: id }, 'applicationId cannot contain variables'],
    [
      'patch',
      'name: ${NONE}\nid: ${NO_ID}\nresponseCode: ${NO_CODE}\nx: 1',
      {},
      /^body-file webhooks.yml:\n- line 1, .* NONE .*\n- line 2, .* NO_ID .*\n- line 3, .* NO_CODE .*\n- line 4, column 1.*: unknown field.*$/,
    ],
    [
      'patch',
      'basicAuthPassword: ${PW}\ndescription: ${PW}',
      { PW: 'p' },
      'line 2, column 1: the variable PW is used in the secret field',
    ],
  ])('in %s: %j %j', async (operation, text, variables, message) => {
    await expect(parseText(operation, text, variables)).rejects.toThrow(message);
  });
});

describe('any text', () => {
  const word = fc.constantFrom(
    ...['webhooks', 'name', 'environments', 'defaults', 'only', 'formerly', 'scope', 'x-a', '<<', 'id', 'enabled'],
    ...[
      ': ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '*a',
      '&a ',
      '!!set ',
      '|',
      '#',
      '${A}',
      '${',
      '\t',
      '---',
      '5',
      'é',
    ],
  );
  const text = fc.oneof(
    fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
    fc.string(),
    fc.jsonValue().map((value) => JSON.stringify(value)),
  );

  test.each(['sync', 'patch'] as const)('as a body of %s is a value or a Problem', async (operation) => {
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (given, isFile) => {
        const outcome: Body | unknown = await parseText(operation, given, isFile ? { A: 'a' } : null).catch(
          (error: unknown) => error,
        );
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Problem);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a hostile body is refused:', () => {
  const many = (count: number, entry: (index: number) => object): string =>
    JSON.stringify({ webhooks: Array.from({ length: count }, (_, index) => entry(index)) });

  test.each([
    ['a misspelt key in each of 20,000 entries', many(20_000, (index) => ({ name: `w${index}`, respondCode: 1 }))],
    [
      'an unset variable in each of 6,000',
      many(6000, (index) => ({ name: `w${index}`, description: `\${PW_${index}}` })),
    ],
    ['40,000 unset variables in a string', many(1, () => ({ name: 'n', description: '${X}'.repeat(40_000) }))],
    ['20,000 aliases', `x-a: &a {enabled: true}\nwebhooks:\n${'- *a\n'.repeat(20_000)}`],
  ])('%s', async (_, text) => {
    await expect(parseText('sync', text, {}, { file: bodyFile })).rejects.toBeInstanceOf(Problem);
  });
});
