/** Carries a fault out on a connection. */
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
  const whole = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { ...jsonHeaders, 'Content-Length': whole.length });
  response.write(whole.subarray(0, Math.ceil(whole.length / 2)), () => response.socket?.destroy());
}

function drip(response: ServerResponse, { status, body }: ApiResponse, everyMilliseconds: number): void {
  const whole = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { ...jsonHeaders, 'Content-Length': whole.length });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(whole.subarray(sent, sent + 1));
    sent += 1;
    if (sent === whole.length) {
      clearInterval(timer);
      response.end();
    }
  }, everyMilliseconds);
  response.once('close', () => clearInterval(timer));
}

function pourWithoutEnd(response: ServerResponse): void {
  const chunk = Buffer.alloc(65_536, ' ');
  response.writeHead(200, jsonHeaders);
  const pour = (): void => {
    while (!response.destroyed && response.write(chunk)) {
      // until the buffer is full
    }
  };
  response.on('drain', pour);
  pour();
}

interface Means {
  /** Carries out the request at the API. */
  readonly work: () => Promise<ApiResponse>;
  /** Resets the connection. */
  readonly reset: () => void;
}

/** Answers as the fault describes. */
export async function respondWithFault(response: ServerResponse, fault: Fault, { work, reset }: Means): Promise<void> {
  // A fault that needs a response, but got none, sends the start of this one.
  let answer: ApiResponse = { status: 200, body: { success: true, items: [], count: 0, totalCount: 0 } };
  if (fault.worked) {
    answer = await work();
  }
  if ('worksAfter' in fault && fault.worksAfter !== undefined) {
    setTimeout(work, fault.worksAfter).unref();
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
      return send(response, { status: answer.status, body: fault.alter(answer.body) });
    case 'truncated':
      return truncate(response, answer);
    case 'reset':
      return reset();
    case 'closed':
      response.socket?.end();
      return;
    case 'hang':
      return;
    case 'hang after headers':
      response.writeHead(answer.status, { ...jsonHeaders, 'Content-Length': JSON.stringify(answer.body).length });
      return response.flushHeaders();
    case 'drip':
      return drip(response, answer, fault.everyMilliseconds);
    case 'endless':
      return pourWithoutEnd(response);
    case 'held':
      await fault.until;
      return send(response, fault.worked ? answer : await work());
  }
}
