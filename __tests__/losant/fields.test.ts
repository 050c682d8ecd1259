import { describe, expect, test } from '@jest/globals';
import { webhookDefaults } from '../../local/losant/index.ts';
import {
  allowed,
  defaultFields,
  type FieldName,
  fieldNames,
  getField,
  isAllowed,
  isMaskedValue,
  isSecretField,
} from '../../src/losant/fields.ts';

const long = (length: number): string => '😀'.repeat(length);

describe('the table of fields', () => {
  test('has the fields and defaults that the API has', () => {
    expect([...fieldNames].sort()).toEqual(Object.keys(webhookDefaults).sort());
    for (const name of fieldNames.filter((field) => field !== 'name')) {
      expect([name, getField(name).default]).toEqual([name, webhookDefaults[name]]);
    }
  });

  test('has a default for every field except the name', () => {
    expect(defaultFields).not.toHaveProperty('name');
    expect({ ...defaultFields, name: webhookDefaults.name }).toEqual(webhookDefaults);
  });

  test('lists the secret fields', () => {
    expect(fieldNames.filter(isSecretField)).toEqual(['verificationCode', 'basicAuthPassword']);
  });

  test('has valid defaults', () => {
    for (const name of fieldNames.filter((field) => field !== 'name')) {
      expect(isAllowed(getField(name), getField(name).default)).toBe(true);
    }
  });
});

test.each<[FieldName, unknown, boolean]>([
  ['name', '', false],
  ['name', 'n', true],
  ['name', long(255), true],
  ['name', long(256), false],
  ['description', long(32_767), true],
  ['description', long(32_768), false],
  ['basicAuthUsername', '', true],
  ['basicAuthUsername', long(256), false],
  ['enabled', 'true', false],
  ['enabled', null, false],
  ['enabled', false, true],
  ['responseCode', 99, false],
  ['responseCode', 100, true],
  ['responseCode', 599, true],
  ['responseCode', 600, false],
  ['responseCode', 200.5, false],
  ['responseCode', Number.NaN, false],
  ['responseCode', '200', false],
  ['castBuffersAs', 'hex', true],
  ['castBuffersAs', 'HEX', false],
  ['verificationType', 'toString', false],
])('whether %s may be %j: %s', (name, value, expected) => {
  expect(isAllowed(getField(name), value)).toBe(expected);
});

test.each<[FieldName, string]>([
  ['name', 'a string of 1 to 255 characters'],
  ['description', 'a string of at most 32767 characters'],
  ['enabled', 'true or false'],
  ['responseCode', 'a whole number from 100 to 599'],
  ['verificationType', 'one of none, facebook, fitbit, twilio, alexa'],
])('the limits of %s are described as %s', (name, words) => {
  expect(allowed(getField(name))).toBe(words);
});

test.each<[unknown, boolean]>([
  ['***', true],
  ['••••', true],
  ['●', true],
  ['', false],
  ['**a', false],
  ['a**', false],
  [['***'], false],
  ['xxx', false],
  [5, false],
  [undefined, false],
])('whether %j is a mask: %s', (value, expected) => {
  expect(isMaskedValue(value)).toBe(expected);
});
