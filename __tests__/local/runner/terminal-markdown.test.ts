import { expect, test } from '@jest/globals';
import { terminalMarkdown } from '../../../local/runner/terminal-markdown.ts';

test.each<[string, string, string]>([
  ['a heading', '### Losant webhooks: sync', 'Losant webhooks: sync'],
  ['bold, code and links', '**3 deleted** in [`6b06`](https://example.com/x)', '3 deleted in 6b06'],
  ['an alert', '> [!CAUTION]\n> **orders** goes', 'CAUTION:\norders goes'],
  ['a table', '| Webhook | Change |\n| --- | --- |\n| `a` | `1` → `2` |', 'Webhook  Change\n a  1 → 2'],
  ['collapsed sections', '<details><summary>🟢 <b>1 to create</b></summary>\n\nx\n</details>', '🟢 1 to create\n\nx'],
  ['entities', 'pr-&#42; &lt;b&gt; &amp;', 'pr-* <b> &'],
  ['a code block, as it is', '```diff\n- a: **1**\n+ a: &lt;\n```', '- a: **1**\n+ a: &lt;'],
  ['a code block that contains a fence', '````\n```\n````\n**x**', '```\nx'],
  ['empty lines', 'a\n\n\n\nb\n', 'a\n\nb'],
])('shows in the terminal %s', (_, markdown, text) => {
  expect(terminalMarkdown(markdown)).toBe(text);
});
