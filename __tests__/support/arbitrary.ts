/** Random inputs, webhooks, and strings, for tests of properties that always hold. */
import fc from 'fast-check';
import { unsettableReason } from '../../src/body/settings.ts';
import { type FieldName, fieldNames, getField, isSecretField, type WebhookFields } from '../../src/losant/fields.ts';

/**
 * Checks a property with this many random values. They are the same in every run, so that nothing fails by chance.
 * To try others, set `SEED` in the environment; to try more, `TIMES`.
 */
export async function check<T>(
  values: fc.Arbitrary<T>,
  runs: number,
  holds: (value: T) => void | Promise<void>,
): Promise<void> {
  const [seed, times] = [Number(process.env['SEED'] ?? 1), Number(process.env['TIMES'] ?? 1)];
  await fc.assert(
    fc.asyncProperty(values, async (value) => holds(value)),
    { seed, numRuns: runs * times },
  );
}

/** Pieces that could give a string a special meaning. */
export const hostilePieces = [
  '::error::x',
  '::set-output name=a::b',
  '::add-mask::a',
  '::stop-commands::t',
  ' ::debug::x',
  '##[error]x',
  '##[group]',
  '\r\n::error::y\n',
  '\u2028::error::z',
  '\u0085::error::z',
  '\u001b[31mred\u001b[0m',
  '\u001b]8;;https://example.com\u0007link\u001b]8;;\u0007',
  '\u202etxt.exe',
  '\u2066\u2069\u200f\u200b\ufeff',
  '\ud800',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</code></td></table><!--',
  '&lt;b&gt;',
  '@octocat',
  '#1 GH-1 octo-org/octo-repo#1',
  '[link](https://example.com)',
  'https://example.com www.example.com a@example.com',
  '![image](https://example.com/x.png)',
  '| cell | `code` | **bold** | ~~no~~ | _it_ |',
  '\n\n# heading\n---\n> quote\n```\n',
  '$(id) `id` ${{ github.token }} ${HOME} %0A %25',
  '{{globals.password}}',
  '\u0000\u0001\u007f\u009b',
  '🧑‍🚀',
];

/** Any string, often a hostile one. */
export const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(fc.oneof(fc.constantFrom(...hostilePieces), fc.string({ maxLength: 8 })), { maxLength: 6 })
    .map((parts) => parts.join('')),
);

/** A value that the field allows. */
function fieldValue(name: FieldName): fc.Arbitrary<string | number | boolean> {
  const field = getField(name);
  switch (field.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: field.minimum, max: field.maximum });
    case 'enum':
      return fc.constantFrom(...field.values);
    case 'string':
      // The server, like JSON Schema, counts characters; a lone surrogate does not survive JSON over HTTP.
      return (
        text
          .map((value) => [...value.toWellFormed()].slice(0, field.maxLength).join(''))
          .map((value) => ([...value].length < field.minLength ? 'x' : value))
          .map((value) => (name === 'description' ? value.trimEnd() : value))
          // Excludes what is refused on purpose, such as control characters or a variable in a password.
          .map((value) =>
            unsettableReason(name, value) === null && !(isSecretField(name) && value.includes('${')) ? value : 'x',
          )
      );
  }
}

/** Some of the fields that can be set, except `isWebsocket`, which can't be changed. */
export const someFields: fc.Arbitrary<WebhookFields> = fc.record(
  Object.fromEntries(fieldNames.filter((name) => name !== 'isWebsocket').map((name) => [name, fieldValue(name)])),
  { requiredKeys: [] },
);
