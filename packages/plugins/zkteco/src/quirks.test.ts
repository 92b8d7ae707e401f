import { describe, expect, it } from 'vitest';
import { QUIRKS, quirkEffect } from './quirks.js';

describe('quirks', () => {
  it('each have a name of their own and evidence', () => {
    expect(new Set(QUIRKS.map((quirk) => quirk.id)).size).toBe(QUIRKS.length);
    for (const quirk of QUIRKS) expect(quirk.evidence.length).toBeGreaterThan(0);
  });

  it('take the narrower row first', () => {
    expect(quirkEffect({ model: 'SpeedFace-V5L', platform: 'ZAM180_TFT' }, 'record-size')?.bytes).toBe(49);
    expect(quirkEffect({ platform: 'ZMM220_TFT' }, 'record-size')?.bytes).toBe(40);
    expect(quirkEffect({ platform: 'ZEM500' }, 'record-size')?.bytes).toBe(8);
  });

  it('know nothing of unknown terminals', () => {
    expect(quirkEffect({ model: 'Something', platform: '' }, 'record-size')).toBeUndefined();
    expect(quirkEffect({}, 'chunk-limit')).toBeUndefined();
  });
});
