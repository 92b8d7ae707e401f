import { afterEach, describe, expect, it } from 'vitest';
import type { SessionOptions } from '../../src/standalone/index.js';
import { codeOf, type FakeTerminal, fake, openTo, readTotals } from './fake.js';

let terminal: FakeTerminal | null = null;

afterEach(async () => {
  await terminal?.close();
  terminal = null;
});

interface Case {
  readonly name: string;
  readonly terminal: Record<string, unknown>;
  readonly session?: Partial<SessionOptions>;
}

const udp = { transport: 'udp' } as const;
const CASES: readonly Case[] = [
  { name: '40-byte records', terminal: {} },
  { name: '49-byte records', terminal: { recordSize: 49 } },
  { name: '16-byte records', terminal: { recordSize: 16 } },
  { name: '40-byte records, many chunks', terminal: { records: 20_000, pace: 'none' } },
  { name: '75,486 records without pauses (zkteco-js issue 7)', terminal: { records: 75_486, pace: 'none' } },
  { name: '49-byte records, many chunks', terminal: { records: 20_000, recordSize: 49, pace: 'none' } },
  { name: '28-byte users', terminal: { userSize: 28 } },
  { name: 'packets of 1008', terminal: { packet: 1008 } },
  { name: 'packets of 1024 without pauses', terminal: { packet: 1024, pace: 'none' } },
  { name: 'packets of 65528', terminal: { packet: 65528 } },
  { name: 'inline answer', terminal: { records: 20 } },
  { name: 'inline answer of everything', terminal: { inlineMax: 10_000_000 } },
  { name: 'one record', terminal: { records: 1 } },
  { name: 'no records', terminal: { records: 0 } },
  { name: 'communication key', terminal: { commkey: 12 }, session: { commKey: 12 } },
  { name: 'sizes of 4 bytes', terminal: { sizes: 4 } },
  { name: 'sizes of 80 bytes', terminal: { sizes: 80 } },
  { name: 'sizes of 112 bytes that say zero', terminal: { sizes: 112, sizesZero: true } },
  { name: 'sizes that say zero, 49-byte records', terminal: { sizesZero: true, recordSize: 49 } },
  { name: 'sizes that say zero, 16-byte records', terminal: { sizesZero: true, recordSize: 16 } },
  { name: 'pauses of 1 ms', terminal: { pace: '1', packet: 8000 } },
  { name: 'joined writes', terminal: { coalesce: true } },
  { name: 'joined writes of small packets', terminal: { coalesce: true, packet: 1008 } },
  { name: 'fragments of 1 byte', terminal: { records: 200, fragment: 1 } },
  { name: 'fragments of 3 bytes', terminal: { records: 300, fragment: 3 } },
  { name: 'fragments of 700 bytes', terminal: { fragment: 700 } },
  { name: 'stray byte on the first answer', terminal: { ackTrailer: true } },
  { name: 'event in mid-transfer', terminal: { strayEvent: true } },
  {
    name: 'event in mid-transfer, small packets, joined',
    terminal: { strayEvent: true, packet: 1008, coalesce: true },
  },
  { name: 'impossible dates', terminal: { badDates: 50 } },
  { name: 'every second date impossible', terminal: { badDates: 2 } },
  { name: 'smaller chunks', terminal: {}, session: { chunkBytes: 4096 } },
  { name: 'a chunk that is never answered', terminal: { muteChunk: 1 } },
  { name: 'UDP', terminal: { udp: true }, session: udp },
  { name: 'UDP, 16-byte records', terminal: { udp: true, recordSize: 16 }, session: udp },
  { name: 'UDP, 49-byte records', terminal: { udp: true, recordSize: 49 }, session: udp },
  { name: 'UDP, communication key', terminal: { udp: true, commkey: 45 }, session: { ...udp, commKey: 45 } },
  { name: 'UDP, reordered', terminal: { udp: true, swap: true }, session: udp },
  { name: 'UDP, event in mid-transfer', terminal: { udp: true, strayEvent: true }, session: udp },
  { name: 'UDP, 2 % lost', terminal: { udp: true, loss: 0.02 }, session: udp },
  { name: 'UDP, 2 % lost and reordered', terminal: { udp: true, loss: 0.02, swap: true }, session: udp },
  { name: 'UDP, a chunk that is never answered', terminal: { udp: true, muteChunk: 1 }, session: udp },
];

describe('every record right, whatever the terminal does', () => {
  it.each(CASES)('$name', async ({ terminal: options, session: sessionOptions }) => {
    terminal = await fake.start({ records: 3_000, ...options });
    const session = await openTo(terminal.port, sessionOptions);
    try {
      const { totals, summary } = await readTotals(session);
      const records = (options.records as number | undefined) ?? 3_000;
      expect(totals).toEqual(fake.expectFor(records, 100, (options.badDates as number | undefined) ?? 0));
      expect(summary.recordsInLog).toBe(records);
    } finally {
      await session.close();
    }
  });

  it('8-byte records, named through the user table', async () => {
    terminal = await fake.start({ records: 3_000, recordSize: 8 });
    const session = await openTo(terminal.port);
    try {
      const { totals } = await readTotals(session);
      // These records hold verify and state in five bits: 0x28 + i mod 6 always reads as state 1, verify 1.
      const { records, userIdSum, timeSum } = fake.expectFor(3_000, 100, 0);
      expect(totals).toEqual({ records, userIdSum, timeSum, verifySum: 3_000, punchSum: 3_000, badDates: 0 });
    } finally {
      await session.close();
    }
  });
});

describe('a loud failure that says how far it came, when every record cannot be had', () => {
  it('names the bytes received and expected when the line is cut, and the cursor leads on', async () => {
    terminal = await fake.start({ records: 20_000, dropChunk: 5, pace: 'none' });
    const session = await openTo(terminal.port);
    let taken = 0;
    let cursor = null;
    const failure = await readTotals(session, {
      pageRecords: 1_000,
      take: async (page) => {
        taken += page.rows.count;
        cursor = page.cursor;
      },
    }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'ZK_LINE_CUT', details: { expected: 800_004 } });
    expect(taken).toBeGreaterThan(0);
    expect(await session.ended).toMatchObject({ code: 'ZK_LINE_CUT' });
    await session.close();
    await terminal.close();

    terminal = await fake.start({ records: 20_000, pace: 'none' });
    const again = await openTo(terminal.port);
    const { totals, summary } = await readTotals(again, { cursor });
    expect(summary.log).toEqual({ kind: 'continued', known: taken });
    expect(totals.records).toBe(20_000 - taken);
    await again.close();
  });

  it('refuses a wrong key once, and says when a key is needed', async () => {
    terminal = await fake.start({ commkey: 12 });
    expect(await codeOf(openTo(terminal.port, { commKey: 13 }))).toBe('ZK_KEY_WRONG');
    expect(await codeOf(openTo(terminal.port))).toBe('ZK_KEY_NEEDED');
  });
});
