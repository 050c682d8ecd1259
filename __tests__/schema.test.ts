import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { webhooksSchema } from '../scripts/schema.ts';
import { parseText } from './support/body.ts';

const path = new URL('../schema/webhooks.schema.json', import.meta.url);

test('the published schema matches the table of fields (npm run docs writes it)', () => {
  expect(readFileSync(path, 'utf8')).toBe(`${JSON.stringify(webhooksSchema(), null, 2)}\n`);
});

describe('the schema and the parser agree', () => {
  const validate = new Ajv({ strict: false }).compile(webhooksSchema());
  const id = '575ed78e7ae143cd83dc4aab';

  test.each([
    ['a name alone', 'webhooks: [{ name: a }]', true],
    ['an id alone', `webhooks: [{ id: "${id}" }]`, true],
    ['defaults and scope', 'defaults: { responseCode: 204 }\nwebhooks: []\nscope: "ci-*"', true],
    [
      'whole variables',
      'webhooks: [{ name: a, responseCode: "${CODE}", enabled: "${ON}", castBuffersAs: "${CAST}" }]',
      true,
    ],
    ['a webhook from an output', `webhooks: [{ id: "${id}", name: a, creationDate: "2026-01-01", token: t }]`, true],
    ['a bare list', '- name: a\n- name: b', true],
    ['a top-level key that begins with x-', 'x-a: 1\nwebhooks: []', true],
    ['a former name', 'webhooks: [{ name: a, formerly: b }]', true],
    ['former names', 'webhooks: [{ name: a, formerly: [b, c] }]', true],
    ['a variable with a default', 'webhooks: [{ name: a, responseCode: "${CODE:-201}" }]', true],
    [
      'environments',
      'environments: [dev, production]\ndefaults: { environments: { dev: { enabled: false } } }\nwebhooks: [{ name: a, only: dev, environments: { production: { enabled: true } } }, { name: b, only: [dev] }]',
      true,
    ],
    ['defaults with nothing below', 'defaults:\nwebhooks: [{ name: a }]', true],
    [
      'an environment with nothing below',
      'environments: [production]\nwebhooks: [{ name: a, environments: { production: } }]',
      true,
    ],
    ['an id of digits', 'webhooks: [{ id: 575978787143983804123456 }]', true],
    ['an id of digits and an e', 'webhooks: [{ id: 575978787143983e04123456 }]', true],
    ['a secret from a variable', 'webhooks: [{ name: a, basicAuthPassword: "x$${CODE} ${PW}$" }]', true],
    ["a secret with Losant's own template", 'webhooks: [{ name: a, basicAuthPassword: "{{ x }}" }]', true],
    ['a secret with the variable of a shell', 'webhooks: [{ name: a, basicAuthPassword: $PW }]', false],
    ['a secret with the variable of Windows', 'webhooks: [{ name: a, verificationCode: "%PW%" }]', false],
    ['a secret with an expression', 'webhooks: [{ name: a, basicAuthPassword: "${{ secrets.PW }}" }]', false],
    ['a secret with a default', 'webhooks: [{ name: a, basicAuthPassword: "${PW:-x}" }]', false],
    ['a former name and an id', `webhooks: [{ id: "${id}", formerly: b }]`, false],
    ['a former name that is a glob', 'webhooks: [{ name: a, formerly: "b*" }]', false],
    ['a former name that begins with *', 'webhooks: [{ name: a, formerly: ["*"] }]', false],
    ['a former name of one letter', 'webhooks: [{ name: a, formerly: b }]', true],
    ['environments with nothing below', 'environments:\nwebhooks: []', false],
    ['webhooks with nothing below', 'webhooks:', false],
    ['a scope with nothing below', 'webhooks: []\nscope:', false],
    ['former names with nothing below', 'webhooks: [{ name: a, formerly: }]', false],
    ['only with nothing below', 'environments: [production]\nwebhooks: [{ name: a, only: }]', false],
    ['no environments in the list', 'environments: []\nwebhooks: []', false],
    ['an environment twice', 'environments: [dev, production, dev]\nwebhooks: []', false],
    [
      'a name that differs by environment',
      'environments: [production]\nwebhooks: [{ name: a, environments: { production: { name: b } } }]',
      false,
    ],
    [
      'an unknown field of an environment',
      'environments: [production]\nwebhooks: [{ name: a, environments: { production: { x: 1 } } }]',
      false,
    ],
    ['an empty former name', 'webhooks: [{ name: a, formerly: "" }]', false],
    ['no former names', 'webhooks: [{ name: a, formerly: [] }]', false],
    ['only in no environment', 'environments: [production]\nwebhooks: [{ name: a, only: [] }]', false],
    ['a former name as a default', 'defaults: { formerly: a }\nwebhooks: []', false],
    ['neither name nor id', 'webhooks: [{ responseCode: 200 }]', false],
    ['no list', 'defaults: {}', false],
    ['an unknown key', 'webhooks: []\nprune: true', false],
    ['an unknown field', 'webhooks: [{ name: a, respondCode: 200 }]', false],
    ['a name as a default', 'defaults: { name: a }\nwebhooks: []', false],
    ['an id as a default', `defaults: { id: "${id}" }\nwebhooks: []`, false],
    ['a code out of range', 'webhooks: [{ name: a, responseCode: 600 }]', false],
    ['a value that is not among the allowed', 'webhooks: [{ name: a, castBuffersAs: json }]', false],
    ['a wrong type', 'webhooks: [{ name: a, enabled: "yes" }]', false],
    ['an empty name', 'webhooks: [{ name: "" }]', false],
    ['an empty scope', 'webhooks: []\nscope: ""', false],
    ['a list of lists', 'webhooks: [[]]', false],
  ])('%s', async (_, text, valid) => {
    expect(validate(parse(text))).toBe(valid);
    const env = { CODE: '204', ON: 'true', CAST: 'hex', PW: 'p' };
    const environment = text.startsWith('environments:') ? 'production' : null;
    const parsed = parseText('sync', text, env, { environment });
    await (valid ? expect(parsed).resolves.toMatchObject({ kind: 'webhooks' }) : expect(parsed).rejects.toThrow());
  });
});
