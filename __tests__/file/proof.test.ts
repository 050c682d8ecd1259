import { describe, expect, test } from '@jest/globals';
import { editText } from '../../src/file/edit.ts';
import { type ExistingFile, readExistingFile } from '../../src/file/existing-file.ts';
import { proveText } from '../../src/file/proof.ts';

const settings = { name: 'w.yml', path: '/w.yml', env: {}, listed: [], environment: null };

function read(text: string): ExistingFile {
  const existing = readExistingFile(text, settings);
  if (existing === null) throw new Error('it is empty');
  return existing;
}

const none = { entries: new Map(), removed: new Set<number>(), added: [], newVariables: new Set<string>() };
const text = 'defaults: {enabled: true}\nwebhooks:\n  - name: a\n    description: x\n  - name: b\n';

describe('a text that is read back', () => {
  test('is accepted if it says what was meant', () => {
    const changes = {
      ...none,
      entries: new Map([[0, { name: 'a', description: 'y' }]]),
      removed: new Set([1]),
      added: [{ name: 'c', only: ['d'], basicAuthPassword: '${C_PASSWORD}' }].map(({ only: _, ...entry }) => entry),
      newVariables: new Set(['C_PASSWORD']),
    };
    const existing = read(text);
    const changed = editText(existing.document, existing.list, existing.items, changes);
    expect(proveText(existing, changed, changes).text).toBe(changed);
  });

  test.each<[string, string, string]>([
    ['a value', text.replace('x', 'x # y'), ''],
    ['another value', text.replace('x', 'z'), 'line 4, column 5, webhook "a", description: '],
    [
      'a value that is missing',
      text.replace('    description: x\n', ''),
      'line 4, column 5, webhook "a", description: ',
    ],
    ['a value that is new', `${text}    enabled: false\n`, 'line 5, column 5, webhook "b", enabled: '],
    ['an entry that is missing', text.replace('  - name: b\n', ''), 'line 5, column 5, webhook "b": '],
    ['an entry that is new', `${text}  - name: c\n`, 'line 2, column 1: '],
    ['other defaults', text.replace('true', 'false'), 'line 1, column 12, enabled: '],
    ['nothing', ' ', 'line 1, column 1: '],
    ['an invalid text', `${text}  - name: [`, ''],
    ['JSON', '[]', ''],
  ])('is refused with %s, and names line, entry, and field', (what, changed, place) => {
    const prove = () => proveText(read(text), changed, none);
    if (what === 'a value') expect(prove).not.toThrow();
    else {
      const separator = place === '' ? ': ' : `, ${place}`;
      expect(prove).toThrow(`body-file w.yml${separator}The file cannot be updated: it is written in a way`);
    }
  });

  test('says which line would be wrong', () => {
    expect(() => proveText(read(text), `${text}    enabeld: true\n`, none)).toThrow(
      /the result would not be valid \(body-file w\.yml, line 6, column 5, webhook "b": unknown field "enabeld"/,
    );
  });
});
