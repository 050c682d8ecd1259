/** A minimal HTTP client for tests of the API itself, independent of the action's client. */
import http from 'node:http';
import https from 'node:https';
import { certificates } from '../certificates.ts';
import type { LosantApi } from './index.ts';

/** One response, with its body parsed if it is JSON. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface CallOptions {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly rawBody?: string;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
  /** Called when the headers of the response have arrived. */
  readonly onHead?: () => void;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Sends one request on a new connection. */
export function call(method: string, url: string, options: CallOptions = {}): Promise<Reply> {
  const { token, body, rawBody, contentType = 'application/json', signal, onHead } = options;
  const payload = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
  return new Promise((resolve, reject) => {
    const headers = {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(payload === undefined ? {} : { 'Content-Type': contentType }),
    };
    const send = url.startsWith('https:') ? https.request : http.request;
    const settings = { method, headers, agent: false, ca: certificates.ca, ...(signal ? { signal } : {}) };
    const request = send(url, settings, (response) => {
      onHead?.();
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) }),
      );
    });
    request.once('error', reject);
    request.end(payload);
  });
}

export interface ApplicationCall extends CallOptions {
  readonly application?: string;
}

/** Sends a request to a path of an application. The default token may do everything. */
export function callApplication(
  api: LosantApi,
  method: string,
  path: string,
  options: ApplicationCall,
): Promise<Reply> {
  const { application = api.applicationId, ...rest } = options;
  return call(method, `${api.url}/applications/${application}${path}`, { token: api.token(), ...rest });
}
