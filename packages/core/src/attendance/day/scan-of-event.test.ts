import { normalise, scanOfEvent, zoneOf } from '@hadir/core';
import { describe, expect, it } from 'vitest';
import { context, punch } from '../../../test/readings.js';
import { decided } from '../../../test/rules.js';

describe('an event as evidence', () => {
  const result = normalise(punch(), context());
  const event = result.kind === 'event' ? result.event : null;

  it('is read in the zone of the place of work', () => {
    const at = (zone: string) =>
      event && scanOfEvent(event, { zone: zoneOf(zone), otherUnit: false, nearBeacon: false }).at;
    expect(at('Asia/Makassar')).toBe('2026-07-15T07:21:05');
    expect(at('Asia/Jakarta')).toBe('2026-07-15T06:21:05');
  });

  it('decides a day, from the bytes of the terminal to the status', () => {
    const scans = event
      ? [scanOfEvent(event, { zone: zoneOf('Asia/Makassar'), otherUnit: true, nearBeacon: false })]
      : [];
    expect(decided(scans)).toMatchObject({ status: 'HADIR', in: '2026-07-15T07:21:05', flags: ['OTHER_UNIT_DEVICE'] });
  });
});
