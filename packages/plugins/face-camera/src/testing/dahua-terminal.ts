import type { IncomingMessage, ServerResponse } from 'node:http';
import { dahuaPeople } from './dahua-people.js';
import { type DeviceDigestOptions, deviceDigest } from './device-digest.js';
import { reply, startDeviceServer } from './device-server.js';

export interface DahuaSimRecord {
  readonly RecNo: number;
  readonly CreateTime: number;
  readonly UserID: string;
  readonly Method?: number;
  readonly Status: number;
  readonly Type: 'Entry' | 'Exit';
  readonly AttendanceState: number;
}

export type NewDahuaRecord = Partial<Omit<DahuaSimRecord, 'RecNo'>>;

export interface DahuaTerminalOptions {
  readonly serialNumber?: string;
  readonly username?: string;
  readonly password?: string;
  readonly port?: number;
  readonly digest?: Partial<DeviceDigestOptions>;
  readonly heartbeatMs?: number;
  /** Counts seconds by the wall clock of its zone and calls that UTC. */
  readonly isLocalTime?: boolean;
  readonly utcOffsetSeconds?: number;
  /** Live events with their record number; older firmware leaves it out. */
  readonly hasLiveRecNo?: boolean;
  readonly clockErrorMs?: number;
}

/** A simulated Dahua face terminal over real sockets: a public test tool. */
export interface DahuaTerminal {
  readonly host: string;
  readonly port: number;
  readonly records: readonly DahuaSimRecord[];
  /** Records somebody and tells everybody who listens. */
  scan(userId: string, record?: NewDahuaRecord): DahuaSimRecord;
  /** Records somebody and tells nobody. */
  record(record: NewDahuaRecord): DahuaSimRecord;
  repeat(record: DahuaSimRecord): void;
  /** Records somebody, tells half of it and breaks the lines. */
  cutWhileTelling(record: NewDahuaRecord): DahuaSimRecord;
  cut(): void;
  readonly users: ReadonlyMap<string, string>;
  readonly faces: ReadonlyMap<string, Buffer>;
  readonly openLines: number;
  readonly loginFailures: number;
  readonly requests: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const BOUNDARY = 'myboundary';
const TEXT = 'text/plain;charset=utf-8';

/** Parts as the firmware writes them: no blank after the colon of Content-Length, JSON over many lines. */
function part(body: string): Buffer {
  return Buffer.from(
    `--${BOUNDARY}\r\nContent-Type: text/plain\r\nContent-Length:${Buffer.byteLength(body)}\r\n\r\n${body}\r\n`,
  );
}

function recordText(records: readonly DahuaSimRecord[]): string {
  const lines = records.flatMap((record, i) =>
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `records[${i}].${key}=${value}\r\n`),
  );
  return `found=${records.length}\r\n${lines.join('')}`;
}

