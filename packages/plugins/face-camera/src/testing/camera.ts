import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { type CameraUser, cameraAuth } from './camera-auth.js';
import { cameraHttp } from './camera-http.js';
import { cameraOnvif } from './camera-onvif.js';
import { cameraRtsp } from './camera-rtsp.js';
import type { CameraFaults, CameraState } from './camera-state.js';

export interface CameraOptions {
  /** What it sees at first: a JPEG. */
  readonly picture: Buffer;
  /** Pictures a second of its streams; default 10. */
  readonly framesPerSecond?: number;
  /** Digest user; left out: everybody may look. */
  readonly user?: CameraUser;
  /** Camera clock minus real time, for ONVIF's passwords. */
  readonly clockOffsetMs?: number;
  readonly host?: string;
  /** 0, the default: any free port. */
  readonly httpPort?: number;
  readonly rtspPort?: number;
}

/** An IP camera over real sockets: snapshot, MJPEG and RTSP with digest authentication, ONVIF with motion. */
export interface SimulatedCamera {
  readonly host: string;
  readonly httpPort: number;
  readonly rtspPort: number;
  readonly snapshotUrl: string;
  readonly mjpegUrl: string;
  readonly rtspUrl: string;
  readonly onvifUrl: string;
  readonly faults: CameraFaults;
  readonly requests: readonly string[];
  /** Pictures handed out, and requests refused. */
  readonly served: number;
  readonly refused: number;
  /** Connections to its RTSP port. */
  readonly viewers: number;
  /** From now on it sees this. */
  show(picture: Buffer): void;
  /** Something begins or ceases to move before it. */
  move(isMoving: boolean): void;
  /** Cuts every connection that is open. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startCamera(options: CameraOptions): Promise<SimulatedCamera> {
  const host = options.host ?? '127.0.0.1';
  let picture = options.picture;
  const state: CameraState = {
    framesPerSecond: options.framesPerSecond ?? 10,
    faults: {},
    requests: [],
    served: 0,
    refused: 0,
    picture: () => picture,
  };
  const auth = cameraAuth(options.user ?? null);
  const onvif = cameraOnvif({ user: options.user ?? null, clockOffsetMs: options.clockOffsetMs ?? 0 });
  const sockets = new Set<Socket>();
  const http = createServer(cameraHttp(state, auth, onvif.answer) satisfies RequestListener);
  const rtsp = cameraRtsp(state, auth);
  for (const server of [http, rtsp]) {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
  }
  const viewers = new Set<Socket>();
  rtsp.on('connection', (socket: Socket) => {
    viewers.add(socket);
    socket.once('close', () => viewers.delete(socket));
  });
  const httpPort = await listen(http, host, options.httpPort ?? 0);
  const rtspPort = await listen(rtsp, host, options.rtspPort ?? 0);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    host,
    httpPort,
    rtspPort,
    snapshotUrl: `http://${host}:${httpPort}/snapshot.jpg`,
    mjpegUrl: `http://${host}:${httpPort}/video.mjpg`,
    rtspUrl: `rtsp://${host}:${rtspPort}/live`,
    onvifUrl: `http://${host}:${httpPort}/onvif/device_service`,
    faults: state.faults,
    requests: state.requests,
    get served() {
      return state.served;
    },
    get refused() {
      return state.refused;
    },
    get viewers() {
      return viewers.size;
    },
    show(next) {
      picture = next;
    },
    move: onvif.move,
    cut,
    async stop() {
      const closed = [http, rtsp].map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      onvif.close();
      cut();
      await Promise.all(closed);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
