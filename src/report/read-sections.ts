import { plural } from '../wording.ts';
import { code, codeBlock, noBreak, prose } from './escape.ts';
import { collapsible, paragraphs, row, type Section, table } from './layout.ts';
import { lazy } from './lazy.ts';
import type { FileView, WebhookView } from './read-view.ts';

/** Longer lists are collapsed. */
const MOST_OPEN = 20;
/** A longer table of variables is collapsed, since all of them are in the lines to paste too. */
const MOST_USES = 10;
/** The maximum length of a description, in characters. */
const LONGEST_DESCRIPTION = 300;

/** The most important fields of the webhook that `get` read. */
export function webhookSection(webhook: WebhookView): Section {
  const [description, user] = [webhook.text('description'), webhook.text('basicAuthUsername')];
  const isLong = description.length > LONGEST_DESCRIPTION;
  const shown = isLong ? `${description.slice(0, LONGEST_DESCRIPTION)}…` : description;
  const rows = [
    ['Name', code(webhook.name)],
    ['Enabled', webhook.isEnabled ? 'yes' : 'no'],
    ['Description', shown === '' ? 'none' : code(shown)],
    ['Basic authentication', user === '' ? 'no' : `yes, as ${code(user)}`],
    ['Verification', code(webhook.text('verificationType'))],
    ['Reply', webhook.waitsForReply ? 'from the workflow' : `status ${code(webhook.text('responseCode'))}`],
    ['Last updated', noBreak(webhook.lastUpdated ?? 'not known')],
  ];
  return table(
    ['Field', 'Value'],
    lazy(rows, (cells) => row(...cells)),
  );
}

/** The webhooks that `list` read. */
export function listSection(webhooks: readonly WebhookView[]): Section {
  const rows = lazy(webhooks, ({ name, isEnabled, lastUpdated }) =>
    row(code(name), isEnabled ? 'enabled' : 'disabled', noBreak(lastUpdated ?? 'not known')),
  );
  const section = table(['Webhook', 'State', 'Last updated'], rows);
  return collapsible(section, plural(webhooks.length, 'webhook'), webhooks.length <= MOST_OPEN);
}

/** What changed in the file, and what a step that uses the file needs in its environment. */
export function exportSections({ lines, uses, variables }: FileView): Section[] {
  const changes = paragraphs(lazy(lines, (line) => `* ${prose(line)}`));
  const rows = lazy(uses, ({ webhook, field, variable }) =>
    row(code(variable), webhook === null ? 'all' : code(webhook), field),
  );
  const places = table(['Variable', 'Webhook', 'Field'], rows);
  const env = variables.map(({ name, source }) => `  ${name}: \${{ ${source}.${name} }}`);
  const block = paragraphs(variables.length === 0 ? [] : [codeBlock('yaml', ['env:', ...env])]);
  return [
    { ...changes, separator: '\n' },
    uses.length > MOST_USES
      ? collapsible(places, `Where the ${plural(variables.length, 'variable')} are used`, false)
      : places,
    { ...block, before: 'Steps that use this file need:\n\n' },
  ];
}
