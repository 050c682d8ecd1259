import { defaultFields } from '../losant/fields.ts';
import type { Webhook } from '../losant/webhook.ts';
import type { ExportedFile } from '../plan/plan.ts';
import { plural } from '../wording.ts';
import { code, codeBlock, prose } from './escape.ts';
import { collapsible, paragraphs, row, type Section, table } from './layout.ts';
import type { Masks } from './masks.ts';

/** Longer lists are collapsed. */
const MOST_OPEN = 20;
/** The maximum length of a description, in characters. */
const LONGEST_DESCRIPTION = 300;

/** The most important fields of the webhook that `get` read. */
export function webhookSection(webhook: Webhook, masks: Masks): Section {
  const text = (value: unknown): string => code(masks.mask(String(value), LONGEST_DESCRIPTION));
  const {
    description = '',
    verificationType,
    basicAuthUsername,
    waitForReply,
    responseCode,
    enabled,
  } = {
    ...defaultFields,
    ...webhook,
  };
  const rows = [
    ['Name', text(webhook.name)],
    ['Id', code(webhook.id)],
    ['Enabled', enabled === false ? 'no' : 'yes'],
    ['Description', description === '' ? 'none' : text(description)],
    ['Basic authentication', basicAuthUsername === '' ? 'no' : `yes, as ${text(basicAuthUsername)}`],
    ['Verification', text(verificationType)],
    ['Reply', waitForReply === true ? 'from the workflow' : `status ${text(responseCode)}`],
    ['Last updated', text(webhook['lastUpdated'] ?? 'not known')],
  ];
  return table(
    ['Field', 'Value'],
    rows.map(([name = '', value = '']) => row(name, value)),
    rows.length,
  );
}

/** The webhooks that `list` read. */
export function listSection(webhooks: readonly Webhook[], masks: Masks): Section {
  const rows = webhooks
    .values()
    .map(({ name, enabled, lastUpdated }) =>
      row(
        code(masks.mask(name)),
        enabled === false ? 'disabled' : 'enabled',
        typeof lastUpdated === 'string' ? code(lastUpdated.slice(0, 10)) : 'not known',
      ),
    );
  const section = table(['Webhook', 'State', 'Last updated'], rows, webhooks.length);
  return collapsible(section, plural(webhooks.length, 'webhook'), webhooks.length <= MOST_OPEN);
}

/** What changed in the file, and what a step that uses the file needs in its environment. */
export function exportSections({ lines, uses, variables }: ExportedFile, masks: Masks): Section[] {
  const changes = paragraphs(
    lines.values().map((line) => `* ${prose(masks.mask(line))}`),
    lines.length,
  );
  const rows = uses
    .values()
    .map(({ webhook, field, variable }) =>
      row(webhook === null ? 'all' : code(masks.mask(webhook)), field, code(variable)),
    );
  const secrets = new Set(uses.filter(({ isSecret }) => isSecret).map(({ variable }) => variable));
  const env = variables.map((name) => `  ${name}: \${{ ${secrets.has(name) ? 'secrets' : 'vars'}.${name} }}`);
  const block = paragraphs([codeBlock('yaml', ['env:', ...env])], variables.length === 0 ? 0 : 1);
  return [
    { ...changes, separator: '\n' },
    table(['Webhook', 'Field', 'Variable'], rows, uses.length),
    { ...block, before: 'Steps that use this file need:\n\n' },
  ];
}
