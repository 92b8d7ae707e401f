import { afterEach, describe, expect, it } from 'vitest';
import {
  type AttendanceSummary,
  type LogCursor,
  parseLogCursor,
  readAttendance,
  type StandaloneSession,
} from '../../src/standalone/index.js';
import type { SimulatedTerminal } from '../../src/testing/index.js';
import type { TerminalPunch } from '../../src/testing/terminal-options.js';
import { createBench, heldRows } from './simulator.js';

const bench = createBench();
afterEach(() => bench.clear());

const punch = (n: number): TerminalPunch => ({
  deviceUserId: '1001',
  verify: 1,
  state: 0,
  timeRaw: 800_000_000 + n,
});

interface Read {
  readonly rows: readonly string[];
  readonly summary: AttendanceSummary;
  readonly cursor: LogCursor | null;
}

async function read(
  session: StandaloneSession,
  cursor: LogCursor | null,
  options: { reread?: boolean; fullRereadEveryMs?: number } = {},
): Promise<Read> {
  const rows: string[] = [];
  const summary = await readAttendance(session, {
    ...options,
    cursor,
    take: async ({ rows: page }) => {
      for (let i = 0; i < page.count; i++) {
        const { deviceUserId, time, verify, state } = page.record(i);
        rows.push(`${deviceUserId} ${time.raw} ${verify} ${state}`);
      }
    },
  });
  return { rows, summary, cursor: parseLogCursor(JSON.parse(JSON.stringify(summary.cursor))) };
}

async function readTwice(
  between: (terminal: SimulatedTerminal) => void,
  options: {
    records?: number;
    transport?: 'tcp' | 'udp';
    recordBytes?: 8 | 16 | 40 | 49;
    bufferedReads?: boolean;
  } = {},
): Promise<{ terminal: SimulatedTerminal; first: Read; second: Read }> {
  const { records = 6_000, transport = 'tcp', ...terminalOptions } = options;
  const terminal = await bench.terminal({ records, users: 50, ...terminalOptions });
  const session = await bench.session(terminal.port, { transport });
  const first = await read(session, null);
  expect(first.rows).toEqual(heldRows(terminal));
  between(terminal);
  return { terminal, first, second: await read(session, first.cursor) };
}

