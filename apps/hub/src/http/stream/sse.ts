import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { drained } from './drained.js';
import { pump, type StreamFilter } from './pump.js';

const ROOM_BYTES = 256 * 1024;
const RETRY_MS = 2_000;

/** Server-sent events (WHATWG HTML §9.2). `id` is the cursor, so that a browser resumes by itself with Last-Event-ID. */
export async function serveSse(
  services: HubServices,
  request: FastifyRequest,
  reply: FastifyReply,
  from: number,
  filter: StreamFilter,
): Promise<void> {
  const gone = new AbortController();
  const release = services.streams.open(() => gone.abort());
  const out = reply.raw;
  reply.hijack();
  try {
    out.on('close', () => gone.abort());
    out.on('error', () => gone.abort());
    // The time limit of a request is for those that end.
    request.raw.socket.setTimeout(0);
    out.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // Keeps nginx from gathering the stream before it passes it on.
      'x-accel-buffering': 'no',
    });
    out.write(`retry: ${RETRY_MS}\nid: ${from}\nevent: hello\ndata: {"cursor":"${from}"}\n\n`);
    const end = await pump(
      services,
      {
        event: (event) => out.write(`id: ${event.cursor}\nevent: attendance\ndata: ${JSON.stringify(event)}\n\n`),
        heartbeat: (cursor) => out.write(`id: ${cursor}\nevent: heartbeat\ndata: {"cursor":"${cursor}"}\n\n`),
        room: () =>
          drained(() => out.writableLength, {
            roomBytes: ROOM_BYTES,
            stallMs: services.config.limits.streamStallSeconds * 1000,
            signal: gone.signal,
          }),
      },
      { from, filter, caller: callerOf(request), signal: gone.signal },
    );
    if (end === 'slow') out.destroy();
    else out.end();
  } finally {
    release();
  }
}
