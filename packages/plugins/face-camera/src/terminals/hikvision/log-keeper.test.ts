import { type Cursor, type EmitBatch, instant, type WallTime } from '@hadir/sdk';
import { describe, expect, it } from 'vitest';
import type { HikEvent } from '../../wire/hik-event.js';
import { hikFoundEvent } from '../../wire/hik-event.js';
import { logKeeper } from './log-keeper.js';
import type { HikSearchRange } from './search.js';

const NOW = Date.parse('2026-09-20T00:00:00Z');
const never = new AbortController().signal;

function event(serialNo: number, wall: string, employeeNo = `e${serialNo}`): HikEvent {
  const made = hikFoundEvent({ major: 5, minor: 75, time: `${wall}+07:00`, employeeNoString: employeeNo, serialNo });
  if (made === null) throw new Error('no event');
  return made;
}

/** A keeper over a log of its own; at 07:00 by the terminal's clock. */
function bench(cursor: Cursor, log: readonly HikEvent[] = [], historyDays = 1) {
  const asked: HikSearchRange[] = [];
  const batches: EmitBatch[] = [];
  const keeper = logKeeper({
    context: {
      clock: { now: () => instant(NOW) },
      cursor,
      emit: async (batch) => {
        batches.push(batch);
        return { appended: batch.readings.length, known: 0 };
      },
      report: () => undefined,
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    searcher: {
      async *find(range) {
        asked.push(range);
        const events = log.filter(
          ({ major, time }) =>
            major === range.major && (time?.wall ?? '') >= range.from && (time?.wall ?? '') <= range.to,
        );
        const page = { more: false, totalMatches: events.length, returned: events.length, events, unreadable: 0 };
        yield { page, doneTo: range.to };
      },
    },
    clock: () => ({ offsetMs: 0, utcOffsetSeconds: 25_200 }),
    historyDays,
    temperature: null,
  });
  const people = () =>
    batches.flatMap(({ readings }) => readings.map((one) => ('deviceUserId' in one ? one.deviceUserId : '')));
  return { keeper, asked, batches, people, cursor: () => batches.flatMap((batch) => batch.cursor ?? []).at(-1) };
}

const known = (serial: number, at: string): Cursor => ({ v: 1, serial, at });

describe('reading the log', () => {
  it('goes back as far as configured the first time, and to the cursor ever after, however long the hub was away', async () => {
    const first = bench(null);
    await first.keeper.fill(never);
    expect(first.asked.at(-1)?.from).toBe('2026-09-19T07:00:00');
    const later = bench(known(7, '2026-03-01T08:00:00'));
    await later.keeper.fill(never);
    expect(later.asked.at(-1)?.from).toBe('2026-03-01T07:55:00');
  });

  it('stores where it is, and never beyond the clock of the terminal', async () => {
    const { keeper, cursor } = bench(null, [event(5, '2026-09-20T06:59:00')]);
    await keeper.fill(never);
    expect(cursor()).toEqual(known(5, '2026-09-20T07:00:00'));
  });

  it('begins before now when the clock was set back', async () => {
    const { keeper, asked } = bench(known(5, '2026-09-20T09:00:00'));
    await keeper.fill(never);
    expect(asked.at(-1)?.from).toBe('2026-09-20T06:55:00');
  });

  it('is done once for calls at the same time, and again for what was asked meanwhile', async () => {
    const { keeper, asked } = bench(known(5, '2026-09-20T06:00:00'));
    await Promise.all([keeper.fill(never), keeper.fill(never), keeper.fill(never)]);
    // Two searches, events and operations, each at most twice.
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  it('counts a cursor of another make as none', async () => {
    for (const strange of [
      42,
      'x',
      { v: 2 },
      { v: 1, serial: 'x', at: null },
      { v: 1, serial: 1, at: 'yesterday' },
    ] as Cursor[]) {
      const { keeper, asked } = bench(strange);
      await keeper.fill(never);
      expect(asked.at(-1)?.from).toBe('2026-09-19T07:00:00');
    }
  });
});

describe('events that come by themselves', () => {
  it('move the cursor while no number is missing, and ask for the log when one is', async () => {
    const { keeper, cursor, people } = bench(known(5, '2026-09-20T06:00:00'));
    expect(await keeper.take([event(6, '2026-09-20T06:30:00')], 'isapi-stream')).toEqual({ hasGap: false });
    expect(cursor()).toEqual(known(6, '2026-09-20T06:30:00'));
    expect(await keeper.take([event(9, '2026-09-20T06:31:00')], 'isapi-stream')).toEqual({ hasGap: true });
    expect(cursor()).toEqual(known(6, '2026-09-20T06:30:00'));
    expect(people()).toEqual(['e6', 'e9']);
  });

  it('told twice ask for nothing; numbers that begin anew do', async () => {
    const { keeper } = bench(known(500, '2026-09-20T06:00:00'));
    expect(await keeper.take([event(499, '2026-09-20T05:59:00')], 'isapi-push')).toEqual({ hasGap: false });
    expect(await keeper.take([event(1, '2026-09-20T06:10:00')], 'isapi-push')).toEqual({ hasGap: true });
    expect(await keeper.take([event(2, '2026-09-20T06:11:00')], 'isapi-push')).toEqual({ hasGap: false });
  });

  it('of a clock that runs ahead do not carry the cursor into the future', async () => {
    const { keeper, cursor } = bench(known(5, '2026-09-20T06:00:00'));
    await keeper.take([event(6, '2030-01-01T00:00:00')], 'isapi-stream');
    expect(cursor()).toEqual(known(6, '2026-09-20T06:00:00'));
  });

  it('before the first reading of the log are stored and move nothing', async () => {
    const { keeper, cursor, people } = bench(null);
    expect(await keeper.take([event(6, '2026-09-20T06:30:00')], 'isapi-stream')).toEqual({ hasGap: false });
    expect(people()).toEqual(['e6']);
    expect(cursor()).toBeUndefined();
  });

  it('have the same key as in the log', async () => {
    const one = event(6, '2026-09-20T06:30:00' as WallTime);
    const { keeper, batches } = bench(null, [one]);
    await keeper.take([one], 'isapi-push');
    await keeper.fill(never);
    const keys = batches.flatMap(({ readings }) => readings.map(({ key }) => key));
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });
});
