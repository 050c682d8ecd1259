/** Produces faults on a connection. */
import type { ServerResponse } from 'node:http';
import type { ApiResponse } from './dispatch.ts';
import type { Fault } from './faults.ts';

const htmlHeaders = { 'Content-Type': 'text/html; charset=utf-8' };
const jsonHeaders = { 'Content-Type': 'application/json; charset=utf-8' };

function page(status: number): string {
  return `<!DOCTYPE html>\n<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>\n`;
}

/** Sends a complete response. */
export function send(response: ServerResponse, { status, body, html }: ApiResponse, headers: object = {}): void {
  if (html === undefined) sendText(response, status, JSON.stringify(body), { ...jsonHeaders, ...headers });
  else sendText(response, status, html, { ...htmlHeaders, ...headers });
}

function sendText(response: ServerResponse, status: number, text: string, headers: object): void {
  const length = status === 204 ? {} : { 'Content-Length': Buffer.byteLength(text) };
  response.writeHead(status, { ...headers, ...length }).end(text);
}

function truncate(response: ServerResponse, { status, body }: ApiResponse): void {
  const complete = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { ...jsonHeaders, 'Content-Length': complete.length });
  response.write(complete.subarray(0, Math.ceil(complete.length / 2)), () => response.socket?.destroy());
}

function drip(response: ServerResponse, { status, body }: ApiResponse, everyMilliseconds: number): void {
  const complete = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { ...jsonHeaders, 'Content-Length': complete.length }).flushHeaders();
  let sent = 0;
  const timer = setInterval(() => {
    response.write(complete.subarray(sent, sent + 1));
    sent += 1;
    if (sent === complete.length) {
      clearInterval(timer);
      response.end();
    }
  }, everyMilliseconds);
  response.once('close', () => clearInterval(timer));
}

function sendEndlessBody(response: ServerResponse): void {
  const chunk = Buffer.alloc(65_536, ' ');
  response.writeHead(200, jsonHeaders);
  const fill = (): void => {
    while (!response.destroyed && response.write(chunk)) {
      // Until the buffer is full.
    }
  };
  response.on('drain', fill);
  fill();
}

interface Connection {
  /** Makes the API process the request. */
  readonly processRequest: () => Promise<ApiResponse>;
  /** Makes the API process the request after it has processed a repetition of it. */
  readonly processLate: () => void;
  readonly reset: () => void;
}

/** Responds as the fault describes. */
export async function respondWithFault(
  response: ServerResponse,
  fault: Fault,
  { processRequest, processLate, reset }: Connection,
): Promise<void> {
  // If the request is not processed, a fault that needs a response uses this one.
  let apiResponse: ApiResponse = { status: 200, body: { success: true, items: [], count: 0, totalCount: 0 } };
  if (fault.processed) {
    apiResponse = await processRequest();
  }
  if ('processedLate' in fault && fault.processedLate) {
    processLate();
  }
  switch (fault.kind) {
    case 'error':
      return send(
        response,
        { status: fault.status, body: { type: fault.type, message: fault.message } },
        fault.headers,
      );
    case 'html':
      return sendText(response, fault.status, page(fault.status), { ...htmlHeaders, ...fault.headers });
    case 'text':
      return sendText(response, fault.status, fault.body, { ...jsonHeaders, ...fault.headers });
    case 'altered':
      return send(response, { status: apiResponse.status, body: fault.alter(apiResponse.body) });
    case 'truncated':
      return truncate(response, apiResponse);
    case 'reset':
      return reset();
    case 'closed':
      response.socket?.end();
      return;
    case 'hang':
      return;
    case 'hang after headers':
      response.writeHead(apiResponse.status, {
        ...jsonHeaders,
        'Content-Length': JSON.stringify(apiResponse.body).length,
      });
      return response.flushHeaders();
    case 'drip':
      return drip(response, apiResponse, fault.everyMilliseconds);
    case 'endless':
      return sendEndlessBody(response);
    case 'held':
      await fault.until;
      return send(response, fault.processed ? apiResponse : await processRequest());
  }
}
