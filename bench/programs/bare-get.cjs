// The least that a step can do in Node: one request with node:https. By `require`, since importing node:https into an ES
// module evaluates more of it and takes longer.
const https = require('node:https');

const { env } = process;
const path = `/applications/${env['INPUT_APPLICATION-ID']}/webhooks/${env['INPUT_WEBHOOK-ID']}`;
const headers = { authorization: `Bearer ${env['INPUT_API-TOKEN']}` };
https.get(`${env['INPUT_API-URL']}${path}`, { headers }, (response) => {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (part) => {
    text += part;
  });
  response.on('end', () => console.log(JSON.parse(text).name));
});
