import { describe, expect, test } from '@jest/globals';
import { daysAgo } from '../support/time.ts';
import { ends, messages, names, useScenario } from './scenario.ts';

const { api, act } = useScenario();

describe('undoing a run with its output-file', () => {
  const undo = { operation: 'sync', 'body-file': 'undo.json' };

  test('creates each deleted webhook again exactly once, although they share a name', async () => {
    const old = { name: 'pr', creationDate: daysAgo(2), lastUpdated: daysAgo(1) };
    for (const responseCode of [200, 201, 202]) api.addWebhook({ ...old, responseCode });
    const kept = api.addWebhook({ ...old, enabled: false });
    const ids = api
      .webhooks()
      .map(({ id }) => id)
      .filter((id) => id !== kept.id);
    const deleted = await act({ operation: 'delete', 'webhook-id': ids.join(), 'output-file': 'undo.json' });
    const there = { workspace: deleted.workspace };
    const undone = await act(undo, there);
    expect(ends(undone)).toEqual(['create applied', 'create applied', 'create applied']);
    expect(
      api
        .webhooks()
        .map(({ responseCode, enabled }) => (enabled ? responseCode : 0))
        .sort(),
    ).toEqual([0, 200, 201, 202]);
    const again = await act(undo, there);
    expect(again).toMatchObject({ exitCode: 0, annotations: [], outputs: { changed: 'false', changes: '[]' } });
    expect(api.webhooks()).toHaveLength(4);
  });

  test('restores every webhook that Losant accepts, whatever the others are', async () => {
    api.addWebhook({ name: 'a', basicAuthUsername: 'a:b', basicAuthPassword: 'open-sesame' });
    api.addWebhook({ name: 'b', responseCode: 200 });
    const alter = (body: object) => ({
      ...body,
      items: api
        .webhooks()
        .map((webhook, index) => ({ ...webhook, calls: index, ...(index === 1 ? { responseCode: 999 } : {}) })),
    });
    api.fault({ method: 'GET' }, { kind: 'altered', processed: true, alter }, 'first');
    const deleted = await act({
      operation: 'delete',
      'webhook-name': '*',
      'max-deletes': 2,
      'output-file': 'undo.json',
    });
    expect(names(deleted, 'previous')).toEqual(['a', 'b']);
    const undone = await act(undo, { workspace: deleted.workspace });
    expect(ends(undone)).toEqual(['create applied', 'create failed']);
    expect(api.webhooks()).toMatchObject([{ name: 'a', basicAuthUsername: 'a:b', basicAuthPassword: 'open-sesame' }]);
    expect(messages(undone, 'warning')).toContainEqual(
      expect.stringContaining('cannot be set, so they are not restored: "calls".'),
    );
  });

  test('is refused in another application', async () => {
    const { id } = api.addWebhook({ name: 'a' });
    const changed = await act({ operation: 'delete', 'webhook-id': id, 'output-file': 'undo.json', redact: true });
    const other = { ...undo, 'application-id': api.addApplication() };
    const run = await act(other, { workspace: changed.workspace });
    expect(messages(run)).toEqual([
      expect.stringContaining('this is the result of a run that changed another application'),
    ]);
  });
});
