import { describe, expect, test } from '@jest/globals';
import { collapsible, inline, layout, paragraphs, table } from '../../src/report/layout.ts';

const rows = (count: number): string[][] => Array.from({ length: count }, (_, index) => [`r${index}`, 'x']);
const cells = (row: string[]): string[] => row;

describe('a report', () => {
  test('contains its sections, except for those without items', () => {
    const sections = [
      table(['A', 'B'], rows(2), cells),
      paragraphs([], String),
      table(['C'], [['in']], cells, '> '),
      inline('Names: ', ['a', 'b'], String),
      collapsible(paragraphs(['one', 'two'], String), 'Heading', true),
      collapsible(paragraphs(['three'], String), 'Other', false),
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
    expect(layout('', [paragraphs(['one'], String)], '', 1000)).toBe('one\n');
  });

  test('leaves out what does not fit, beginning with the last sections, and says how much', () => {
    let made = 0;
    const count = (row: string[]): string[] => {
      made += 1;
      return row;
    };
    const sections = [
      table(['A', 'B'], rows(3), cells, '> '),
      table(['C', 'D'], rows(1000), count),
      collapsible(paragraphs(['x'.repeat(500)], String), 'Other', false),
      inline('Names: ', ['a'.repeat(500), 'b'], String),
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
    const text = layout('', [table(['A', 'B'], rows(100), cells, '> ')], '', 200);
    expect(text).toMatch(/\n> \| r\d \| x \|\n>\n> … and \d\d more\n$/);
  });
});
