import { describe, expect, test } from '@jest/globals';
import { messages, useScenario } from './scenario.ts';

const id = 'a'.repeat(24);

const { api, act } = useScenario();

describe('an invalid body', () => {
  test.each([
    ['{"enabled": "yes"}', /enabled must be true or false, got "yes"/],
    ['{"respnseCode": 200}', /unknown field "respnseCode", did you mean "responseCode"\?/],
    [
      '{"__proto__": 1, "constructor": 2, "toString": 3}',
      /unknown field "__proto__"[\s\S]*unknown field "constructor"[\s\S]*unknown field "toString"/,
    ],
    ['{"enabled": true, "enabled": false}', /line 1, column 19: Map keys must be unique/],
    ['enabled: true\n\tname: x', /line 2, column \d.*tabs/],
    ['description: {{globals.x}}', /line 1, column \d.*must be in quotes/],
    ['basicAuthPassword: *12345678', /line 1, column 20: a value that begins with \* must be in quotes/],
    ['verificationCode: "***"', /verificationCode has only mask characters/],
    ['basicAuthPassword: "••••••"', /basicAuthPassword has only mask characters/],
    ['basicAuthPassword: 12345678', /basicAuthPassword must be a string .*got a number: put it in quotes/],
    [`{"id":"${'a'.repeat(24)}","webhookId":"${'b'.repeat(24)}","enabled":true}`, /name different webhooks/],
  ])('is refused: %s', async (body, message) => {
    const run = await act({ operation: 'patch', 'webhook-id': id, body });
    expect(messages(run)).toEqual([expect.stringMatching(message)]);
    expect(run.shown).not.toContain('12345678');
    expect(api.requests).toEqual([]);
  });

  test('has positions that count the lines as they were given', async () => {
    const run = await act({ operation: 'patch', 'webhook-id': id, body: '\n\n  enabled: true\n  responseCode: 99\n' });
    expect(messages(run)[0]).toContain('line 4, column 3: responseCode must be');
  });

  test('without a name is refused by create', async () => {
    const run = await act({ operation: 'create', body: '{"enabled":true}' });
    expect(messages(run)[0]).toContain('a new webhook needs a name');
  });

  test('with aliases that multiply is refused', async () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [one, other] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'])
      lines.push(`${other}: &${other} [${Array(9).fill(`*${one}`)}]`);
    const run = await act({ operation: 'patch', 'webhook-id': id, body: lines.join('\n') });
    expect(run.exitCode).toBe(1);
  });
});

test('a body may be indented as a whole', async () => {
  const run = await act({ operation: 'create', body: '  name: orders\n  enabled: false\n \t\n' });
  expect(run.exitCode).toBe(0);
  expect(api.webhooks()).toMatchObject([{ name: 'orders', enabled: false }]);
});
