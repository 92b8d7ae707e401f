import { type AttendanceEvent, instant, normalise, preferEvent } from '@hadir/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { context, punch } from '../../test/readings.js';

const tellings = fc
  .record(
    {
      transport: fc.constantFrom('zk-tcp', 'adms', 'soap'),
      live: fc.boolean(),
      clockOffsetMs: fc.constantFrom(0, 420_000, 7_200_000),
      verify: fc.constantFrom({ table: 'zkteco.verify', code: 1 }, { table: 'zkteco.verify', code: 0 }),
    },
    { requiredKeys: ['transport', 'live', 'verify'] },
  )
  .chain((change) =>
    fc.integer({ min: 0, max: 3 }).map((days): AttendanceEvent => {
      const receivedAt = instant(Date.parse('2026-07-15T00:00:00Z') + days * 86_400_000);
      const result = normalise(punch(change), context({ receivedAt }));
      if (result.kind !== 'event') throw new TypeError('a punch gives an event');
      return result.event;
    }),
  );

describe('tellings of one scan', () => {
  it('give one event in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(tellings, { minLength: 1, maxLength: 6 }), (events) => {
        const forward = events.reduce(preferEvent);
        expect([...events].reverse().reduce(preferEvent)).toEqual(forward);
        expect(new Set(events.map(({ id }) => id)).size).toBe(1);
      }),
    );
  });

  it('prefer what was accepted, then what was measured', () => {
    fc.assert(
      fc.property(tellings, tellings, (a, b) => {
        const kept = preferEvent(a, b);
        if (a.verdict === 'accepted' || b.verdict === 'accepted') expect(kept.verdict).toBe('accepted');
      }),
    );
  });
});
