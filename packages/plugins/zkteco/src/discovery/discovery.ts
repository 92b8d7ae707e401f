import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, DeviceCandidate, Logger } from '@hadir/sdk';
import { hardwareAddressOf } from './discovery-arp.js';
import { discoveryTalk, type ProbedTerminal } from './discovery-probe.js';

export interface DiscoveryOptions {
  /** Broadcast or single IPv4 addresses. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly clock: Clock;
  readonly log: Logger;
  readonly discovered: (candidate: DeviceCandidate) => void;
  /** Least time between two searches: CONNECT disturbs terminals a little. Default 30 s. */
  readonly minIntervalMs?: number;
  /** How long answers are waited for; default 3 s. */
  readonly listenMs?: number;
}

/** Looks for terminals on the local network; one search a call. */
export interface Discovery {
  /** Resolves when the search is over or aborted; a call too soon after the last one returns at once. */
  search(signal: AbortSignal): Promise<void>;
}

const KNOCKS = 2;
const MAX_TERMINALS = 254;
const SERIAL_NUMBER = /^[0-9A-Za-z][0-9A-Za-z._-]{2,39}$/;

export function createDiscovery(options: DiscoveryOptions): Discovery {
  const { clock, log, minIntervalMs = 30_000, listenMs = 3_000 } = options;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return {
    async search(signal) {
      if (signal.aborted || clock.now() - lastAtMs < minIntervalMs) return;
      lastAtMs = clock.now();
      const found = await ask(options, listenMs, signal);
      for (const terminal of found) {
        const candidate = await candidateOf(terminal);
        if (candidate === null)
          log.info('a terminal that names neither serial number nor MAC was left out', { address: terminal.address });
        else options.discovered(candidate);
      }
    },
  };
}

async function ask(
  options: DiscoveryOptions,
  listenMs: number,
  signal: AbortSignal,
): Promise<readonly ProbedTerminal[]> {
  const socket = createSocket('udp4');
  const talk = discoveryTalk(socket, MAX_TERMINALS);
  let failure: string | null = null;
  socket.on('error', (error: NodeJS.ErrnoException) => {
    failure = error.code ?? error.message;
  });
  socket.on('message', (message, from) => talk.take(message, from.address, from.port));
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, () => resolve());
    });
    socket.setBroadcast(true);
    for (let knock = 0; knock < KNOCKS; knock += 1) {
      for (const address of options.addresses) talk.knock(address, options.port);
      await sleep(listenMs / KNOCKS, undefined, { signal }).catch(() => undefined);
    }
    const found = talk.finishAll();
    // Lets the last EXIT datagrams leave before the socket is closed.
    await sleep(20);
    return found;
  } catch (error) {
    failure = error instanceof Error ? error.message : 'socket failed';
    return [];
  } finally {
    if (failure !== null) options.log.warn('search for terminals failed', { reason: failure });
    socket.close();
  }
}

async function candidateOf(terminal: ProbedTerminal): Promise<DeviceCandidate | null> {
  const { address, port, options, locked, encrypted } = terminal;
  const serialNumber = options.get('~SerialNumber') ?? '';
  const hasSerial = SERIAL_NUMBER.test(serialNumber);
  const mac = options.get('MAC')?.toLowerCase() || (await hardwareAddressOf(address));
  const key = hasSerial ? serialNumber : mac;
  if (key === null || key === undefined) return null;
  return {
    key,
    name: `${options.get('~DeviceName') || 'ZKTeco'} ${hasSerial ? serialNumber : address}`,
    config: encrypted
      ? { transport: 'adms', ...(hasSerial ? { serialNumber } : {}) }
      : { transport: 'tcp', host: address, port, ...(hasSerial ? { serialNumber } : {}) },
    info: {
      address,
      port,
      ...(mac ? { macAddress: mac } : {}),
      ...(options.has('~Platform') ? { platform: options.get('~Platform') ?? '' } : {}),
      needs: encrypted ? 'adms' : locked ? 'commKey' : '',
    },
  };
}
