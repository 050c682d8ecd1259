/** Random files for sync in the styles in which people write YAML, and random applications that have much in common with them. */
import fc from 'fast-check';
import { stringify } from 'yaml';
import { fieldNames, getField, isSecretField } from '../../src/losant/fields.ts';
import type { Webhook } from '../../src/losant/webhook.ts';

export const environments = ['dev', 'prod'] as const;

export interface RandomFile {
  readonly text: string;
  /** The environment to export; null for a file without environments. */
  readonly environment: string | null;
  readonly variables: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, string | number | boolean>>;

/** How an entry is written. */
interface Look {
  readonly isFlow: boolean;
  readonly isShuffled: boolean;
  readonly quote: 'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE';
  readonly comment: string;
  readonly blank: boolean;
  readonly merge: 'none' | 'merge' | 'alias';
  /** Comments beside and below values. */
  readonly notes: 'none' | 'beside' | 'below';
}

interface RandomEntry {
  readonly name: string;
  readonly fields: Fields;
  readonly parts: Readonly<Record<string, Fields>>;
  readonly only: readonly string[] | null;
  readonly formerly: readonly string[];
  /** The number of the webhook whose id is in a comment; null for none. */
  readonly commentId: number | null;
  readonly look: Look;
}

const names = ['orders', 'billing', 'Shop A', 'x${y}', '# no', "it's", '- dash', 'é: ü', 'true', '12'];
const strings = [
  '',
  'x',
  'one\ntwo',
  ' a\n  b\n\nc',
  'a: b # c',
  "'",
  '"',
  '${',
  '$${X}',
  '{{x}}',
  'é\u2028\t',
  '- a',
  'long '.repeat(30),
  'end\n',
];
const plainFields = fieldNames.filter((name) => name !== 'name' && !isSecretField(name) && name !== 'isWebsocket');

function randomValue(name: (typeof fieldNames)[number]): fc.Arbitrary<string | number | boolean> {
  const field = getField(name);
  if (field.type === 'boolean') return fc.boolean();
  if (field.type === 'integer') return fc.constantFrom(200, 201, 404);
  if (field.type === 'enum') return fc.constantFrom(...field.values);
  if (name === 'basicAuthUsername')
    return fc.constantFrom('', 'u', 'user: not'.replace(':', '-'), '${U}'.replace('$', 'S'));
  if (isSecretField(name)) return fc.constantFrom('', 'not-real-1', 'not-real-2');
  return fc.constantFrom(...strings);
}

const fields: fc.Arbitrary<Fields> = fc
  .record(Object.fromEntries([...plainFields, 'basicAuthPassword' as const].map((name) => [name, randomValue(name)])), {
    requiredKeys: [],
  })
  .chain((values) =>
    fc.subarray(Object.keys(values)).map((keys) =>
      Object.fromEntries(
        keys.flatMap((key) => {
          const value = values[key];
          return value === undefined ? [] : [[key, value] as const];
        }),
      ),
    ),
  );

const look: fc.Arbitrary<Look> = fc.record({
  isFlow: fc.boolean(),
  isShuffled: fc.boolean(),
  quote: fc.constantFrom('PLAIN', 'PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'),
  comment: fc.constantFrom('none', 'above', 'beside', 'below'),
  blank: fc.boolean(),
  merge: fc.constantFrom('none', 'none', 'none', 'merge', 'alias'),
  notes: fc.constantFrom('none', 'beside', 'below'),
});

const entryOf = (name: string): fc.Arbitrary<RandomEntry> =>
  fc.record({
    name: fc.constant(name),
    fields,
    parts: fc.record({ dev: fields, prod: fields }, { requiredKeys: [] }),
    only: fc.option(fc.subarray([...environments], { minLength: 1 })),
    formerly: fc.constantFrom<readonly string[]>([], [], [`former ${name}`], [`former ${name}`, `older ${name}`]),
    commentId: fc.option(fc.nat(6)),
    look,
  });

const variables = { CODE: '201', ON: 'false', TEXT: 'x', PASSWORD_A: 'not-real-1' };

/** A value as people write it: sometimes as a variable with this value. */
function written(key: string, value: string | number | boolean): string | number | boolean {
  if (key === 'responseCode' && value === 201) return '${CODE}';
  if (key === 'enabled' && value === false) return '${ON}';
  if (key === 'basicAuthPassword' && value !== '') return '${PASSWORD_A}';
  if (key === 'description' && value === 'x') return '${TEXT}';
  return typeof value === 'string' ? value.replaceAll('${', () => '$${') : value;
}

function scalar(value: unknown, { quote }: Look, isFlow: boolean): string {
  const isText = typeof value === 'string';
  const options = {
    lineWidth: 0,
    defaultStringType: quote,
    defaultKeyType: 'PLAIN',
    doubleQuotedMinMultiLineLength: 10_000,
  } as const;
  if (isFlow && isText && (quote === 'QUOTE_DOUBLE' || /[^A-Za-z0-9 ]|^$/.test(value))) return JSON.stringify(value);
  return stringify({ k: value }, options).slice('k: '.length, -1);
}

function pairsOf(entry: RandomEntry, hasEnvironments: boolean): [string, unknown][] {
  const all = Object.entries(entry.fields).map(([key, value]): [string, unknown] => [key, written(key, value)]);
  const pairs = entry.look.isShuffled ? all.toReversed() : all;
  const former = entry.formerly.map((name) => name.replaceAll('${', () => '$${'));
  const formerly: [string, unknown][] =
    former.length === 0 ? [] : [['formerly', former.length === 1 ? former[0] : former]];
  const only: [string, unknown][] =
    hasEnvironments && entry.only !== null ? [['only', entry.only.length === 1 ? entry.only[0] : entry.only]] : [];
  const parts = Object.entries(entry.parts).map(([name, part]) => [
    name,
    Object.fromEntries(Object.entries(part).map(([key, value]) => [key, written(key, value)])),
  ]);
  const environments: [string, unknown][] =
    hasEnvironments && parts.length > 0 ? [['environments', Object.fromEntries(parts)]] : [];
  return [...formerly, ...only, ...pairs, ...environments];
}

export function entryId(number: number): string {
  return number.toString(16).repeat(24).slice(0, 24);
}

function flow(value: unknown, at: Look): string {
  if (Array.isArray(value)) return `[${value.map((item) => flow(item, at)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(value, at, true);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}: ${flow(item, at)}`)
    .join(', ')}}`;
}

function block(key: string, value: unknown, at: Look, indent: string): string[] {
  if (Array.isArray(value))
    return at.isShuffled
      ? [`${indent}${key}:`, ...value.map((item) => `${indent}  - ${scalar(item, at, true)}`)]
      : [`${indent}${key}: ${flow(value, at)}`];
  if (typeof value === 'object' && value !== null) {
    if (at.blank || Object.keys(value).length === 0) return [`${indent}${key}: ${flow(value, at)}`];
    return [
      `${indent}${key}:`,
      ...Object.entries(value).flatMap(([name, item]) => block(name, item, at, `${indent}  `)),
    ];
  }
  const [first = '', ...rest] = scalar(value, at, false).split('\n');
  // A comment after a value of several lines could be a part of it, except in the first line of a block literal.
  const note = at.notes === 'beside' && (rest.length === 0 || /^[|>]/.test(first)) ? ' # was ${X}: before' : '';
  const below = at.notes === 'below' && rest.length === 0 ? [`${indent}    # note: below`] : [];
  return [`${indent}${key}: ${first}${note}`, ...rest.map((line) => (line === '' ? '' : indent + line)), ...below];
}

