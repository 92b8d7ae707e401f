import type { WebSocket } from '@fastify/websocket';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../guard.js';
import type { HubServices } from '../services.js';
import { drained } from './drained.js';
import { HEARTBEAT_MS, pump, type StreamEnd, type StreamFilter } from './pump.js';

/** Why the hub closed the line. 4000–4999 are for applications (RFC 6455 §7.4.2). */
const CLOSE_CODES: Readonly<Record<StreamEnd | 'stopping', readonly [number, string]>> = {
  gone: [1000, 'bye'],
  slow: [4008, 'too slow: resume from your cursor'],
  'key-refused': [4401, 'the key is no longer valid'],
  failed: [1011, 'resume from your cursor'],
  stopping: [1001, 'the hub is stopping: resume from your cursor'],
};

const ROOM_BYTES = 256 * 1024;
const CLOSE_GRACE_MS = 2_000;

export async function serveWebSocket(
  services: HubServices,
  socket: WebSocket,
  request: FastifyRequest,
  from: number,
  filter: StreamFilter,
): Promise<void> {
  const gone = new AbortController();
  let alive = true;
  const hangUp = (why: keyof typeof CLOSE_CODES): void => {
    socket.close(...CLOSE_CODES[why]);
    // A client that does not answer the close must not hold the socket.
    setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref();
  };
  socket.on('close', () => gone.abort());
  socket.on('error', () => socket.terminate());
  socket.on('pong', () => {
    alive = true;
  });
  const pinging = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, HEARTBEAT_MS);
  const release = services.streams.open(() => {
    hangUp('stopping');
    gone.abort();
  });
  try {
    socket.send(JSON.stringify({ type: 'hello', cursor: String(from) }));
    const end = await pump(
      services,
      {
        event: (event) => socket.send(JSON.stringify({ type: 'event', cursor: event.cursor, event })),
        heartbeat: (cursor) => socket.send(JSON.stringify({ type: 'heartbeat', cursor })),
        room: () =>
          drained(() => socket.bufferedAmount, {
            roomBytes: ROOM_BYTES,
            stallMs: services.config.limits.streamStallSeconds * 1000,
            signal: gone.signal,
          }),
      },
      { from, filter, caller: callerOf(request), signal: gone.signal },
    );
    if (socket.readyState === socket.OPEN) hangUp(end);
  } finally {
    clearInterval(pinging);
    release();
  }
}
