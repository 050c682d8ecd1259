// What a script does with Losant's own client: list, then patch one after the other.
const { createClient } = require('losant-rest');

const { env } = process;
const applicationId = env['INPUT_APPLICATION-ID'];
const client = createClient({ accessToken: env['INPUT_API-TOKEN'], url: env['INPUT_API-URL'] });

async function patchAll() {
  const { items } = await client.webhooks.get({ applicationId, perPage: 1000 });
  for (const { webhookId } of items) {
    await client.webhook.patch({ applicationId, webhookId, webhook: JSON.parse(env.INPUT_BODY) });
  }
  console.log(items.length);
}

void patchAll();