function entryLines(entry: RandomEntry, index: number, hasEnvironments: boolean): string[] {
  const at = entry.look;
  const pairs: [string, unknown][] = [
    ['name', entry.name.replaceAll('${', () => '$${')],
    ...pairsOf(entry, hasEnvironments),
  ];
  const id = entry.commentId === null ? '' : ` # id: ${entryId(entry.commentId)}`;
  const note = (where: string): string[] => (at.comment === where ? [`# ${where} ${index}`] : []);
  if (at.isFlow) return [...note('above'), `- ${flow(Object.fromEntries(pairs), at)}${id}`];
  const lines = pairs.flatMap(([key, value], number) => {
    const [first = '', ...rest] = block(key, value, at, '  ');
    const isPlace = number === 0 && rest.length === 0;
    const beside = note('beside')
      .map((text) => ` ${text}`)
      .join('');
    return [`${first}${isPlace ? id || beside : ''}`, ...rest];
  });
  if (at.merge === 'merge') lines.push('  <<: *base');
  if (at.merge === 'alias' && !lines.some((line) => line.startsWith('  waitForReply:')))
    lines.push('  waitForReply: *flag');
  const body = lines.map((line, number) => (number === 0 ? `- ${line.slice(2)}` : line));
  return [
    ...(at.blank && index > 0 ? [''] : []),
    ...note('above'),
    ...body,
    ...note('below').map((text) => `  ${text}`),
  ];
}

