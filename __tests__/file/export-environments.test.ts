import { describe, expect, test } from '@jest/globals';
import type { Webhook } from '../../src/losant/webhook.ts';
import { exportTo, id, shown } from './exporting.ts';

const head = 'environments: [dev, prod]\n';
const orders = (more: Partial<Webhook> = {}) => [shown('1', 'orders', more)];
const prod = (text: string, webhooks: readonly Webhook[], variables: NodeJS.ProcessEnv = {}) =>
  exportTo(head + text, webhooks, { environment: 'prod', variables });

describe('an export to a file with environments', () => {
  test.each<[string, string, readonly Webhook[], string]>([
    [
      'sets a field for its own environment only',
      'webhooks:\n  - name: orders\n    responseCode: 200 # all\n',
      orders({ responseCode: 201 }),
      'webhooks:\n  - name: orders\n    responseCode: 200 # all\n    environments:\n      prod:\n        responseCode: 201\n',
    ],
    [
      'sets several fields, in braces',
      'webhooks:\n  - {name: orders, responseCode: 200, enabled: true} # x\n',
      orders({ responseCode: 201, enabled: false }),
      'webhooks:\n  - {name: orders, responseCode: 200, enabled: true, environments: {prod: {enabled: false, responseCode: 201}}} # x\n',
    ],
    [
      'changes the existing part',
      'webhooks:\n  - name: orders\n    responseCode: 200\n    environments:\n      prod: # live\n        responseCode: 202 # why\n      dev: {responseCode: 203}\n',
      orders({ responseCode: 201 }),
      'webhooks:\n  - name: orders\n    responseCode: 200\n    environments:\n      prod: # live\n        responseCode: 201 # why\n      dev: {responseCode: 203}\n',
    ],
    [
      'adds fields to an empty part',
      'webhooks:\n  - name: orders\n    responseCode: 200\n    enabled: true\n    environments: {prod: {}}\n',
      orders({ responseCode: 201, enabled: false }),
      'webhooks:\n  - name: orders\n    responseCode: 200\n    enabled: true\n    environments: {prod: {enabled: false, responseCode: 201}}\n',
    ],
    [
      'adds a part next to that of another environment',
      'webhooks:\n  - name: orders\n    enabled: true\n    environments:\n      dev:\n        enabled: false\n',
      orders({ enabled: false }),
      'webhooks:\n  - name: orders\n    enabled: true\n    environments:\n      dev:\n        enabled: false\n      prod:\n        enabled: false\n',
    ],
    [
      'overrides the defaults of its environment',
      'defaults:\n  environments: {prod: {enabled: true}}\nwebhooks:\n  - name: orders\n',
      orders({ enabled: false }),
      'defaults:\n  environments: {prod: {enabled: true}}\nwebhooks:\n  - name: orders\n    environments:\n      prod:\n        enabled: false\n',
    ],
    [
      'changes the entry itself where no other environment uses it',
      'webhooks:\n  - name: orders\n    only: prod\n    enabled: true\n',
      orders({ enabled: false }),
      'webhooks:\n  - name: orders\n    only: prod\n    enabled: false\n',
    ],
    [
      'overrides an alias with all of its fields',
      'x-live: &live {enabled: true, description: "$${x}"}\nwebhooks:\n  - name: orders\n    environments: {prod: *live}\n',
      orders({ enabled: false, description: '${x}' }),
      'x-live: &live {enabled: true, description: "$${x}"}\nwebhooks:\n  - name: orders\n    environments: {prod: {enabled: false, description: "$${x}"}}\n',
    ],
    [
      'overrides an alias for all environments',
      'x-parts: &parts\n  dev: {enabled: false}\nwebhooks:\n  - name: orders\n    enabled: true\n    environments: *parts\n',
      orders({ enabled: false }),
      'x-parts: &parts\n  dev: {enabled: false}\nwebhooks:\n  - name: orders\n    enabled: true\n    environments: {dev: {enabled: false}, prod: {enabled: false}}\n',
    ],
    [
      'overrides environments from a merge key',
      'x-base: &base\n  environments: {dev: {enabled: false}}\nwebhooks:\n  - <<: *base\n    name: orders\n    enabled: true\n',
      orders({ enabled: false }),
      'x-base: &base\n  environments: {dev: {enabled: false}}\nwebhooks:\n  - <<: *base\n    name: orders\n    enabled: true\n    environments:\n      dev:\n        enabled: false\n      prod:\n        enabled: false\n',
    ],
    [
      'removes itself from only, and keeps an entry that others use',
      'webhooks:\n  - name: orders\n  - name: gone # x\n    only: [dev, prod]\n  - name: gone-2\n    only:\n      - dev\n      - prod # live\n  - name: gone-3\n    enabled: true\n',
      orders(),
      'webhooks:\n  - name: orders\n  - name: gone # x\n    only: [dev]\n  - name: gone-2\n    only:\n      - dev\n  - name: gone-3\n    only: dev\n    enabled: true\n',
    ],
    [
      'removes an entry that no other environment uses',
      'webhooks:\n  - name: orders\n  - name: gone\n    only: [prod]\n',
      orders(),
      'webhooks:\n  - name: orders\n',
    ],
    [
      'leaves the entries of other environments alone',
      'webhooks:\n  - name: orders\n  - name: load-test\n    only: dev\n    enabled: ${X}\n',
      orders({ enabled: false }),
      'webhooks:\n  - name: orders\n  - name: load-test\n    only: dev\n    enabled: ${X}\n',
    ],
    [
      'appends a new webhook for its own environment only',
      'defaults: {enabled: true, environments: {prod: {responseCode: 202}}}\nwebhooks:\n  - name: orders\n',
      [...orders({ responseCode: 202 }), shown('2', 'new', { responseCode: 202, enabled: false })],
      `defaults: {enabled: true, environments: {prod: {responseCode: 202}}}\nwebhooks:\n  - name: orders\n  - name: new # id: ${id('2')}\n    only: [prod]\n    enabled: false\n`,
    ],
    [
      'adds itself to the entry with the name of a new webhook',
      'defaults: {enabled: true}\nwebhooks:\n  - name: orders\n    only: dev # soon all\n',
      orders({ enabled: false }),
      'defaults: {enabled: true}\nwebhooks:\n  - name: orders\n    only: [dev, prod] # soon all\n    environments:\n      prod:\n        enabled: false\n',
    ],
    [
      'adds itself to a one-item list on several lines',
      'webhooks:\n  - name: orders\n    only:\n    - dev\n',
      orders(),
      'webhooks:\n  - name: orders\n    only:\n    - dev\n    - prod\n',
    ],
    [
      'adds a secret for its own environment',
      'defaults: {basicAuthPassword: ""}\nwebhooks:\n  - name: orders\n    environments: {dev: {basicAuthPassword: "${ORDERS_PASSWORD}"}}\n',
      orders({ basicAuthPassword: 'not-real' }),
      'defaults: {basicAuthPassword: ""}\nwebhooks:\n  - name: orders\n    environments: {dev: {basicAuthPassword: "${ORDERS_PASSWORD}"}, prod: {basicAuthPassword: "${ORDERS_PASSWORD}"}}\n',
    ],
    [
      'pins its own entry if its webhook shares its name',
      'webhooks:\n  - name: orders\n    only: prod\n',
      [shown('a', 'orders'), shown('b', 'orders')],
      `webhooks:\n  - name: orders\n    id: ${id('a')}\n    only: prod\n  - name: orders\n    id: ${id('b')}\n    only: [prod]\n`,
    ],
    [
      'pins a new entry next to one with its name that another environment has pinned',
      `webhooks:\n  - name: orders\n    id: ${id('a')}\n    only: dev\n`,
      [shown('b', 'orders')],
      `webhooks:\n  - name: orders\n    id: ${id('a')}\n    only: dev\n  - name: orders\n    id: ${id('b')}\n    only: [prod]\n`,
    ],
    [
      'uses the variable that the webhook has in another environment',
      `webhooks:\n  - name: orders\n    id: ${id('a')}\n    only: dev\n    basicAuthPassword: \${ORDERS_PASSWORD}\n`,
      [shown('b', 'orders', { basicAuthPassword: 'not-real' })],
      `webhooks:\n  - name: orders\n    id: ${id('a')}\n    only: dev\n    basicAuthPassword: \${ORDERS_PASSWORD}\n  - name: orders\n    id: ${id('b')}\n    only: [prod]\n    basicAuthPassword: \${ORDERS_PASSWORD}\n`,
    ],
    [
      'leaves names alone that two webhooks have swapped in it',
      `webhooks:\n  - name: orders # id: ${id('2')}\n  - name: bills # id: ${id('1')}\n`,
      [...orders(), shown('2', 'bills')],
      `webhooks:\n  - name: orders # id: ${id('2')}\n  - name: bills # id: ${id('1')}\n`,
    ],
  ])('%s', async (_, text, webhooks, expected) => {
    const exported = await prod(text, webhooks);
    expect(exported).toMatchObject({ text: head + expected, warnings: [] });
    const again = await prod(expected, webhooks);
    expect(again).toMatchObject({ text: exported.text, changes: [], warnings: [] });
  });

  test.each<[string, string, readonly Webhook[], ...RegExp[]]>([
    [
      'a different name in Losant',
      `webhooks:\n  - name: old # id: ${id('1')}\n`,
      orders(),
      /^"orders": the file calls it "old": its name was not changed/,
    ],
    [
      'a different name of a webhook with an id',
      `webhooks:\n  - name: old\n    id: ${id('1')}\n    only: prod\n`,
      orders(),
      /^"orders": the file calls it "old"/,
    ],
    [
      'a rename that is pending',
      'webhooks:\n  - name: new\n    formerly: orders\n',
      orders(),
      /^"orders": the file renames it to "new", which is still pending/,
    ],
    [
      'a webhook whose name is a former one',
      'webhooks:\n  - name: new\n    formerly: orders\n',
      [...orders(), shown('2', 'new')],
      /^"new": its former name "orders" exists in Losant too/,
      /^"orders": it \(1+\) was not added: an entry has this name under formerly/,
    ],
    [
      'webhooks that share the name of an entry for all environments',
      'webhooks:\n  - name: orders\n',
      [...orders(), shown('2', 'orders')],
      /its name does not identify it/,
      /^"orders": it \(2+\) was not added: another entry has this name, and no id/,
    ],
    [
      'an anchor of the whole entry',
      'webhooks:\n  - &a\n    name: orders\n    enabled: true\n  - <<: *a\n    name: b\n',
      [...orders({ enabled: false }), shown('2', 'b')],
      /enabled was not changed, since that would change an anchor/,
    ],
    [
      'an anchor of a part',
      'webhooks:\n  - name: orders\n    environments: {prod: &p {enabled: true}, dev: *p}\n',
      orders({ enabled: false }),
      /enabled was not changed, since that would change an anchor/,
    ],
    [
      'a former name that exists too, of an entry that it is added to',
      'webhooks:\n  - name: orders\n    formerly: old\n    only: dev\n',
      [...orders(), shown('2', 'old')],
      /^"orders": its former name "old" exists in Losant too, and sync refuses that: delete that webhook/,
      /^"old": it \(2+\) was not added: an entry has this name under formerly/,
    ],
  ])('warns of %s', async (_, text, webhooks, ...messages) => {
    const exported = await prod(text, webhooks);
    expect(exported.warnings).toEqual(messages.map((message) => expect.stringMatching(message)));
  });

  test('removes only itself of three environments, and lists that as an update', async () => {
    const text = 'environments: [dev, test, prod]\nwebhooks:\n  - name: orders\n  - name: gone\n';
    const exported = await exportTo(text, orders(), { environment: 'prod' });
    expect(exported.text).toBe(`${text}    only: [dev, test]\n`);
    expect(exported.changes).toMatchObject([{ action: 'update', name: 'gone', keys: ['only'] }]);
  });

  test('removes itself from a list on one line, and keeps the others', async () => {
    const text =
      'environments: [dev, test, prod]\nwebhooks:\n  - name: orders\n  - name: gone\n    only: [dev, test, prod] # x\n';
    const exported = await exportTo(text, orders(), { environment: 'prod' });
    expect(exported.text).toBe(text.replace('only: [dev, test, prod]', 'only: [dev, test]'));
  });

  test('needs no variables of other environments, and lists those that it needs', async () => {
    const { uses } = await prod(
      'webhooks:\n  - name: orders\n    basicAuthPassword: ${P}\n    environments: {dev: {basicAuthPassword: "${D}"}}\n  - name: ${N}\n    only: dev\n',
      orders({ basicAuthPassword: 'x' }),
    );
    expect(uses).toEqual([{ variable: 'P', webhook: 'orders', field: 'basicAuthPassword', isSecret: true }]);
  });

  test('requires the input environment exactly if the file has environments', async () => {
    await expect(exportTo(`${head}webhooks: []`, [])).rejects.toThrow(/the input environment is missing/);
    await expect(exportTo('webhooks: [{name: a}]', [], { environment: 'prod' })).rejects.toThrow(/no "environments"/);
    await expect(exportTo(`${head}webhooks: []`, [], { environment: 'prd' })).rejects.toThrow(/"prd".*"prod"/);
  });
});
