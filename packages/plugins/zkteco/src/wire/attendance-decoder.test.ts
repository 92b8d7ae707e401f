import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SampleRecord, sampleTable } from './attendance.fixture.js';
import type { AttendanceRecord } from './attendance-batch.js';
import { type AttendanceDecoderOptions, createAttendanceDecoder } from './attendance-decoder.js';
import { hex } from './bytes.js';
import { encodePackedTime } from './packed-time.js';

const START = encodePackedTime({ year: 2026, month: 7, day: 1, hour: 7, minute: 0, second: 0 });

/** A log as an office makes it: few people, times that rise, known codes. */
function office(count: number, change: (i: number) => Partial<SampleRecord> = () => ({})): SampleRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    uid: (i % 40) + 1,
    userId: String(100_001 + (i % 40)),
    verify: 1,
    state: i % 2,
    timeRaw: START + i * 61,
    workCode: i % 5,
    ...change(i),
  }));
}

interface Decoded {
  readonly records: readonly AttendanceRecord[];
  readonly raw: readonly string[];
  readonly recordBytes: number | undefined;
}

function decode(
  table: Uint8Array,
  cuts: readonly number[] = [],
  options: Partial<AttendanceDecoderOptions> = {},
): Decoded {
  const decoder = createAttendanceDecoder({ announcedBytes: table.length, count: null, latestYear: 2026, ...options });
  const records: AttendanceRecord[] = [];
  const raw: string[] = [];
  let at = 0;
  for (const end of [...cuts, table.length]) {
    // Each piece is a copy that is wiped afterwards: nothing of it may be used later.
    const piece = table.slice(at, end);
    const batch = decoder.push(piece);
    for (let i = 0; i < batch.count; i++) {
      records.push(batch.record(i));
      raw.push(hex(batch.raw(i)));
    }
    piece.fill(0xee);
    at = end;
  }
  decoder.finish();
  return { records, raw, recordBytes: decoder.layout?.recordBytes };
}

const SIZES = [8, 16, 40, 49, 52] as const;

describe.each(SIZES)('a log of %i-byte records', (size) => {
  const records = office(300);
  const table = sampleTable(records, size);

  it.each([
    ['without a count', null],
    ['with the right count', 300],
    ['with a count that is off', 297],
    ['with half the count', 150],
    ['with a fifth of the count', 60],
    ['with a count of one', 1],
  ])('is recognised %s', (_, count) => {
    const decoded = decode(table, [], { count });
    expect(decoded.recordBytes).toBe(size);
    expect(decoded.records).toHaveLength(300);
  });

  it('gives every field', () => {
    const decoded = decode(table, [], { userIdOfSlot: (uid) => String(100_000 + uid) });
    for (const [i, r] of records.entries()) {
      expect(decoded.records[i]).toMatchObject({
        deviceUserId: r.userId,
        uid: size === 16 ? null : r.uid,
        verify: r.verify,
        state: r.state,
        time: { raw: r.timeRaw },
        workCode: size === 16 || size === 49 ? r.workCode : null,
      });
      expect(decoded.raw[i]).toBe(hex(table.subarray(4 + i * size, 4 + (i + 1) * size)));
    }
  });

  it('is the same however it is cut', () => {
    const whole = decode(table);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: table.length }), { maxLength: 12 }), (cuts) => {
        expect(
          decode(
            table,
            cuts.toSorted((a, b) => a - b),
          ),
        ).toEqual(whole);
      }),
      { numRuns: 60 },
    );
    expect(
      decode(
        table.slice(),
        Array.from({ length: table.length }, (_, i) => i),
      ),
    ).toEqual(whole);
  });

  it('fails when bytes are missing, and when there are too many', () => {
    const short = createAttendanceDecoder({ announcedBytes: table.length, count: null, latestYear: 2026 });
    short.push(table.subarray(0, -1));
    expect(() => short.finish()).toThrow(/ZK_TRANSFER_INCOMPLETE/);
    const long = createAttendanceDecoder({ announcedBytes: table.length, count: null, latestYear: 2026 });
    long.push(table);
    expect(() => long.push(Uint8Array.of(1))).toThrow(/ZK_TRANSFER_MISMATCH/);
  });

  it('keeps records whose time does not exist', () => {
    const broken = sampleTable(
      office(200, (i) => (i % 10 === 3 ? { timeRaw: i % 20 === 3 ? 0xffffffff : 0 } : {})),
      size,
    );
    const decoded = decode(broken);
    expect(decoded.recordBytes).toBe(size);
    expect(decoded.records.filter(({ time }) => time.wall === null)).toHaveLength(20);
  });

  it('refuses garbage half-way', () => {
    const bad = sampleTable(office(5000), size);
    bad.fill(0xa5, Math.floor(bad.length / 2));
    const cuts = Array.from({ length: Math.floor(bad.length / 8192) }, (_, i) => (i + 1) * 8192);
    expect(() => decode(bad, cuts)).toThrow(/ZK_MEMORY_GARBAGE/);
  });
});