export const randomFile: fc.Arbitrary<RandomFile> = fc
  .record({
    entries: fc.subarray(names).chain((chosen) => fc.tuple(...chosen.map(entryOf))),
    defaults: fc.option(fields),
    defaultParts: fc.record({ dev: fields, prod: fields }, { requiredKeys: [] }),
    environment: fc.option(fc.constantFrom(...environments)),
    scope: fc.option(fc.constantFrom('*', '?*')),
    indent: fc.constantFrom('', '  ', '    '),
    eol: fc.constantFrom('\n', '\n', '\r\n'),
    isBare: fc.boolean(),
    ending: fc.constantFrom('', '\n', '\n# the end\n'),
    mark: fc.constantFrom('', '', '\ufeff'),
    isSet: fc.boolean(),
    look,
  })
  .map(
    ({ entries, defaults, defaultParts, environment, scope, indent, eol, isBare, ending, mark, isSet, look: at }) => {
      const needsBase = entries.some(({ look: { isFlow, merge } }) => !isFlow && merge !== 'none');
      const isList = isBare && environment === null && !needsBase && entries.length > 0;
      const items = entries.flatMap((entry, index) => entryLines(entry, index, environment !== null));
      const head = [
        '# top',
        ...(needsBase ? ['x-base: &base {responseCode: 404, castBuffersAs: utf8}', 'x-flag: &flag true'] : []),
        ...(environment === null ? [] : ['environments: [dev, prod] # all']),
        ...(defaults === null
          ? []
          : block(
              'defaults',
              Object.fromEntries([
                ...Object.entries(defaults).map(([key, value]) => [key, written(key, value)]),
                ...(environment === null || Object.keys(defaultParts).length === 0
                  ? []
                  : [
                      [
                        'environments',
                        Object.fromEntries(
                          Object.entries(defaultParts).map(([name, part]) => [
                            name,
                            Object.fromEntries(Object.entries(part).map(([key, value]) => [key, written(key, value)])),
                          ]),
                        ),
                      ],
                    ]),
              ]),
              at,
              '',
            )),
        entries.length === 0 ? 'webhooks: []' : 'webhooks:',
      ];
      const tail = scope === null ? [] : [`scope: "${scope}" # all of them`];
      const list = items.map((line) => (line === '' ? '' : indent + line));
      const lines = isList ? ['# top', ...items] : [...head, ...list, ...tail];
      return {
        text: mark + (lines.join('\n') + ending).replaceAll('\n', eol),
        environment,
        variables: isSet ? variables : {},
      };
    },
  );

/** Webhooks with random names and fields, some of which are those of a file. */
export const randomWebhooks: fc.Arbitrary<Webhook[]> = fc
  .uniqueArray(
    fc.record({
      number: fc.nat(6),
      name: fc.constantFrom(...names, 'former orders', 'older billing', 'new-1', 'new 2'),
      fields: fc.record(
        Object.fromEntries(
          [...plainFields, 'basicAuthPassword' as const, 'verificationCode' as const].map((name) => [
            name,
            randomValue(name),
          ]),
        ),
      ),
    }),
    { selector: ({ number }) => number, maxLength: 6 },
  )
  .map((webhooks) =>
    webhooks.map(({ number, name, fields: values }) => {
      const code = values['verificationType'] === 'fitbit' ? { responseCode: 204 } : {};
      // Webhooks that share a name have the same secrets, so that tests don't have to distinguish their variables.
      const { basicAuthPassword = '', verificationCode = '' } =
        webhooks.find((other) => other.name === name)?.fields ?? {};
      return { ...values, ...code, basicAuthPassword, verificationCode, id: entryId(number), name };
    }),
  );