describe('resuming without clearing the terminal', () => {
  it('reads nothing when nothing is new', async () => {
    const { second } = await readTwice(() => undefined);
    expect(second.rows).toEqual([]);
    expect(second.summary).toMatchObject({ log: { kind: 'continued', known: 6_000 }, recordsInLog: 6_000 });
  });

  it.each([
    { recordBytes: 8 },
    { recordBytes: 16 },
    { recordBytes: 40 },
    { recordBytes: 49 },
    { recordBytes: 40, transport: 'udp' },
  ] as const)('reads only what is new: %o', async (options) => {
    const { terminal, second } = await readTwice((t) => {
      for (let n = 0; n < 5; n++) t.addPunch(punch(n));
    }, options);
    expect(second.rows).toEqual(heldRows(terminal).slice(6_000));
    expect(second.summary.log).toEqual({ kind: 'continued', known: 6_000 });
  });

  it('asks the terminal for little when little is new', async () => {
    const { terminal, second } = await readTwice((t) => t.addPunch(punch(1)), { records: 60_000 });
    expect(second.rows).toHaveLength(1);
    // The first reading took forty chunks; the second looks at beginning, end and marks only.
    expect(terminal.requests.get(1504)).toBeLessThan(40 + 20);
  });

  it.each([1, 15, 16, 31, 32, 33, 1_023, 1_024, 1_025])(
    'works on a log of %i records that grows by one',
    async (records) => {
      const { terminal, second } = await readTwice((t) => t.addPunch(punch(1)), { records });
      expect(second.rows).toEqual(heldRows(terminal).slice(records));
      const session = await bench.session(terminal.port);
      terminal.addPunch(punch(2));
      const third = await read(session, second.cursor);
      expect(third.rows).toEqual(heldRows(terminal).slice(records + 1));
    },
  );

  it('notices that the log was cleared', async () => {
    const { terminal, second } = await readTwice((t) => {
      t.clearPunches();
      t.addPunch(punch(1));
    });
    expect(second.rows).toEqual(heldRows(terminal));
    expect(second.summary.log).toEqual({ kind: 'shrunk', known: 6_000, now: 1, lastKnownFound: false });
  });

  it('notices that the log was cleared and is empty', async () => {
    const { second } = await readTwice((t) => t.clearPunches());
    expect(second.summary.log).toEqual({ kind: 'shrunk', known: 6_000, now: 0, lastKnownFound: false });
    expect(second.cursor).toBeNull();
  });

  it('notices that the log was cleared and grew beyond what was known', async () => {
    const { terminal, second } = await readTwice(
      (t) => {
        t.clearPunches();
        for (let n = 0; n < 300; n++) t.addPunch(punch(n));
      },
      { records: 200 },
    );
    expect(second.rows).toEqual(heldRows(terminal));
    expect(second.summary.log).toEqual({ kind: 'changed', known: 200, now: 300, lastKnownFound: false });
  });

  it('notices a memory that wrapped round, and that nothing was missed', async () => {
    const { terminal, second } = await readTwice((t) => {
      t.dropOldest(10);
      for (let n = 0; n < 10; n++) t.addPunch(punch(n));
    });
    expect(second.rows).toEqual(heldRows(terminal));
    expect(second.summary.log).toEqual({ kind: 'changed', known: 6_000, now: 6_000, lastKnownFound: true });
  });

  it('notices a memory that wrapped round past what was known', async () => {
    const { second } = await readTwice(
      (t) => {
        t.dropOldest(200);
        for (let n = 0; n < 200; n++) t.addPunch(punch(n));
      },
      { records: 200 },
    );
    expect(second.summary.log).toEqual({ kind: 'changed', known: 200, now: 200, lastKnownFound: false });
  });

  it('notices records that were inserted early', async () => {
    const { terminal, second } = await readTwice((t) => t.insertPunch(3_000, punch(1)));
    expect(second.rows).toEqual(heldRows(terminal));
    expect(second.summary.log).toEqual({ kind: 'changed', known: 6_000, now: 6_001, lastKnownFound: true });
  });

  it('reads all again when that is due, or asked for', async () => {
    const terminal = await bench.terminal({ records: 3_000 });
    const session = await bench.session(terminal.port);
    const first = await read(session, null);
    const due = await read(session, first.cursor, { fullRereadEveryMs: 0 });
    expect(due.rows).toEqual(heldRows(terminal));
    expect(due.summary.log).toEqual({ kind: 'reread', known: 3_000 });
    const asked = await read(session, first.cursor, { reread: true });
    expect(asked.rows).toEqual(heldRows(terminal));
  });

  it('reads all from old firmware, which cannot be asked for a part', async () => {
    const { terminal, second } = await readTwice((t) => t.addPunch(punch(1)), { bufferedReads: false });
    expect(second.rows).toEqual(heldRows(terminal));
    expect(second.summary.log).toEqual({ kind: 'not-comparable', known: 6_000 });
  });

  it('goes on where a cut transfer ended, as often as it is cut', async () => {
    const terminal = await bench.terminal({ records: 20_000, users: 50 });
    const rows: string[] = [];
    let cursor: LogCursor | null = null;
    let cuts = 0;
    for (;;) {
      const session = await bench.session(terminal.port);
      terminal.setFaults({ cutAfterBytes: 250_000 });
      try {
        await readAttendance(session, {
          cursor,
          pageRecords: 500,
          take: async (page) => {
            expect(page.firstIndex).toBe(rows.length);
            for (let i = 0; i < page.rows.count; i++) {
              const { deviceUserId, time, verify, state } = page.rows.record(i);
              rows.push(`${deviceUserId} ${time.raw} ${verify} ${state}`);
            }
            cursor = page.cursor;
          },
        });
        break;
      } catch (error) {
        expect(error).toMatchObject({ code: 'ZK_LINE_CUT' });
        cuts++;
      } finally {
        terminal.setFaults({});
        await session.close();
      }
    }
    expect(cuts).toBeGreaterThanOrEqual(3);
    expect(rows).toEqual(heldRows(terminal));
  });

  it('starts anew when the cursor is not one of ours', () => {
    expect(parseLogCursor({ v: 2, count: 3 })).toBeNull();
    expect(parseLogCursor('7')).toBeNull();
  });

  it('keeps its cursor small', async () => {
    const { first } = await readTwice(() => undefined, { records: 100_000 });
    expect(JSON.stringify(first.cursor).length).toBeLessThan(1_500);
    expect(first.cursor?.marks.length).toBeGreaterThan(4);
  });
});
