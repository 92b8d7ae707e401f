import { describe, expect, it } from 'vitest';
import { blockerOf, type PhoneFacts } from './blockers.js';

const READY: PhoneFacts = {
  secure: true,
  webauthn: true,
  bluetooth: true,
  screenLock: true,
  bluetoothOn: true,
  online: true,
  hubHere: true,
  enrolled: true,
};

describe('why the button is grey', () => {
  it('is nothing when all is well, and not for what the browser does not tell', () => {
    expect(blockerOf(READY)).toBeNull();
    expect(blockerOf({ ...READY, screenLock: null, bluetoothOn: null, hubHere: null })).toBeNull();
  });

  it('is what to mend first', () => {
    const nothing: PhoneFacts = {
      secure: false,
      webauthn: false,
      bluetooth: false,
      screenLock: false,
      bluetoothOn: false,
      online: false,
      hubHere: false,
      enrolled: false,
    };
    const order: readonly (readonly [keyof PhoneFacts, string])[] = [
      ['secure', 'insecure'],
      ['webauthn', 'no-webauthn'],
      ['bluetooth', 'no-bluetooth-api'],
      ['screenLock', 'no-screen-lock'],
      ['enrolled', 'not-enrolled'],
      ['online', 'offline'],
      ['hubHere', 'hub-away'],
      ['bluetoothOn', 'bluetooth-off'],
    ];
    let facts = nothing;
    for (const [fact, blocker] of order) {
      expect(blockerOf(facts)).toBe(blocker);
      facts = { ...facts, [fact]: true };
    }
    expect(blockerOf(facts)).toBeNull();
  });
});
