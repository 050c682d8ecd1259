import { describe, expect, test } from '@jest/globals';
import { collapsible, inline, layout, paragraphs, row, table } from '../../src/report/layout.ts';
import { lazy } from '../../src/report/lazy.ts';

const rows = (count: number): string[] => Array.from({ length: count }, (_, index) => row(`r${index}`, 'x'));

describe('a report', () => {
  test('contains its sections, except for those without items', () => {
    const sections = [
      table(['A', 'B'], rows(2)),
      paragraphs([]),
      table(['C'], [row('in')], '> '),
      inline('Names: ', ['a', 'b']),
      collapsible(paragraphs(['one', 'two']), 'Heading', true),
      collapsible(paragraphs(['three']), 'Other', false),
    ];
    expect(layout('head', sections, 'foot', 2000)).toBe(`head

| A | B |
| --- | --- |
| r0 | x |
| r1 | x |

> | C |
> | --- |
> | in |

Names: a, b

<details open><summary>Heading</summary>

one

two

</details>

<details><summary>Other</summary>

three

</details>

foot
`);
  });

  test('leaves out an empty head or foot', () => {
    expect(layout('', [paragraphs(['one'])], '', 1000)).toBe('one\n');
  });

  test('leaves out what does not fit, beginning with the last sections, and says how much', () => {
    let made = 0;
    const counted = lazy(rows(1000), (line) => {
      made += 1;
      return line;
    });
    const sections = [
      table(['A', 'B'], rows(3), '> '),
      table(['C', 'D'], counted),
      collapsible(paragraphs(['x'.repeat(500)]), 'Other', false),
      inline('Names: ', ['a'.repeat(500), 'b']),
    ];
    const text = layout('head', sections, 'foot', 1000);
    expect(Buffer.byteLength(text)).toBeLessThan(1000);
    expect(text).toContain('> | r0 | x |\n> | r1 | x |\n> | r2 | x |\n');
    expect(text).toMatch(/\| r\d+ \| x \|\n\n… and \d{3} more\n/);
    expect(text).toMatch(/<summary>Other<\/summary>\n+… and 1 more\n\n<\/details>/);
    expect(text).toMatch(/Names: +… and 2 more\n/);
    expect(made).toBeLessThan(100);
  });

  test('ends a quoted table with the line that says how much is missing', () => {
    const text = layout('', [table(['A', 'B'], rows(100), '> ')], '', 200);
    expect(text).toMatch(/\n> \| r\d \| x \|\n>\n> … and \d\d more\n$/);
  });
});
