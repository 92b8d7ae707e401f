import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEidTable, type EidBeacon, eidAt, fromHex } from './index.js';

const NOW = 1_790_000_000;
const IK = fromHex('0102030405060708090a111213141516') as Uint8Array;
const beacon = (id: string, more: Partial<EidBeacon> = {}): EidBeacon => {
  const identityKey = Uint8Array.from(IK);
  identityKey.set(Buffer.from(id).subarray(0, 12), 0);
  return { id, identityKey, rotationExponent: 5, clockOffsetSeconds: 0, syncedAtSeconds: NOW, ...more };
};

describe('EID table', () => {
  it('knows each of a thousand beacons at any moment of a day', () => {
    const beacons = Array.from({ length: 1000 }, (_, i) =>
      beacon(`b${i}`, { clockOffsetSeconds: (i * 7919) % 4000, rotationExponent: 5 + (i % 3) }),
    );
    const table = createEidTable(beacons);
    for (const at of [NOW, NOW + 31, NOW + 33, NOW + 64, NOW + 600, NOW + 599]) {
      for (const one of beacons.filter((_, i) => i % 25 === at % 25)) {
        expect(table.resolve(eidAt(one, at + one.clockOffsetSeconds), at)).toEqual({
          beaconId: one.id,
          driftQuanta: 0,
          fresh: true,
          beaconSeconds: expect.any(Number),
        });
      }
    }
  });

  it('is fresh within one quantum, known but stale at two, unknown beyond, whatever was asked before', () => {
    const one = beacon('a', { rotationExponent: 6 });
    const table = createEidTable([one]);
    fc.assert(
      fc.property(fc.integer({ min: -6, max: 6 }), fc.nat(1_000_000), (quanta, later) => {
        const at = NOW + later;
        const match = table.resolve(eidAt(one, at + quanta * 64), at);
        if (Math.abs(quanta) > 2) expect(match).toBeNull();
        else expect(match).toMatchObject({ driftQuanta: quanta, fresh: Math.abs(quanta) <= 1 });
      }),
    );
  });

  it('follows a crystal that is 100 ppm off for a year', () => {
    const one = beacon('slow');
    const table = createEidTable([one]);
    for (let hour = 0; hour < 365 * 24; hour += 6) {
      const elapsed = hour * 3600;
      const counter = Math.floor(NOW + elapsed * (1 - 100e-6));
      expect(table.observe(eidAt(one, counter), NOW + elapsed)?.fresh).toBe(true);
    }
    expect(table.get('slow')?.clockOffsetSeconds).toBeLessThan(-3000);
  });

  it('is not pulled away by frames replayed from the quantum before', () => {
    const one = beacon('pulled');
    const table = createEidTable([one]);
    for (let second = 0; second < 7200; second++) {
      const at = NOW + second;
      const offset = table.get('pulled')?.clockOffsetSeconds ?? 0;
      table.observe(eidAt(one, at + offset - 32), at);
    }
    expect(Math.abs(table.get('pulled')?.clockOffsetSeconds ?? 99)).toBeLessThanOrEqual(2);
  });

  it('finds a beacon again that stood without power for hours', () => {
    const one = beacon('dead');
    const table = createEidTable([one]);
    const now = NOW + 5 * 3600;
    const counter = NOW - 3 * 3600; // what it had kept in flash
    expect(table.resolve(eidAt(one, counter), now)).toBeNull();
    expect(table.recover('dead', eidAt(one, counter), now)?.beaconId).toBe('dead');
    expect(table.resolve(eidAt(one, counter + 320), now + 320)?.fresh).toBe(true);
    expect(table.recover('dead', '0011223344556677', now)).toBeNull();
  });

  it('forgets a removed beacon and a replaced key', () => {
    const one = beacon('a');
    const table = createEidTable([one]);
    expect(table.resolve(eidAt(one, NOW), NOW)).not.toBeNull();
    const next = { ...one, identityKey: Uint8Array.from(IK, (byte) => byte ^ 0xff) };
    table.put(next);
    expect(table.resolve(eidAt(one, NOW), NOW)).toBeNull();
    expect(table.resolve(eidAt(next, NOW), NOW)).not.toBeNull();
    table.remove('a');
    expect(table.resolve(eidAt(next, NOW), NOW)).toBeNull();
    expect(table.size).toBe(0);
  });
});
