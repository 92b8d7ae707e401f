import type {
  DeviceTime,
  DeviceUserReading,
  OperationReading,
  PunchReading,
  RawEvidence,
  TemperatureMode,
  TemperatureReading,
  WallTime,
} from '@hadir/sdk';

/** What every decoder of this plugin says of a time. */
export interface StatedTime {
  readonly wall: WallTime | null;
  readonly text: string;
}

/** How the reading travelled. Never part of identity. */
export type ZkTransport = 'zk-tcp' | 'zk-udp' | 'zk-live' | 'adms' | 'soap' | 'file';

/** `legacy` for 8-byte records of ZEM-class units, whose two bits mean 0 password, 1 finger, 2 card. */
export type VerifyTableName = 'zkteco.verify' | 'zkteco.verify-legacy';

export interface PunchFacts {
  readonly deviceUserId: string;
  readonly time: StatedTime;
  readonly verify: number | null;
  readonly state: number | null;
  readonly workCode?: string | number | null;
  readonly utcOffsetSeconds?: number | null;
  readonly transport: ZkTransport;
  readonly live: boolean;
  readonly raw: RawEvidence;
  readonly verifyTable?: VerifyTableName;
  readonly clockOffsetMs?: number | undefined;
}

const MAX_TIME_CHARS = 64;
const MAX_WORK_CODE_CHARS = 32;
const MAX_RAW_CHARS = 16_384;
const MAX_VALUE_CHARS = 64;
const MAX_NAME_CHARS = 120;

export function hexEvidence(bytes: Uint8Array): RawEvidence {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return { encoding: 'hex', data: data.slice(0, MAX_RAW_CHARS) };
}

export function textEvidence(text: string): RawEvidence {
  return { encoding: 'utf8', data: text.slice(0, MAX_RAW_CHARS) };
}

function deviceTime(time: StatedTime, utcOffsetSeconds?: number | null): DeviceTime {
  if (time.wall === null) return { form: 'invalid', text: time.text.slice(0, MAX_TIME_CHARS) };
  if (utcOffsetSeconds === undefined || utcOffsetSeconds === null) return { form: 'wall', wall: time.wall };
  return { form: 'wall', wall: time.wall, utcOffsetSeconds };
}

/**
 * `p|<user>|<time>|<verify>|<state>`: the same scan has the same key by whatever way it comes, as long as the terminal says
 * the same of it; a code that was not said is `-`.
 */
export function punchKey(facts: Pick<PunchFacts, 'deviceUserId' | 'time' | 'verify' | 'state'>): string {
  const time = facts.time.text.slice(0, MAX_TIME_CHARS);
  return `p|${facts.deviceUserId}|${time}|${facts.verify ?? '-'}|${facts.state ?? '-'}`;
}

/** "No function key" and "no work code" are said as empty or 0 by one transport and left out by another. */
function workCodeText(workCode: PunchFacts['workCode']): string | undefined {
  const text = workCode === null || workCode === undefined ? '' : String(workCode).trim();
  return text === '' || text === '0' ? undefined : text.slice(0, MAX_WORK_CODE_CHARS);
}

export function punchReading(facts: PunchFacts): PunchReading {
  const workCode = workCodeText(facts.workCode);
  return {
    kind: 'punch',
    key: punchKey(facts),
    deviceUserId: facts.deviceUserId,
    time: deviceTime(facts.time, facts.utcOffsetSeconds),
    ...(facts.verify === null ? {} : { verify: { table: facts.verifyTable ?? 'zkteco.verify', code: facts.verify } }),
    ...(facts.state === null ? {} : { state: { table: 'zkteco.state', code: facts.state } }),
    ...(workCode === undefined ? {} : { workCode }),
    live: facts.live,
    transport: facts.transport,
    raw: facts.raw,
    ...(facts.clockOffsetMs === undefined ? {} : { clockOffsetMs: facts.clockOffsetMs }),
  };
}

/** No living body has 60 °C, and no thermometer for people shows 60 °F. */
const FAHRENHEIT_FROM = 60;

