import type { ServerResponse } from 'node:http';
import type { Clock } from '@hadir/sdk';

/** What goes back to a terminal. Anything that is not 200 makes it keep its rows and come again. */
export interface AdmsAnswer {
  readonly status: 200 | 400 | 403 | 404 | 405 | 408 | 413 | 503;
  readonly body: string | Buffer;
}

export const OK: AdmsAnswer = { status: 200, body: 'OK' };
export const NOT_NOW: AdmsAnswer = { status: 503, body: 'RETRY LATER' };

export function taken(rows: number): AdmsAnswer {
  return { status: 200, body: `OK: ${rows}` };
}

/** The Date header is not decoration: terminals set their clock by it (vendor Attendance PUSH document, section 6). */
export function sendAnswer(response: ServerResponse, answer: AdmsAnswer, clock: Clock, keepAlive: boolean): void {
  if (response.headersSent || response.destroyed) return;
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  response.writeHead(answer.status, {
    Date: new Date(clock.now()).toUTCString(),
    'Content-Type': 'text/plain',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    ...(keepAlive ? {} : { Connection: 'close' }),
  });
  response.end(body);
}
