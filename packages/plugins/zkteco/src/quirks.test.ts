import { describe, expect, it } from 'vitest';
import { QUIRKS, quirkEffect, quirksOf } from './quirks.js';

describe('quirks', () => {
  it('each have a name of their own and evidence', () => {
    expect(new Set(QUIRKS.map((quirk) => quirk.id)).size).toBe(QUIRKS.length);
    for (const quirk of QUIRKS) expect(quirk.evidence.length).toBeGreaterThan(0);
  });

  it('take the narrower row first', () => {
    expect(quirkEffect({ model: 'SpeedFace-V5L', platform: 'ZAM180_TFT' }, 'record-sizes')?.attendanceBytes).toBe(49);
    expect(quirkEffect({ platform: 'ZMM220_TFT' }, 'record-sizes')?.attendanceBytes).toBe(40);
    expect(quirkEffect({ platform: 'ZEM500' }, 'record-sizes')).toMatchObject({ attendanceBytes: 8, userBytes: 28 });
  });

  it('point encrypted firmware to push, and know nothing of unknown terminals', () => {
    expect(quirksOf({ model: 'SenseFace 2A' }).map((quirk) => quirk.effect.kind)).toContain('push-only');
    expect(quirksOf({ model: 'Something', platform: '' })).toEqual([]);
    expect(quirksOf({})).toEqual([]);
  });
});
