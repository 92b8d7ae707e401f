import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { instant } from '@hadir/sdk';
import { putU16 } from '../wire/bytes.js';
import { EVENT } from '../wire/commands.js';
import { decodeFrame, type Frame } from '../wire/frame.js';
import { createReassembler } from '../wire/reassembly.js';
import type { TerminalState } from './terminal-answers.js';
import { createTerminalMemory } from './terminal-memory.js';
import type { TerminalFaults, TerminalOptions, TerminalPunch } from './terminal-options.js';
import { punchEvent } from './terminal-records.js';
import { createSender, type TerminalPort } from './terminal-sender.js';
import { createTerminalSession, type TerminalSession } from './terminal-session.js';

/** A terminal on port 4370 that runs in this process: TCP and UDP on the same port, with a memory of its own. */
export interface SimulatedTerminal {
  readonly host: string;
  readonly port: number;
  readonly serialNumber: string;
  readonly recordCount: number;
  readonly userCount: number;
  /** Whether people can use it: false while a client holds it disabled. */
  readonly enabled: boolean;
  readonly acknowledgedEvents: number;
  readonly doorOpenings: number;
  /** TCP connections that are open. */
  readonly connections: number;
  /** Requests by command since the start. */
  readonly requests: ReadonlyMap<number, number>;
  readonly faults: TerminalFaults;
  punchAt(index: number): TerminalPunch;
  /** Somebody is recognised now: kept in the memory and told to the clients that listen. What is left out takes everyday values. */
  punch(punch: Partial<TerminalPunch> & { readonly deviceUserId: string }): TerminalPunch;
  /** Only kept, as if it had happened while nobody listened. */
  addPunch(punch: TerminalPunch): void;
  insertPunch(index: number, punch: TerminalPunch): void;
  dropOldest(count: number): void;
  clearPunches(): void;
  setFaults(faults: TerminalFaults): void;
  /** Pulls the cable: all TCP connections are reset. */
  cutLines(): void;
  /** Idempotent. */
  close(): Promise<void>;
}

const FIRST_SESSION_ID = 0x1f00;
const MAX_UDP_CLIENTS = 64;

