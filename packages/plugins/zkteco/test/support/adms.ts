import { request } from 'node:http';
import { connect } from 'node:net';
import type { DeviceCandidate } from '@hadir/sdk';
import { type AdmsServerOptions, startAdmsServer } from '../../src/adms/server.js';
import { openAdmsDevice } from './adms-device.js';
import { clock, memoryHost, silentLog } from './context.js';

/** A listener, one adopted terminal's session on it, and the journal behind that. */
export async function admsBench(options: Partial<AdmsServerOptions> & { readonly config?: object } = {}) {
  const { config, ...serverOptions } = options;
  const strangers: DeviceCandidate[] = [];
  const server = await startAdmsServer({
    host: '127.0.0.1',
    port: 0,
    clock,
    log: silentLog,
    discovered: (candidate) => void strangers.push(candidate),
    graceMs: 0,
    ...serverOptions,
  });
  const host = memoryHost();
  const device = openAdmsDevice(server, host, { transport: 'adms', serialNumber: 'SIM1', ...config });
  return {
    server,
    url: `http://127.0.0.1:${server.port}`,
    strangers,
    ...host,
    device,
    async close() {
      await device.close();
      await server.close();
    },
  };
}

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** One request as any HTTP client would send it. */
export function send(url: string, method: 'GET' | 'POST', body?: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent: false }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (piece: Buffer) => pieces.push(piece));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          body: Buffer.concat(pieces).toString(),
          headers: incoming.headers,
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Writes bytes to a socket at its own pace and gives back what came until the other side closed. */
export function raw(port: number, pieces: readonly (string | Buffer)[], pauseMs: number): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (piece) => {
      answer += piece.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    void (async () => {
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece);
        await new Promise((done) => setTimeout(done, pauseMs));
      }
    })();
  });
}
