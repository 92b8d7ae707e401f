import NodeZkLibClass from 'node-zklib';
import ZktecoJsClass from 'zkteco-js';

export type Transport = 'tcp' | 'udp';
export const PEERS = ['node-zklib', 'zkteco-js'] as const;
export type PeerName = (typeof PEERS)[number];

interface PeerLine<Result> {
  createSocket(): Promise<unknown>;
  connect(): Promise<unknown>;
  getAttendances(progress?: () => void): Promise<Result>;
  getRealTimeLogs(callback: (event: { userId: unknown; attTime: Date }) => void): Promise<void>;
}
/** @public named by the declaration of the package */
export interface NodeZkLib {
  readonly zklibTcp: PeerLine<NodeZkLibRows>;
  readonly zklibUdp: PeerLine<NodeZkLibRows>;
}
/** @public named by the declaration of the package */
export interface ZktecoJsLib {
  readonly ztcp: PeerLine<ZktecoJsRows>;
  readonly zudp: PeerLine<ZktecoJsRows>;
}
interface NodeZkLibRows {
  readonly data: readonly { readonly deviceUserId: string | number; readonly recordTime: Date }[];
  readonly err?: Error | null;
}
interface ZktecoJsRows {
  readonly data: readonly { readonly user_id: string | number; readonly record_time: string | Date }[];
  readonly err?: Error | null;
}

/** What a peer read, in one shape. `error` is what it told its caller, whether thrown or returned. */
export interface PeerRows {
  readonly rows: Iterable<{ readonly userId: string; readonly time: Date }>;
  readonly count: number;
  readonly error: string | null;
}

/** One peer, spoken to over one transport directly: their own choice between TCP and UDP is left out on purpose. */
export interface Peer {
  connect(): Promise<void>;
  read(): Promise<PeerRows>;
  listen(onEvent: (userId: string, time: Date) => void): Promise<void>;
}

const textOf = (error: unknown): string | null =>
  error === undefined || error === null ? null : error instanceof Error ? error.message : JSON.stringify(error);

function* mapped<Item, Value>(items: readonly Item[], map: (item: Item) => Value): Generator<Value> {
  for (const item of items) yield map(item);
}

export function openPeer(name: PeerName, transport: Transport, port: number, timeoutMs: number): Peer {
  return name === 'node-zklib' ? nodeZkLib(transport, port, timeoutMs) : zktecoJs(transport, port, timeoutMs);
}

function nodeZkLib(transport: Transport, port: number, timeoutMs: number): Peer {
  const lib = new NodeZkLibClass('127.0.0.1', port, timeoutMs, 0);
  const line = transport === 'tcp' ? lib.zklibTcp : lib.zklibUdp;
  return {
    ...common(line),
    read: async () => {
      const { data, err } = await line.getAttendances();
      const rows = mapped(data, (row) => ({ userId: String(row.deviceUserId), time: row.recordTime }));
      return { rows, count: data.length, error: textOf(err) };
    },
  };
}

function zktecoJs(transport: Transport, port: number, timeoutMs: number): Peer {
  const lib = new ZktecoJsClass('127.0.0.1', port, timeoutMs, 0);
  const line = transport === 'tcp' ? lib.ztcp : lib.zudp;
  return {
    ...common(line),
    read: async () => {
      const { data, err } = await line.getAttendances();
      const rows = mapped(data, (row) => ({ userId: String(row.user_id), time: new Date(row.record_time) }));
      return { rows, count: data.length, error: textOf(err) };
    },
  };
}

function common(line: PeerLine<unknown>): Pick<Peer, 'connect' | 'listen'> {
  return {
    connect: async () => {
      await line.createSocket();
      await line.connect();
    },
    listen: (onEvent) => line.getRealTimeLogs((event) => onEvent(String(event.userId), event.attTime)),
  };
}
