// The same as a script would do it, with Node's own fetch.
const { env } = process;
const path = `/applications/${env['INPUT_APPLICATION-ID']}/webhooks/${env['INPUT_WEBHOOK-ID']}`;
const headers = { authorization: `Bearer ${env['INPUT_API-TOKEN']}` };

async function get() {
  const response = await fetch(`${env['INPUT_API-URL']}${path}`, { headers });
  console.log((await response.json()).name);
}

void get();
