// The same work with bare node:https: list, then patch, several at a time.
const https = require('node:https');

const { env } = process;
const plain = '_actions=false&_links=false&_embedded=false';
const webhooks = `${env['INPUT_API-URL']}/applications/${env['INPUT_APPLICATION-ID']}/webhooks`;
const headers = { authorization: `Bearer ${env['INPUT_API-TOKEN']}`, 'content-type': 'application/json' };
const concurrency = Number(env.INPUT_CONCURRENCY);
const agent = new https.Agent({ keepAlive: true, maxSockets: concurrency });

function call(method, url, body = '') {
  return new Promise((resolve, reject) => {
    const request = https.request(url, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve(JSON.parse(text)));
    });
    request.on('error', reject).end(body);
  });
}

async function patchAll() {
  const { items } = await call('GET', `${webhooks}?${plain}&sortField=id&sortDirection=asc&page=0&perPage=1000`);
  const left = items.values();
  const work = async () => {
    for (const { webhookId } of left) await call('PATCH', `${webhooks}/${webhookId}?${plain}`, env.INPUT_BODY);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  console.log(items.length);
}

void patchAll();
