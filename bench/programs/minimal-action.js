// The least that an action on GitHub's packages can do for a get: read the inputs, send one request, set the outputs.
import { getInput, setOutput, setSecret } from '@actions/core';
import { HttpClient } from '@actions/http-client';
import { BearerCredentialHandler } from '@actions/http-client/lib/auth';

async function main() {
  const token = getInput('api-token');
  setSecret(token);
  const client = new HttpClient('minimal-action', [new BearerCredentialHandler(token)]);
  const path = `/applications/${getInput('application-id')}/webhooks/${getInput('webhook-id')}`;
  const { result } = await client.getJson(`${getInput('api-url')}${path}`);
  setOutput('webhook', JSON.stringify(result));
  setOutput('webhook-id', result.webhookId);
  console.log(result.name);
}

void main();