describe('an attendance table', () => {
  it('may be empty', () => {
    expect(decode(sampleTable([], 40)).records).toEqual([]);
    expect(decode(new Uint8Array(0)).records).toEqual([]);
  });

  it.each([1, 2, 3])('of %i records is recognised at every size', (count) => {
    for (const size of [8, 16, 40, 49]) expect(decode(sampleTable(office(count), size)).recordBytes).toBe(size);
  });

  it('is refused before anything is kept when it claims too much', () => {
    expect(() => createAttendanceDecoder({ announcedBytes: 0x7fffffff, count: null, latestYear: 2026 })).toThrow(
      /ZK_CLAIM_TOO_LARGE/,
    );
  });

  it.each([
    ['zeros', new Uint8Array(4000)],
    ['ones', new Uint8Array(4000).fill(0xff)],
    ['text', new Uint8Array(4000).fill(0x41)],
  ])('of %s is refused', (_, records) => {
    const table = new Uint8Array(4 + records.length);
    table.set([records.length & 0xff, records.length >> 8]);
    table.set(records, 4);
    expect(() => decode(table)).toThrow(/ZK_MEMORY_GARBAGE|ZK_RECORD_SIZE_UNKNOWN/);
    expect(() => decode(table, [], { count: 100 })).toThrow(/ZK_MEMORY_GARBAGE|ZK_RECORD_SIZE_UNKNOWN/);
  });

  it('of random bytes is never taken for records', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 80, maxLength: 4000 }), (bytes) => {
        const records = bytes.subarray(0, bytes.length - (bytes.length % 40));
        const table = new Uint8Array(4 + records.length);
        table.set([records.length & 0xff, records.length >> 8]);
        table.set(records, 4);
        expect(() => decode(table)).toThrow(/ZK_MEMORY_GARBAGE|ZK_RECORD_SIZE_UNKNOWN/);
      }),
      { numRuns: 300 },
    );
  });

  it('names slots that are in no user list', () => {
    const decoded = decode(sampleTable(office(3), 8), [], { userIdOfSlot: (uid) => (uid === 2 ? 'EMP-2' : undefined) });
    expect(decoded.records.map((r) => r.deviceUserId)).toEqual(['#1', 'EMP-2', '#3']);
  });

  it('tells ids apart that share a slot or a beginning', () => {
    const ids = ['1', '12', '12345678', '123456789', '123456789012345678901234', '12345678X', '2'];
    const table = sampleTable(
      office(700, (i) => ({ uid: (i % 3) + 1, userId: ids[i % ids.length] as string })),
      40,
    );
    const decoded = decode(table);
    for (const [i, r] of decoded.records.entries()) expect(r.deviceUserId).toBe(ids[i % ids.length]);
  });

  it('does not take old memory behind the NUL for a part of the id', () => {
    const table = sampleTable(office(60), 40);
    for (let i = 0; i < 60; i++) table.set([0, 0x41 + (i % 20)], 4 + i * 40 + 2 + 6);
    expect(new Set(decode(table).records.map((r) => r.deviceUserId)).size).toBe(40);
  });
});
