import { afterEach, describe, expect, it } from 'vitest';
import type { SessionOptions } from '../../src/standalone/index.js';
import { readAttendance } from '../../src/standalone/index.js';
import type { TerminalFaults, TerminalOptions } from '../../src/testing/terminal-options.js';
import { COMMAND } from '../../src/wire/commands.js';
import { codeOf } from './fake.js';
import { createBench, heldRows } from './simulator.js';

const bench = createBench();
afterEach(() => bench.clear());

async function rowsOf(session: Parameters<typeof readAttendance>[0]): Promise<string[]> {
  const rows: string[] = [];
  await readAttendance(session, {
    take: async ({ rows: page }) => {
      for (let i = 0; i < page.count; i++) {
        const { deviceUserId, time, verify, state } = page.record(i);
        rows.push(`${deviceUserId} ${time.raw} ${verify} ${state}`);
      }
    },
  });
  return rows;
}

interface Case {
  readonly name: string;
  readonly options?: TerminalOptions;
  readonly faults?: TerminalFaults;
  readonly session?: Partial<SessionOptions>;
}

const udp = { transport: 'udp' } as const;
const old = { bufferedReads: false } as const;

const COMPLETE: readonly Case[] = [
  { name: '8-byte records', options: { recordBytes: 8 } },
  { name: '8-byte records and 28-byte users over UDP', options: { recordBytes: 8, userBytes: 28 }, session: udp },
  { name: '16-byte records', options: { recordBytes: 16 } },
  { name: '49-byte records', options: { recordBytes: 49 } },
  { name: 'no closing ACK_OK', faults: { noClosingAck: true } },
  { name: 'no closing ACK_OK over UDP', faults: { noClosingAck: true }, session: udp },
  { name: 'packets without numbers', options: { packetBytes: 1008 }, faults: { unnumbered: true } },
  { name: 'packets without numbers over UDP', faults: { unnumbered: true }, session: udp },
  { name: 'chunks that are not answered', faults: { muteChunks: 2 } },
  { name: 'chunks that are not answered over UDP', faults: { muteChunks: 2 }, session: { ...udp, idleTimeoutMs: 200 } },
  { name: 'a delay before every frame', options: { packetBytes: 16_000 }, faults: { delayMs: 20 } },
  { name: 'old firmware', options: old },
  { name: 'old firmware, small packets', options: { ...old, packetBytes: 1008 } },
  { name: 'old firmware over UDP', options: old, session: udp },
  { name: 'old firmware over UDP, reordered', options: old, session: udp, faults: { reorderEvery: 3 } },
  { name: 'old firmware, 8-byte records', options: { ...old, recordBytes: 8, userBytes: 28 } },
  {
    name: 'events, fragments, small packets',
    options: { packetBytes: 1008 },
    faults: { strayEvents: true, fragmentBytes: 333 },
  },
  { name: 'a count that is too large', faults: { lies: { count: 17 } } },
  { name: 'a count that is too small', faults: { lies: { count: -1_000 } } },
  { name: 'a count that divides to another size', options: { recordBytes: 16 }, faults: { lies: { count: -1_200 } } },
  {
    name: 'UDP, every 9th datagram damaged',
    faults: { corruptEvery: 9 },
    session: { ...udp, idleTimeoutMs: 200, attempts: 6 },
  },
  {
    name: 'UDP, lost and reordered',
    faults: { loss: 0.03, reorderEvery: 5 },
    session: { ...udp, idleTimeoutMs: 200, attempts: 8 },
  },
];

describe('every record right', () => {
  it.each(COMPLETE)('$name', async ({ options, faults, session: sessionOptions }) => {
    const terminal = await bench.terminal({ records: 2_000, users: 50, ...options });
    const session = await bench.session(terminal.port, sessionOptions);
    terminal.setFaults(faults ?? {});
    expect(await rowsOf(session)).toEqual(heldRows(terminal));
    terminal.setFaults({});
  });
});

