/** The local Losant API in a process of its own, so that it does not share the time of what is measured. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root, type Setting } from './program.ts';

export interface Api extends AsyncDisposable, Setting {}

/** @param options of `local/losant/serve.ts` */
export async function startApi(...options: string[]): Promise<Api> {
  const serve = join(root, 'local', 'losant', 'serve.ts');
  const child = spawn(process.execPath, [serve, '--tls', ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const values = await readValues(child, 4);
  const value = (name: string): string => {
    const found = values.get(name);
    if (found === undefined) throw new Error(`The API did not print ${name}`);
    return found;
  };
  return {
    inputs: {
      'api-url': value('LOSANT_API_URL'),
      'application-id': value('LOSANT_APPLICATION_ID'),
      'api-token': value('LOSANT_API_TOKEN'),
    },
    caFile: value('NODE_EXTRA_CA_CERTS'),
    async [Symbol.asyncDispose]() {
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
}

/** The first lines that the process prints, each NAME=value. */
async function readValues(child: ChildProcess, count: number): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  if (child.stdout === null) throw new Error('The API has no standard output');
  for await (const line of createInterface(child.stdout)) {
    const equals = line.indexOf('=');
    values.set(line.slice(0, equals), line.slice(equals + 1));
    if (values.size === count) break;
  }
  return values;
}
