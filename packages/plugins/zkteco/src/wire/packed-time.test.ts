import { isValidWall, type WallFields } from '@hadir/sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPackedTimeReader,
  decodeEventTime,
  decodePackedTime,
  encodeEventTime,
  encodePackedTime,
  packedTimeFields,
} from './packed-time.js';

const fields = fc
  .record({
    year: fc.integer({ min: 2000, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    second: fc.integer({ min: 0, max: 59 }),
  })
  .filter((f) => isValidWall(f) && encodePackedTime(f) !== 0);

describe('packed time', () => {
  it('reads the documented values', () => {
    expect(decodePackedTime(587_468_120).wall).toBe('2018-04-11T09:35:20');
    expect(decodePackedTime(0x31bf160f).wall).toBe('2025-12-19T19:10:07');
  });

  it('gives back what was packed', () => {
    fc.assert(
      fc.property(fields, (f) => {
        expect(packedTimeFields(encodePackedTime(f))).toEqual(f);
        expect(decodePackedTime(encodePackedTime(f)).wall).not.toBeNull();
      }),
    );
  });

  it('keeps the number of times that do not exist', () => {
    const february = encodePackedTime({ year: 2024, month: 2, day: 29, hour: 12, minute: 0, second: 0 }) + 2 * 86_400;
    expect(decodePackedTime(february)).toEqual({ raw: february, wall: null, text: '2024-02-31T12:00:00' });
    expect(decodePackedTime(0).wall).toBeNull();
    expect(decodePackedTime(0xffffffff)).toMatchObject({ raw: 0xffffffff, wall: null });
  });

  it('refuses to pack what cannot be packed', () => {
    const noon = { month: 1, day: 1, hour: 12, minute: 0, second: 0 };
    expect(() => encodePackedTime({ year: 1999, ...noon })).toThrow(/ZK_TIME_INVALID/);
    expect(() => encodePackedTime({ year: 2100, ...noon })).toThrow(/ZK_TIME_INVALID/);
    expect(() => encodePackedTime({ year: 2023, ...noon, month: 2, day: 29 })).toThrow(/ZK_TIME_INVALID/);
  });

  it('reads a run of times as it reads each alone', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0xffffffff })), (raws) => {
        const read = createPackedTimeReader();
        for (const raw of raws) expect(read(raw)).toEqual(decodePackedTime(raw));
      }),
    );
  });
});

describe('event time', () => {
  it('gives back what was written', () => {
    fc.assert(
      fc.property(fields, (f: WallFields) => {
        expect(decodeEventTime(encodeEventTime(f), 0).wall).toBe(decodePackedTime(encodePackedTime(f)).wall);
      }),
    );
  });

  it('keeps impossible ones as text', () => {
    expect(decodeEventTime(Uint8Array.of(24, 2, 31, 25, 0, 0), 0)).toEqual({
      raw: null,
      wall: null,
      text: '2024-02-31T25:00:00',
    });
  });
});
