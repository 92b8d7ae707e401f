import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agreeIdentityKey,
  eaxOpen,
  eaxSeal,
  fromHex,
  gattChallenge,
  openEtlm,
  readAdvert,
  readGattResponse,
  resolvesPrivateAddress,
  sealEtlm,
  signGattResponse,
  verifyGattResponse,
} from './index.js';

const bytes = (hex: string) => fromHex(hex) as Uint8Array;
const block = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('sealed telemetry', () => {
  it('opens what was sealed, and nothing that was changed', () => {
    fc.assert(
      fc.property(block, block, fc.uint8Array({ maxLength: 40 }), fc.nat(), (key, nonce, message, where) => {
        const { cipher, tag } = eaxSeal(key, nonce, new Uint8Array(), message);
        expect(eaxOpen(key, nonce, new Uint8Array(), cipher, tag)).toEqual(message);
        const changed = Uint8Array.from(tag);
        changed[where % 16] = (changed[where % 16] ?? 0) ^ 1;
        expect(eaxOpen(key, nonce, new Uint8Array(), cipher, changed)).toBeNull();
      }),
    );
  });

  it('reads the battery out of an encrypted frame of its own quantum only', () => {
    const key = { identityKey: bytes('0102030405060708090a111213141516'), rotationExponent: 10 };
    const frame = sealEtlm(key, 2000, bytes('a55a'), bytes('0bb819800001e2400000c350'));
    expect(openEtlm(key, 1500, frame)).toEqual({ battMv: 3000, tempC: 25.5, advCount: 123456, uptimeS: 5000 });
    expect(openEtlm(key, 5000, frame)).toBeNull();
  });
});

describe('registration', () => {
  it('refuses a public key that forces a secret of zeros', () => {
    const zero = new Uint8Array(32);
    const privateKey = bytes('61136adab1bf302f1c49e860196aeefd8fbaa41518b4c226372d6cc469c47278');
    const keys = { privateKey, peerPublicKey: zero, resolverPublicKey: zero, beaconPublicKey: zero };
    expect(agreeIdentityKey(keys)).toBeNull();
  });
});

describe('challenge and response over GATT', () => {
  const key = bytes('2b7e151628aed2a6abf7158809cf4f3c');
  const beaconId = bytes('0102030405060708');
  const challenge = gattChallenge(new Uint8Array(32).fill(7), bytes('aabb'));
  it('is bound to beacon, nonce, credential, counter and strength', () => {
    const response = signGattResponse(key, beaconId, challenge, { counter: 77, rssiDbm: -61 });
    expect(readGattResponse(response)).toMatchObject({ version: 1, counter: 77, rssiDbm: -61 });
    expect(verifyGattResponse(key, beaconId, challenge, response)).toBe(true);
    expect(verifyGattResponse(key, bytes('0102030405060709'), challenge, response)).toBe(false);
    const other = gattChallenge(new Uint8Array(32).fill(7), bytes('aabc'));
    expect(verifyGattResponse(key, beaconId, other, response)).toBe(false);
    for (let i = 0; i < response.length; i++) {
      const changed = Uint8Array.from(response, (byte, j) => (i === j ? byte ^ 4 : byte));
      expect(verifyGattResponse(key, beaconId, challenge, changed)).toBe(false);
    }
    expect(verifyGattResponse(key, beaconId, challenge, response.subarray(1))).toBe(false);
  });
});

describe('adverts', () => {
  it('never throws, whatever the air carries', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 62 }), (payload) => {
        expect(['object']).toContain(typeof readAdvert(payload));
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(
        fc.constantFrom('1616aafe', '1aff4c000215', '1bff1801beac', '1eff4c001219', '17166ffd'),
        fc.uint8Array({ minLength: 10, maxLength: 40 }),
        (head, tail) => {
          const advert = readAdvert(Uint8Array.from([...bytes(head), ...tail]));
          if (advert !== null) expect(JSON.parse(JSON.stringify(advert))).toEqual(advert);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('resolves only resolvable addresses', () => {
    const key = bytes('ec0234a357c8ad05341010a60a397d9b');
    expect(resolvesPrivateAddress(key, bytes('7081940dfbaa'))).toBe(true);
    expect(resolvesPrivateAddress(key, bytes('f081940dfbaa'))).toBe(false);
  });
});
