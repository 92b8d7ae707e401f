import type { Clock, DeviceCandidate } from '@hadir/sdk';
import { zkError } from '../errors.js';
import type { AdmsRequest } from './server-request.js';
import type { AdmsTerminal } from './server-terminal.js';

/** - `absent`: ours, but its session is closed just now. */
type Lookup =
  | { readonly kind: 'open'; readonly terminal: AdmsTerminal }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

export interface AdmsDirectoryOptions {
  readonly clock: Clock;
  readonly discovered: (candidate: DeviceCandidate) => void;
  /** After the start, devices are still being opened: nobody is called unknown yet. */
  readonly graceMs: number;
}

interface LastCall {
  readonly atMs: number;
  readonly address: string;
}

/** Calls remembered; serial numbers can be invented, so the oldest gives way. */
const MAX_CALLS = 10_000;
const REPORT_AGAIN_MS = 60_000;
const ABSENT_FOR_MS = 10 * 60_000;
/** Anybody can invent serial numbers; the inbox must stay readable and our memory bounded. */
const MAX_UNKNOWN = 200;
const MAX_TEXT = 80;

export interface AdmsDirectory {
  /** @returns how to take it out again. @throws ADMS_SERIAL_TAKEN */
  attach(terminal: AdmsTerminal): () => void;
  find(serialNumber: string): Lookup;
  /** Notes a call of a terminal, adopted or not; nothing of it is believed. */
  heard(request: AdmsRequest): void;
  /** The last call of a terminal in this process; null when there was none. */
  lastHeard(serialNumber: string): LastCall | null;
  /** Puts a stranger into the inbox. Nothing it says is believed. */
  stranger(request: AdmsRequest): void;
}

/** Who may push, by serial number. */
export function admsDirectory({ clock, discovered, graceMs }: AdmsDirectoryOptions): AdmsDirectory {
  const open = new Map<string, AdmsTerminal>();
  const leftAtMs = new Map<string, number>();
  const reportedAtMs = new Map<string, number>();
  const calls = new Map<string, LastCall>();
  const strangersFromMs = clock.now() + graceMs;

  function forget(times: Map<string, number>, olderThanMs: number): void {
    for (const [serial, at] of times) if (clock.now() - at >= olderThanMs) times.delete(serial);
  }

  return {
    attach(terminal) {
      const serial = terminal.serialNumber;
      if (open.has(serial)) throw zkError('ADMS_SERIAL_TAKEN', { serial });
      open.set(serial, terminal);
      leftAtMs.delete(serial);
      return () => {
        if (open.get(serial) !== terminal) return;
        open.delete(serial);
        leftAtMs.set(serial, clock.now());
      };
    },
    find(serialNumber) {
      const terminal = open.get(serialNumber);
      if (terminal !== undefined) return { kind: 'open', terminal };
      forget(leftAtMs, ABSENT_FOR_MS);
      if (leftAtMs.has(serialNumber) || clock.now() < strangersFromMs) return { kind: 'absent' };
      return { kind: 'unknown' };
    },
    heard({ serialNumber, address }) {
      calls.delete(serialNumber);
      calls.set(serialNumber, { atMs: clock.now(), address });
      const oldest = calls.keys().next().value;
      if (calls.size > MAX_CALLS && oldest !== undefined) calls.delete(oldest);
    },
    lastHeard: (serialNumber) => calls.get(serialNumber) ?? null,
    stranger(request) {
      forget(reportedAtMs, REPORT_AGAIN_MS);
      if (reportedAtMs.has(request.serialNumber) || reportedAtMs.size >= MAX_UNKNOWN) return;
      reportedAtMs.set(request.serialNumber, clock.now());
      discovered(candidateOf(request));
    },
  };
}

function candidateOf(request: AdmsRequest): DeviceCandidate {
  const info: Record<string, string> = { address: request.address };
  for (const [key, name] of [
    ['DeviceType', 'deviceType'],
    ['pushver', 'pushVersion'],
  ] as const) {
    const value = request.query.get(key);
    if (value !== null && value !== '') info[name] = value.slice(0, MAX_TEXT);
  }
  const firmware = request.query.get('INFO')?.split(',')[0];
  if (firmware) info.firmware = firmware.slice(0, MAX_TEXT);
  return {
    key: request.serialNumber,
    name: `ZKTeco ${request.serialNumber}`,
    config: { transport: 'adms', serialNumber: request.serialNumber },
    info,
  };
}
