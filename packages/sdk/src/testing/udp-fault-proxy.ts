import { createSocket, type Socket } from 'node:dgram';
import { type Faults, garble, randomOf } from './faults.js';
import type { FaultProxy, FaultProxyTarget } from './tcp-fault-proxy.js';

/** A UDP proxy on 127.0.0.1 that loses, doubles, delays, reorders and garbles datagrams. */
export async function udpFaultProxy(target: FaultProxyTarget): Promise<FaultProxy> {
  let fromDevice: Faults = {};
  let toDevice: Faults = {};
  let down = false;
  const peers = new Map<string, Socket>();
  const timers = new Set<NodeJS.Timeout>();
  const front = createSocket('udp4');
  let random = randomOf({}, 0);

  const send = (faults: Faults, bytes: Buffer, deliver: (bytes: Buffer) => void) => {
    if (down || random() < (faults.lossRate ?? 0)) return;
    const copies = random() < (faults.duplicateRate ?? 0) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const waitMs = (faults.delayMs ?? 0) + random() * (faults.jitterMs ?? 0);
      const altered = random() < (faults.garbleRate ?? 0) ? garble(bytes, 0.2, random) : bytes;
      if (waitMs === 0) {
        deliver(altered);
        continue;
      }
      const timer = setTimeout(() => {
        timers.delete(timer);
        deliver(altered);
      }, waitMs);
      timers.add(timer);
    }
  };

  const peerOf = (address: string, port: number): Socket => {
    const name = `${address}:${port}`;
    const known = peers.get(name);
    if (known !== undefined) return known;
    const back = createSocket('udp4');
    back.on('error', () => undefined);
    back.on('message', (bytes) => send(fromDevice, bytes, (sent) => front.send(sent, port, address)));
    peers.set(name, back);
    return back;
  };

  front.on('error', () => undefined);
  front.on('message', (bytes, { address, port }) => {
    const back = peerOf(address, port);
    send(toDevice, bytes, (sent) => back.send(sent, target.port, target.host ?? '127.0.0.1'));
  });
  await new Promise<void>((resolve) => front.bind(0, '127.0.0.1', resolve));

  const forget = () => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
    for (const back of peers.values()) back.close();
    peers.clear();
  };
  let served = 0;
  front.on('message', () => {
    served = Math.max(served, peers.size);
  });

  return {
    port: front.address().port,
    fromDevice(faults) {
      fromDevice = faults;
      random = randomOf(faults, 0);
    },
    toDevice(faults) {
      toDevice = faults;
      random = randomOf(faults, 1);
    },
    cut: forget,
    async setDown(next) {
      down = next;
    },
    connections: () => served,
    async close() {
      forget();
      await new Promise<void>((resolve) => front.close(resolve));
    },
  };
}
