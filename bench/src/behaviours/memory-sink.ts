import type { PunchReading } from '@hadir/core';
import type { ReadingSink } from '@hadir/sdk/host';
import { type Totals, timeNumberOfText } from '../lib/totals.js';

/** Keeps each reading once by its key, as a journal does, and adds up what it kept. */
export function memorySink(): ReadingSink & { totals(): Totals } {
  const seen = new Map<string, PunchReading>();
  return {
    append: async ({ readings }) => {
      let appended = 0;
      for (const reading of readings) {
        if (reading.kind !== 'punch' || seen.has(reading.key)) continue;
        seen.set(reading.key, reading);
        appended += 1;
      }
      return { appended, known: readings.length - appended };
    },
    loadCursor: async () => null,
    totals: () => {
      const sums = { records: seen.size, userIdSum: 0, timeSum: 0, badDates: 0 };
      for (const reading of seen.values()) {
        sums.userIdSum += Number(reading.deviceUserId);
        if (reading.time.form === 'wall') sums.timeSum += timeNumberOfText(reading.time.wall);
        else sums.badDates += 1;
      }
      return sums;
    },
  };
}
