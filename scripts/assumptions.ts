/** The generated parts of docs/assumptions.md: what is assumed about Losant, and how the local API can behave otherwise. */
import { behaviorNames, behaviorOf, flagOf } from '../local/losant/behaviors/index.ts';
import { type Assumption, subjects } from '../probe/assumptions/index.ts';

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function row({ id, assumed, source, otherwise, shownBy }: Assumption): string {
  const flags = shownBy.map((name) => `\`${flagOf(name)}\``).join(' ');
  return `| ${[`**${id}**: ${assumed}`, source, otherwise, flags].map(cell).join(' | ')} |`;
}

const HEAD = '| Assumption | Source | Where it does not hold | Flags |\n| --- | --- | --- | --- |';

export function assumptionTables(): string {
  return subjects
    .map(({ heading, assumptions }) => `### ${heading}\n\n${HEAD}\n${assumptions.map(row).join('\n')}`)
    .join('\n\n');
}

export function behaviorTable(): string {
  const rows = behaviorNames.map((name) => {
    const { value, effect } = behaviorOf(name);
    return `| \`${flagOf(name)}${value === null ? '' : ` ${value}`}\` | The local API ${cell(effect)} |`;
  });
  return ['| Flag | Effect |', '| --- | --- |', ...rows].join('\n');
}