export async function startTerminal(options: TerminalOptions = {}): Promise<SimulatedTerminal> {
  const host = options.host ?? '127.0.0.1';
  const memory = createTerminalMemory(options, options.clock ?? { now: () => instant(Date.now()) });
  const requests = new Map<number, number>();
  let sessionIds = FIRST_SESSION_ID;
  const serialNumber = options.serialNumber ?? 'SIM0000000001';
  const state: TerminalState = {
    options,
    memory,
    faultState: { faults: options.faults ?? {}, cutAfterBytes: options.faults?.cutAfterBytes ?? null, frames: 0 },
    settings: terminalSettings(serialNumber, options),
    enabled: true,
    acknowledgedEvents: 0,
    doorOpenings: 0,
    nextSessionId() {
      sessionIds = sessionIds >= 0xffff ? FIRST_SESSION_ID : sessionIds + 1;
      return sessionIds;
    },
    seen(command) {
      requests.set(command, (requests.get(command) ?? 0) + 1);
    },
    enrolment(deviceUserId, finger) {
      // Three good presses, then the result, as the firmware tells it (adrobinoga/zk-protocol, realtime.md).
      for (let press = 0; press < 3; press++) tellAll(EVENT.FPFTR, Uint8Array.of(100));
      const id = Buffer.from(deviceUserId, 'latin1');
      const result = new Uint8Array(4 + id.length + 1);
      putU16(result, 2, 1024);
      result.set(id, 4);
      result[4 + id.length] = finger;
      tellAll(EVENT.ENROLLFINGER, result);
    },
  };
  let closing: Promise<void> | null = null;
  const sockets = new Set<Socket>();
  const tcpSessions = new Map<Socket, TerminalSession>();
  const udpSessions = new Map<string, { readonly session: TerminalSession; queue: Promise<void> }>();

  function tellAll(event: number, data: Uint8Array): void {
    const sessions = [...tcpSessions.values(), ...[...udpSessions.values()].map((client) => client.session)];
    for (const session of sessions) void session.tell(event, data);
  }

  function cutLines(): void {
    for (const socket of sockets) socket.resetAndDestroy();
  }

  function serveTcp(socket: Socket): void {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      tcpSessions.delete(socket);
    });
    if (state.faultState.faults.busy === true) {
      socket.resetAndDestroy();
      return;
    }
    const port: TerminalPort = {
      kind: 'tcp',
      get open() {
        return !socket.destroyed;
      },
      write: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
      cut: () => void socket.destroy(),
    };
    const session = createTerminalSession(state, createSender(port, state.faultState), 'tcp', cutLines);
    tcpSessions.set(socket, session);
    const reassembler = createReassembler();
    let queue: Promise<void> = Promise.resolve();
    socket.on('data', (piece) => {
      try {
        reassembler.push(piece, (bytes) => {
          const frame = decodeFrame(bytes);
          queue = queue.then(() => session.handle(frame)).catch(() => void socket.destroy());
        });
      } catch {
        // Whatever does not speak the protocol is cut off, as the real ones do.
        socket.destroy();
      }
    });
  }

  function serveUdp(udp: UdpSocket, message: Buffer, from: { readonly address: string; readonly port: number }): void {
    let frame: Frame;
    try {
      frame = decodeFrame(message);
    } catch {
      return;
    }
    const key = `${from.address}:${from.port}`;
    let client = udpSessions.get(key);
    if (client === undefined) {
      const oldest = udpSessions.keys().next();
      if (udpSessions.size >= MAX_UDP_CLIENTS && oldest.done !== true) udpSessions.delete(oldest.value);
      const port: TerminalPort = {
        kind: 'udp',
        get open() {
          return closing === null;
        },
        write: (bytes) => new Promise((resolve) => udp.send(bytes, from.port, from.address, () => resolve())),
        cut: () => undefined,
      };
      const session = createTerminalSession(state, createSender(port, state.faultState), 'udp', cutLines);
      client = { session, queue: Promise.resolve() };
      udpSessions.set(key, client);
    }
    const { session } = client;
    client.queue = client.queue.then(() => session.handle(frame)).catch(() => undefined);
  }

  const server = createServer(serveTcp);
  const { port, udp } = await bindBoth(server, host, options.port ?? 0);
  udp.on('message', (message, from) => serveUdp(udp, message, from));

  return {
    host,
    port,
    serialNumber,
    requests,
    get recordCount() {
      return memory.recordCount;
    },
    get userCount() {
      return memory.users.size;
    },
    get enabled() {
      return state.enabled;
    },
    get acknowledgedEvents() {
      return state.acknowledgedEvents;
    },
    get doorOpenings() {
      return state.doorOpenings;
    },
    get connections() {
      return sockets.size;
    },
    get faults() {
      return state.faultState.faults;
    },
    punchAt: (index) => memory.punchAt(index),
    punch(partial) {
      const punch: TerminalPunch = { verify: 1, state: 0, timeRaw: memory.nowRaw(), ...partial };
      memory.addPunch(punch);
      tellAll(EVENT.ATTLOG, punchEvent(options.eventBytes ?? 32, punch, memory.slotOf(punch.deviceUserId)));
      return punch;
    },
    addPunch: (punch) => memory.addPunch(punch),
    insertPunch: (index, punch) => memory.insertPunch(index, punch),
    dropOldest: (count) => memory.dropOldest(count),
    clearPunches: () => memory.clearPunches(),
    setFaults(faults) {
      state.faultState.faults = faults;
      state.faultState.cutAfterBytes = faults.cutAfterBytes ?? null;
    },
    cutLines,
    close() {
      closing ??= new Promise((resolve) => {
        cutLines();
        udp.close(() => server.close(() => resolve()));
      });
      return closing;
    },
  };
}

function terminalSettings(serialNumber: string, options: TerminalOptions): Map<string, string> {
  const large = (options.userBytes ?? 72) === 72;
  return new Map([
    ['~SerialNumber', serialNumber],
    ['~DeviceName', options.name ?? 'SIM-K40'],
    ['~Platform', large ? 'ZMM220_TFT' : 'ZEM500'],
    ['~OEMVendor', 'Hadir simulator'],
    ['MAC', '02:00:00:00:43:70'],
    ['~ZKFPVersion', '10'],
    ['~PIN2Width', '9'],
    ['~ExtendFmt', '0'],
    ['~UserExtFmt', large ? '1' : '0'],
    ['~SSR', large ? '1' : '0'],
    ['FaceFunOn', '0'],
  ]);
}

const BIND_ATTEMPTS = 20;

/** A port that is free for TCP may be taken for UDP, so with port 0 several are tried. */
async function bindBoth(server: Server, host: string, wanted: number): Promise<{ port: number; udp: UdpSocket }> {
  for (let attempt = 1; ; attempt++) {
    await listen(server, host, wanted);
    const { port } = server.address() as AddressInfo;
    const udp = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    try {
      await bind(udp, host, port);
      return { port, udp };
    } catch (error) {
      udp.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      if (wanted !== 0 || attempt >= BIND_ATTEMPTS) throw error;
    }
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function bind(udp: UdpSocket, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    udp.once('error', reject);
    udp.bind(port, host, () => {
      udp.off('error', reject);
      udp.on('error', () => undefined);
      resolve();
    });
  });
}
