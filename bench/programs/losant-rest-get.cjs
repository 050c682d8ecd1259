// The same with Losant's own client.
const { createClient } = require('losant-rest');

const { env } = process;
const client = createClient({ accessToken: env['INPUT_API-TOKEN'], url: env['INPUT_API-URL'] });
client.webhook
  .get({ applicationId: env['INPUT_APPLICATION-ID'], webhookId: env['INPUT_WEBHOOK-ID'] })
  .then(({ name }) => console.log(name));
