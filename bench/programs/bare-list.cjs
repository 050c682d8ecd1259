// A plain script that lists all webhooks, with the requests that the action sends: pages of 1000, the first one first, then from
// the last to the second, and the last webhook of the first page once more. Prints their names, if any are selected.
const https = require('node:https');

const { env } = process;
const webhooks = `${env['INPUT_API-URL']}/applications/${env['INPUT_APPLICATION-ID']}/webhooks`;
const headers = { authorization: `Bearer ${env['INPUT_API-TOKEN']}` };
const plain = '_actions=false&_links=false&_embedded=false&sortField=id&sortDirection=asc';

function readPage(page, perPage) {
  return new Promise((resolve, reject) => {
    const request = https.get(`${webhooks}?${plain}&page=${page}&perPage=${perPage}`, { headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        text += part;
      });
      response.on('end', () => resolve(JSON.parse(text)));
    });
    request.on('error', reject);
  });
}

async function list() {
  const { items, totalCount } = await readPage(0, 1000);
  const pages = Math.ceil(totalCount / 1000);
  for (let page = pages - 1; page > 0; page -= 1) items.push(...(await readPage(page, 1000)).items);
  if (pages > 1) await readPage(999, 1);
  if (env['INPUT_WEBHOOK-NAME'] === '*') console.log(items.map(({ name }) => name).join('\n'));
}

void list();
