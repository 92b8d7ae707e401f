import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameResult } from '../engine/engine.js';
import { faceError } from '../errors.js';
import type { CameraShared, HeldCamera } from './camera-shared.js';
import { KIOSK_HEADERS, KIOSK_PAGE } from './kiosk-page.js';

/** The screens of kiosks: what the person before the camera is asked to do. It shows neither pictures nor names. */
export interface KioskServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface KioskOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

const PATH = /^\/kiosk\/([0-9A-Za-z_-]{12,64})(\/events)?\/?$/;
const MAX_SCREENS = 64;
const ALIVE_EVERY_MS = 15_000;
const HEADERS_MS = 10_000;

/** @throws FACE_KIOSK_LISTEN_FAILED */
export async function startKiosk(cameras: Pick<CameraShared, 'held'>, options: KioskOptions): Promise<KioskServer> {
  const screens = new Set<ServerResponse>();
  const server = createServer({ headersTimeout: HEADERS_MS, requestTimeout: HEADERS_MS }, (request, response) => {
    const [, secret, isEvents] = PATH.exec((request.url ?? '').split('?')[0] ?? '') ?? [];
    const camera = secret === undefined ? null : cameraOf(cameras.held(), secret);
    if (request.method !== 'GET' || camera === null) return void response.writeHead(404).end();
    if (isEvents === undefined) return void response.writeHead(200, KIOSK_HEADERS).end(KIOSK_PAGE);
    if (screens.size >= MAX_SCREENS) return void response.writeHead(503).end();
    screens.add(response);
    response.once('close', () => screens.delete(response));
    follow(camera, request, response);
  });
  await listen(server, options);
  return {
    host: options.host,
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const screen of screens) screen.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The address is the only key to a screen, so it is compared without telling by time how much of it was right. */
function cameraOf(held: Iterable<HeldCamera>, secret: string): HeldCamera | null {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  for (const camera of held) {
    if (camera.kioskSecret !== null && timingSafeEqual(digest(camera.kioskSecret), digest(secret))) return camera;
  }
  return null;
}

/** Server-sent events until the screen or the camera goes; the browser then asks again by itself. */
function follow({ live }: HeldCamera, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const say = (message: object): void => {
    // A screen that does not read gets no backlog.
    if (!response.writableNeedDrain) response.write(`data: ${JSON.stringify(message)}\n\n`);
  };
  const alive = setInterval(() => response.write(': alive\n\n'), ALIVE_EVERY_MS);
  const stop = live.onResult(
    (result) => say(messageOf(result)),
    () => response.end(),
  );
  say({ state: 'idle' });
  const end = (): void => {
    clearInterval(alive);
    stop();
  };
  request.once('close', end);
  response.once('close', end);
}

function messageOf({ decisions, prompt }: FrameResult): object {
  const [decision] = decisions;
  if (decision !== undefined) return { told: decision.band };
  if (prompt === null) return { state: 'idle' };
  return { state: prompt.state, step: prompt.step, remainingMs: Math.max(0, Math.round(prompt.remainingMs)) };
}

function listen(server: Server, { host, port }: KioskOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void =>
      reject(
        faceError('FACE_KIOSK_LISTEN_FAILED', { address: `${host}:${port}`, reason: error.code ?? 'error' }, error),
      );
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
}
