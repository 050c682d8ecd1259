import { describe, expect, test } from '@jest/globals';
import { editText } from '../../src/file/edit.ts';
import { type ExistingFile, proveText, readExistingFile } from '../../src/file/existing-file.ts';

const source = {
  file: { name: 'w.yml', path: '/w.yml' },
  env: {},
  listed: [],
  environment: null,
  required: 'all',
} as const;

async function read(text: string): Promise<ExistingFile> {
  const existing = await readExistingFile({ ...source, text });
  if (existing === null) throw new Error('it is empty');
  return existing;
}

const text = 'defaults: {enabled: true}\nwebhooks:\n  - name: a\n    description: x\n  - name: b\n';
const unchanged = { entries: [{ name: 'a', description: 'x' }, { name: 'b' }], added: [] };

describe('a text that is read back', () => {
  test('is accepted if it says what was meant', async () => {
    const wanted = {
      entries: [{ name: 'a', description: 'y' }, null],
      added: [{ name: 'c', only: ['d'], basicAuthPassword: '${C_PASSWORD}' }].map(({ only: _, ...entry }) => entry),
    };
    const existing = await read(text);
    const changed = editText(existing, wanted);
    expect((await proveText(existing, changed, wanted)).document.text).toBe(changed);
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
  ])('is refused with %s, and names line, entry, and field', async (what, changed, place) => {
    const proof = proveText(await read(text), changed, unchanged);
    if (what === 'a value') await expect(proof).resolves.toMatchObject({ list: { items: { length: 2 } } });
    else {
      const separator = place === '' ? ': ' : `, ${place}`;
      await expect(proof).rejects.toThrow(
        `body-file w.yml${separator}The file cannot be updated: it is written in a way`,
      );
    }
  });

  test('says which line would be wrong', async () => {
    await expect(proveText(await read(text), `${text}    enabeld: true\n`, unchanged)).rejects.toThrow(
      /the result would not be valid \(body-file w\.yml, line 6, column 5, webhook "b": unknown field "enabeld"/,
    );
  });
});