export interface TemperatureFacts {
  readonly deviceUserId: string;
  readonly time: StatedTime;
  readonly utcOffsetSeconds?: number | null;
  /** As the terminal wrote it. */
  readonly temperature: string;
  readonly mode: TemperatureMode;
  readonly transport: ZkTransport;
  readonly live: boolean;
  readonly clockOffsetMs?: number | undefined;
}

/** `t|<user>|<time>`: what was measured while the punch of that user and time was made. The key never holds the value. */
export function temperatureReading(facts: TemperatureFacts): TemperatureReading {
  const value = Number(facts.temperature);
  return {
    kind: 'temperature',
    key: `t|${facts.deviceUserId}|${facts.time.text.slice(0, MAX_TIME_CHARS)}`,
    deviceUserId: facts.deviceUserId,
    time: deviceTime(facts.time, facts.utcOffsetSeconds),
    value,
    unit: value >= FAHRENHEIT_FROM ? 'F' : 'C',
    mode: facts.mode,
    compensation: { byDevice: 'unknown', offsetCelsius: 0 },
    live: facts.live,
    transport: facts.transport,
    raw: textEvidence(facts.temperature),
    ...(facts.clockOffsetMs === undefined ? {} : { clockOffsetMs: facts.clockOffsetMs }),
  };
}

export interface OperationFacts {
  readonly operation: number;
  readonly operator: string | null;
  readonly time: StatedTime;
  readonly values: readonly (string | number)[];
  readonly transport: ZkTransport;
  readonly raw: RawEvidence;
  readonly clockOffsetMs?: number | undefined;
}

/** `o|<code>|<time>|<operator>|<values>`; several identical entries in one second are one happening. */
export function operationReading(facts: OperationFacts): OperationReading {
  const values = facts.values.slice(0, 8).map((value) => String(value).slice(0, MAX_VALUE_CHARS));
  const operator = facts.operator === null || facts.operator === '' ? null : facts.operator.slice(0, MAX_VALUE_CHARS);
  const time = facts.time.text.slice(0, MAX_TIME_CHARS);
  return {
    kind: 'operation',
    key: `o|${facts.operation}|${time}|${operator ?? '-'}|${values.join(',')}`.slice(0, 200),
    operation: { table: 'zkteco.operation', code: facts.operation },
    ...(operator === null ? {} : { operator }),
    values,
    time: deviceTime(facts.time),
    transport: facts.transport,
    raw: facts.raw,
    ...(facts.clockOffsetMs === undefined ? {} : { clockOffsetMs: facts.clockOffsetMs }),
  };
}

export interface DeviceUserFacts {
  readonly deviceUserId: string;
  readonly name: string;
  readonly privilege: number | null;
  readonly hasCard: boolean;
  readonly transport: ZkTransport;
}

/** Levels of the privilege byte; 10 is a role of the operator's own making and counts as manager. */
const PRIVILEGES: Readonly<Record<number, NonNullable<DeviceUserReading['privilege']>>> = {
  0: 'user',
  2: 'enroller',
  6: 'manager',
  10: 'manager',
  14: 'admin',
};

/**
 * Who is registered. The evidence is made of the facts themselves, because the terminal's own row holds the password.
 * Equal facts give the same key, so reading the users again adds nothing.
 */
export function deviceUserReading(facts: DeviceUserFacts): DeviceUserReading {
  const { deviceUserId, privilege, hasCard } = facts;
  const name = facts.name.slice(0, MAX_NAME_CHARS);
  const level = privilege === null ? undefined : PRIVILEGES[privilege];
  const state = JSON.stringify([deviceUserId, name, level ?? null, hasCard]);
  return {
    kind: 'device-user',
    key: `u|${deviceUserId}|${hash(state)}`,
    deviceUserId,
    name,
    ...(level === undefined ? {} : { privilege: level }),
    card: hasCard,
    time: { form: 'absent' },
    transport: facts.transport,
    raw: textEvidence(state),
  };
}

/** FNV-1a in 64 bits: short, stable, and only has to tell apart the states of one user. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text, 'utf8')) {
    value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  }
  return value.toString(16).padStart(16, '0');
}