export async function startDahuaTerminal(options: DahuaTerminalOptions = {}): Promise<DahuaTerminal> {
  const { utcOffsetSeconds = 25_200, heartbeatMs = 200, isLocalTime = false } = options;
  let clockErrorMs = options.clockErrorMs ?? 0;
  const digest = deviceDigest({
    username: options.username ?? 'admin',
    password: options.password ?? 'rahasia-12345',
    realm: 'Login to 1234567890ABCDEF',
    ...options.digest,
  });
  const records: DahuaSimRecord[] = [];
  const lines = new Set<ServerResponse>();
  const requests = new Map<string, number>();
  const people = dahuaPeople();
  let recNo = 5000;

  const nowMs = () => Date.now() + clockErrorMs;
  const statedSeconds = () => Math.floor(nowMs() / 1000) + (isLocalTime ? utcOffsetSeconds : 0);
  const wall = () => new Date(nowMs() + utcOffsetSeconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const write = (bytes: Buffer) => {
    for (const line of lines) line.write(bytes);
  };
  const heartbeat = setInterval(() => write(part('Heartbeat')), heartbeatMs);

  function add(record: NewDahuaRecord): DahuaSimRecord {
    recNo += 1;
    const made: DahuaSimRecord = {
      CreateTime: statedSeconds(),
      UserID: '',
      Method: 15,
      Status: 1,
      Type: 'Entry',
      AttendanceState: 0,
      ...record,
      RecNo: recNo,
    };
    records.push(made);
    return made;
  }

  function event({ RecNo, CreateTime, ...rest }: DahuaSimRecord): string {
    const data = {
      ...rest,
      CardName: `person-${rest.UserID}`,
      CardNo: '',
      ErrorCode: 0,
      ReaderID: '1',
      UTC: CreateTime,
      RealUTC: CreateTime,
      Similarity: 92,
      SnapURL: '/var/tmp/snap/0001.jpg',
      ...(options.hasLiveRecNo === false ? {} : { RecNo }),
    };
    return `Code=AccessControl;action=Pulse;index=0;data=${JSON.stringify(data, null, '   ')}\n`;
  }

  function find(query: URLSearchParams): string {
    const from = Number(query.get('StartTime') ?? 0);
    const to = Number(query.get('EndTime') ?? Number.MAX_SAFE_INTEGER);
    const count = Number(query.get('count') ?? 1024);
    const found = records.filter(({ CreateTime }) => CreateTime >= from && CreateTime <= to);
    return recordText(found.slice(0, count));
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://terminal');
    requests.set(url.pathname, (requests.get(url.pathname) ?? 0) + 1);
    if (!digest.admit(request, response)) return;
    if (people.answer(url, request, response)) return;
    request.resume();
    const action = url.searchParams.get('action') ?? '';
    switch (`${url.pathname} ${action}`) {
      case '/cgi-bin/magicBox.cgi getSystemInfo':
        reply(
          response,
          200,
          TEXT,
          `deviceType=ASI7213X\r\nserialNumber=${options.serialNumber ?? '8A0123BPAJ00001'}\r\n`,
        );
        return;
      case '/cgi-bin/magicBox.cgi getSoftwareVersion':
        reply(response, 200, TEXT, 'version=2.000.0000000.3.R,build:2026-01-01\r\n');
        return;
      case '/cgi-bin/global.cgi getCurrentTime':
        reply(response, 200, TEXT, `result=${wall()}\r\n`);
        return;
      case '/cgi-bin/global.cgi setCurrentTime': {
        const time = url.searchParams.get('time') ?? '';
        clockErrorMs = Date.parse(`${time.replace(' ', 'T')}Z`) - utcOffsetSeconds * 1000 - Date.now();
        reply(response, 200, TEXT, 'OK\r\n');
        return;
      }
      case '/cgi-bin/recordFinder.cgi find':
        reply(response, 200, TEXT, find(url.searchParams));
        return;
      case '/cgi-bin/accessControl.cgi openDoor':
        tell(add({ Method: 4 }));
        reply(response, 200, TEXT, 'OK\r\n');
        return;
      case '/cgi-bin/eventManager.cgi attach':
        response.writeHead(200, { 'Content-Type': `multipart/x-mixed-replace; boundary=${BOUNDARY}` });
        response.flushHeaders();
        lines.add(response);
        response.once('close', () => lines.delete(response));
        return;
    }
    reply(response, 501, TEXT, 'Error\r\nNot Implemented!\r\n');
  }

  const server = await startDeviceServer(answer, options.port);

  function tell(record: DahuaSimRecord): DahuaSimRecord {
    write(part(event(record)));
    return record;
  }

  return {
    host: server.host,
    port: server.port,
    records,
    users: people.users,
    faces: people.faces,
    requests,
    get openLines() {
      return lines.size;
    },
    get loginFailures() {
      return digest.failures;
    },
    scan: (UserID, record = {}) => tell(add({ ...record, UserID })),
    record: add,
    repeat: (record) => void tell(record),
    cutWhileTelling(record) {
      const made = add(record);
      const whole = part(event(made));
      write(whole.subarray(0, Math.floor(whole.length / 2)));
      setTimeout(() => server.cut(), 20);
      return made;
    },
    cut: () => server.cut(),
    async stop() {
      clearInterval(heartbeat);
      await server.stop();
    },
  };
}