const LOUD: readonly (Case & { readonly code: string })[] = [
  { name: 'silence', faults: { muteChunks: 1_000 }, session: { idleTimeoutMs: 100 }, code: 'ZK_TIMEOUT' },
  {
    name: 'silence over UDP',
    faults: { muteChunks: 1_000 },
    session: { ...udp, idleTimeoutMs: 100 },
    code: 'ZK_TIMEOUT',
  },
  { name: 'a cut line', faults: { cutAfterBytes: 30_000 }, code: 'ZK_LINE_CUT' },
  { name: 'half a frame and a cut', faults: { halfFrame: true }, code: 'ZK_LINE_CUT' },
  { name: 'a damaged frame', faults: { corruptEvery: 7 }, options: { packetBytes: 1008 }, code: 'ZK_CHECKSUM' },
  { name: 'garbage between frames', faults: { garbageEvery: 7 }, options: { packetBytes: 1008 }, code: 'ZK_DESYNC' },
  { name: 'a length word that says less', faults: { lies: { inner: -40 } }, code: 'ZK_TRANSFER_MISMATCH' },
  { name: 'a length word that says more', faults: { lies: { inner: 40 } }, code: 'ZK_TRANSFER_MISMATCH' },
  { name: 'an announcement of more than there is', faults: { lies: { size: 80 } }, code: 'ZK_TRANSFER_MISMATCH' },
  { name: 'an announcement of less than there is', faults: { lies: { size: -80 } }, code: 'ZK_TRANSFER_MISMATCH' },
  { name: 'an announcement of 2 GB', faults: { lies: { size: 2_000_000_000 } }, code: 'ZK_CLAIM_TOO_LARGE' },
  { name: 'a chunk of 2 GB', faults: { lies: { prepare: 2_000_000_000 } }, code: 'ZK_CLAIM_TOO_LARGE' },
  {
    name: 'a chunk that is shorter than it says',
    session: { idleTimeoutMs: 150 },
    faults: { lies: { prepare: -2 } },
    code: 'ZK_TRANSFER_MISMATCH',
  },
  {
    name: 'old firmware that claims 2 GB',
    options: old,
    faults: { lies: { prepare: 2_000_000_000 } },
    code: 'ZK_CLAIM_TOO_LARGE',
  },
  { name: 'old firmware and a cut line', options: old, faults: { cutAfterBytes: 30_000 }, code: 'ZK_LINE_CUT' },
];

describe('a loud failure', () => {
  it.each(LOUD)('$name: $code', async ({ options, faults, session: sessionOptions, code }) => {
    const terminal = await bench.terminal({ records: 2_000, users: 50, ...options });
    const session = await bench.session(terminal.port, sessionOptions);
    terminal.setFaults(faults ?? {});
    const failure = await rowsOf(session).then(
      (rows) => `${rows.length} rows`,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code });
    terminal.setFaults({});
  });

  it('of a stop on request says how far it came, and the terminal is left usable', async () => {
    const terminal = await bench.terminal({ records: 20_000 });
    const session = await bench.session(terminal.port);
    const abort = new AbortController();
    let pages = 0;
    const reading = readAttendance(session, {
      signal: abort.signal,
      holdTerminal: true,
      pageRecords: 1_000,
      take: async () => {
        if (++pages === 3) abort.abort();
      },
    });
    await expect(reading).rejects.toMatchObject({ code: 'ZK_ABORTED', details: { expected: 800_004 } });
    expect(terminal.enabled).toBe(true);
    expect(terminal.requests.get(COMMAND.FREE_DATA)).toBe(2);
    // The session goes on.
    expect(await codeOf(session.request(COMMAND.GET_TIME))).toBeNull();
  });

  it('of the page taker ends the reading and frees the terminal', async () => {
    const terminal = await bench.terminal({ records: 20_000 });
    const session = await bench.session(terminal.port);
    const reading = readAttendance(session, {
      holdTerminal: true,
      take: () => Promise.reject(new RangeError('the host could not store it')),
    });
    await expect(reading).rejects.toThrow('the host could not store it');
    expect(terminal.enabled).toBe(true);
    expect(await codeOf(session.request(COMMAND.GET_TIME))).toBeNull();
  });

  it('leaves a held terminal usable when the session is closed in mid-transfer', async () => {
    const terminal = await bench.terminal({ records: 20_000 });
    const session = await bench.session(terminal.port);
    let reached: () => void = () => undefined;
    const firstPage = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const reading = codeOf(
      readAttendance(session, {
        holdTerminal: true,
        take: async () => {
          reached();
          await new Promise((resolve) => setTimeout(resolve, 100));
        },
      }),
    );
    await firstPage;
    expect(terminal.enabled).toBe(false);
    await session.close();
    expect(terminal.enabled).toBe(true);
    expect(await reading).toBe('ZK_SESSION_CLOSED');
  });
});
