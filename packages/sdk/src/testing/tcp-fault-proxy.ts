import { connect, createServer, type Server, type Socket } from 'node:net';
import { pause } from '../runner/settle.js';
import { type Faults, fragment, garble, randomOf } from './faults.js';

export interface FaultProxyTarget {
  readonly host?: string;
  readonly port: number;
}

/** A line between a driver and a device that can be made as bad as the ones in the field. */
export interface FaultProxy {
  readonly port: number;
  /** Faults of what the device says; hold for traffic from now on. */
  fromDevice(faults: Faults): void;
  toDevice(faults: Faults): void;
  /** Breaks every open line at once, as pulling the plug does. */
  cut(): void;
  /** While down nobody can connect, and open lines are cut. */
  setDown(down: boolean): Promise<void>;
  /** Lines (TCP) or peers (UDP) served so far. */
  connections(): number;
  close(): Promise<void>;
}

/** A TCP proxy on 127.0.0.1 with faults. */
export async function tcpFaultProxy(target: FaultProxyTarget): Promise<FaultProxy> {
  let fromDevice: Faults = {};
  let toDevice: Faults = {};
  let connections = 0;
  const lines = new Set<() => void>();
  const accept = (client: Socket) => {
    connections += 1;
    const device = connect({ host: target.host ?? '127.0.0.1', port: target.port });
    const end = new AbortController();
    const cut = () => {
      end.abort();
      lines.delete(cut);
      for (const socket of [client, device]) {
        // A reset, not a goodbye: that is what a pulled plug or a rebooting terminal looks like.
        if (!socket.destroyed) socket.resetAndDestroy();
      }
    };
    lines.add(cut);
    for (const socket of [client, device]) {
      socket.setNoDelay(true);
      socket.on('error', cut).on('close', cut);
    }
    pump(device, client, () => fromDevice, randomOf(fromDevice, connections * 2), cut, end.signal);
    pump(client, device, () => toDevice, randomOf(toDevice, connections * 2 + 1), cut, end.signal);
  };
  const cutAll = () => {
    for (const cut of [...lines]) cut();
  };

  let server: Server | null = await listen(accept, 0);
  const port = portOf(server);
  const stop = async () => {
    const closing = server;
    server = null;
    const closed = new Promise((resolve) => (closing ? closing.close(resolve) : resolve(undefined)));
    cutAll();
    await closed;
  };

  return {
    port,
    fromDevice(faults) {
      fromDevice = faults;
    },
    toDevice(faults) {
      toDevice = faults;
    },
    cut: cutAll,
    async setDown(down) {
      if (down) await stop();
      else server ??= await listen(accept, port);
    },
    connections: () => connections,
    close: stop,
  };
}

/** Carries one direction, piece by piece in order; the sender is held back while a piece waits. */
function pump(
  from: Socket,
  to: Socket,
  faultsNow: () => Faults,
  random: () => number,
  cut: () => void,
  signal: AbortSignal,
): void {
  let carried = 0;
  let tail: Promise<void> = Promise.resolve();
  let gathered: Buffer[] = [];

  const carry = async (bytes: Buffer): Promise<void> => {
    const faults = faultsNow();
    for (const piece of fragment(bytes, faults.fragmentBytes, random)) {
      const waitMs = (faults.delayMs ?? 0) + random() * (faults.jitterMs ?? 0) + slowness(piece, faults);
      // Even without a delay, pieces are written apart, or the kernel would join them again.
      if (waitMs > 0) await pause(waitMs, signal);
      else if (faults.fragmentBytes !== undefined) await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) return;
      const left = Math.min(faults.cutAfterBytes ?? Infinity, faults.stallAfterBytes ?? Infinity) - carried;
      const part = garble(
        left < piece.length ? piece.subarray(0, Math.max(0, left)) : piece,
        faults.garbleRate ?? 0,
        random,
      );
      carried += piece.length;
      if (part.length > 0 && to.writable) await new Promise<void>((resolve) => to.write(part, () => resolve()));
      if (faults.cutAfterBytes !== undefined && carried >= faults.cutAfterBytes) return cut();
    }
  };
  const enqueue = (bytes: Buffer) => {
    from.pause();
    tail = tail
      .then(() => carry(bytes))
      .then(() => {
        from.resume();
      });
  };

  from.on('data', (bytes: Buffer) => {
    const { coalesceMs } = faultsNow();
    if (coalesceMs === undefined && gathered.length === 0) return enqueue(bytes);
    gathered.push(bytes);
    if (gathered.length > 1) return undefined;
    void pause(coalesceMs ?? 0, signal).then(() => {
      const all = Buffer.concat(gathered);
      gathered = [];
      enqueue(all);
    });
    return undefined;
  });
  from.on('end', () => {
    tail = tail.then(() => {
      to.end();
    });
  });
}

function slowness(piece: Buffer, { bytesPerSecond }: Faults): number {
  return bytesPerSecond === undefined ? 0 : (piece.length / bytesPerSecond) * 1000;
}

function listen(accept: (client: Socket) => void, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true }, accept);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
