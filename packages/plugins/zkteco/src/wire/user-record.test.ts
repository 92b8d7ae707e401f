import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseUserRecordSize, decodeUser, encodeUser, type UserRecord } from './user-record.js';

const user = (size: 28 | 72) =>
  fc.record({
    uid: fc.integer({ min: 1, max: 0xffff }),
    deviceUserId:
      size === 28 ? fc.integer({ min: 1, max: 0xffffffff }).map(String) : fc.stringMatching(/^[0-9A-Za-z_-]{1,24}$/),
    name: fc.stringMatching(size === 28 ? /^[A-Za-z ]{0,8}$/ : /^[A-Za-z ]{0,24}$/),
    nameFallback: fc.constant(false),
    privilege: fc.constantFrom(0, 2, 6, 10, 14),
    disabled: fc.boolean(),
    password: fc.stringMatching(size === 28 ? /^\d{0,5}$/ : /^\d{0,8}$/),
    card: fc.nat({ max: 0xffffffff }),
    group: fc.nat({ max: 255 }),
    ownTimezones: size === 28 ? fc.constant(false) : fc.boolean(),
    timezones: fc.array(fc.nat({ max: 0xffff }), { minLength: size === 28 ? 1 : 3, maxLength: size === 28 ? 1 : 3 }),
  }) satisfies fc.Arbitrary<UserRecord>;

const someone: UserRecord = {
  uid: 7,
  deviceUserId: '100007',
  name: 'Siti',
  nameFallback: false,
  privilege: 0,
  disabled: false,
  password: '',
  card: 0,
  group: 1,
  ownTimezones: false,
  timezones: [0, 0, 0],
};

describe.each([28, 72] as const)('user records of %i bytes', (size) => {
  it('give back what was written', () => {
    fc.assert(
      fc.property(user(size), (u) => {
        expect(decodeUser(encodeUser(u, size))).toEqual(u);
      }),
    );
  });

  it('are told from the other size by their content', () => {
    fc.assert(
      fc.property(fc.array(user(size), { minLength: 1, maxLength: 18 }), (users) => {
        const records = Buffer.concat(users.map((u) => encodeUser(u, size)));
        expect(chooseUserRecordSize(records, null)).toBe(size);
      }),
    );
  });
});

describe('user records', () => {
  it('refuse ids that the form cannot hold', () => {
    expect(() => encodeUser({ ...someone, deviceUserId: '007' }, 28)).toThrow(/ZK_VALUE_OUT_OF_RANGE/);
    expect(() => encodeUser({ ...someone, deviceUserId: 'EMP-7' }, 28)).toThrow(/ZK_VALUE_OUT_OF_RANGE/);
    expect(() => encodeUser({ ...someone, deviceUserId: 'x'.repeat(25) }, 72)).toThrow(/ZK_VALUE_OUT_OF_RANGE/);
    expect(() => encodeUser({ ...someone, uid: 65_536 }, 72)).toThrow(/ZK_VALUE_OUT_OF_RANGE/);
    expect(decodeUser(encodeUser({ ...someone, deviceUserId: '007' }, 72)).deviceUserId).toBe('007');
  });

  it('believe the count when it fits, and do not guess when nothing does', () => {
    const records = Buffer.concat(Array.from({ length: 18 }, (_, i) => encodeUser({ ...someone, uid: i + 1 }, 28)));
    expect(chooseUserRecordSize(records, 18)).toBe(28);
    expect(() => chooseUserRecordSize(new Uint8Array(504), null)).toThrow(/ZK_RECORD_SIZE_UNKNOWN/);
    expect(() => chooseUserRecordSize(new Uint8Array(71).fill(0x31), null)).toThrow(/ZK_RECORD_SIZE_UNKNOWN/);
  });
});
