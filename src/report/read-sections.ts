import { plural } from '../wording.ts';
import { code, codeBlock, noBreak, prose } from './escape.ts';
import { collapsible, type Lazy, paragraphs, type Section, table } from './layout.ts';
import type { FileView, WebhookView } from './view.ts';

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
    ['Last updated', noBreak(webhook.lastUpdated)],
  ];
  return table(['Field', 'Value'], rows, (cells) => cells);
}

/** The webhooks that `list` read. */
export function listSection(webhooks: Lazy<WebhookView>): Section {
  const show = ({ name, isEnabled, lastUpdated }: WebhookView): string[] => {
    return [code(name), isEnabled ? 'enabled' : 'disabled', noBreak(lastUpdated)];
  };
  const section = table(['Webhook', 'State', 'Last updated'], webhooks, show);
  return collapsible(section, plural(webhooks.length, 'webhook'), webhooks.length <= MOST_OPEN);
}

/** What changed in the file, and what a step that uses the file needs in its environment. */
export function exportSections({ lines, uses, variables }: FileView): Section[] {
  const places = table(['Variable', 'Webhook', 'Field'], uses, ({ variable, webhook, field }) => {
    return [code(variable), webhook === null ? 'all' : code(webhook), field];
  });
  const where = `Where the ${plural(variables.length, 'variable')} are used`;
  const env = variables.map(({ name, source }) => `  ${name}: \${{ ${source}.${name} }}`);
  const blocks = env.length === 0 ? [] : [codeBlock('yaml', ['env:', ...env])];
  return [
    paragraphs(lines, (line) => `* ${prose(line)}`, '\n'),
    uses.length > MOST_USES ? collapsible(places, where, false) : places,
    { ...paragraphs(blocks, String), before: 'Steps that use this file need:\n\n' },
  ];
}
