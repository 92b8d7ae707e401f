import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beaconChallenge,
  bindChallenge,
  CHECKIN_REASONS,
  CheckinRefused,
  createCheckinClient,
  evidenceBytes,
  fromBase64url,
  gravest,
  MAX_EVIDENCE_BYTES,
  MAX_EVIDENCE_FRAMES,
  toBase64url,
} from './index.js';

const sha = (...parts: readonly Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

describe('challenge', () => {
  it('binds nonce and evidence as the protocol says', async () => {
    const nonce = new Uint8Array(32).fill(9);
    const evidence = evidenceBytes({ site: 's', method: 'eid', frames: [{ dt: 1, rssi: -60, adv: '00' }] });
    const expected = sha(Buffer.from('absen-checkin-v1\0'), nonce, sha(evidence));
    expect(await bindChallenge(nonce, evidence)).toEqual(expected);
    const changed = Uint8Array.from(evidence);
    changed[5] = (changed[5] ?? 0) ^ 1;
    expect(await bindChallenge(nonce, changed)).not.toEqual(expected);
    expect(await beaconChallenge(nonce, Uint8Array.of(1, 2))).toEqual(
      Uint8Array.from([...nonce.subarray(0, 12), ...sha(Uint8Array.of(1, 2)).subarray(0, 8)]),
    );
  });
});

describe('evidence', () => {
  it('stays within the limits, first and last moments kept, whatever the phone heard', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 10, max: 120 }), (count, digits) => {
        const frames = Array.from({ length: count }, (_, dt) => ({ dt, rssi: -60, adv: 'a'.repeat(digits) }));
        const bytes = evidenceBytes({ site: 's', method: 'eid', frames });
        const { frames: kept } = JSON.parse(new TextDecoder().decode(bytes)) as { frames: { dt: number }[] };
        expect(bytes.length).toBeLessThanOrEqual(MAX_EVIDENCE_BYTES);
        expect(kept.length).toBeLessThanOrEqual(MAX_EVIDENCE_FRAMES);
        if (count > 0) expect(kept[0]?.dt).toBe(0);
        if (count > 20) expect((kept.at(-1)?.dt ?? 0) / count).toBeGreaterThan(0.9);
      }),
      { numRuns: 50 },
    );
  });
});

describe('base64url', () => {
  it('agrees with Node.js and refuses what it is not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      }),
    );
    for (const text of ['a', '+a', 'a=b', 'ä']) expect(fromBase64url(text)).toBeNull();
  });
});

describe('reasons', () => {
  it('are told in both languages, and the gravest decides', () => {
    for (const { text } of Object.values(CHECKIN_REASONS)) {
      expect(text.id.length * text.en.length).toBeGreaterThan(0);
      expect(text.id).not.toBe(text.en);
    }
    expect(gravest([])).toBe('accept');
    expect(gravest(['REVIEW_BAND'])).toBe('review');
    expect(gravest(['REVIEW_BAND', 'RSSI_LOW', 'RSSI_TWINS'])).toBe('reject');
  });
});

describe('client', () => {
  it('posts to the hub and turns problems into coded errors', async () => {
    const asked: string[] = [];
    const fetch = (async (url: string) => {
      asked.push(url);
      return asked.length === 1
        ? new Response(JSON.stringify({ nonce: 'x' }))
        : new Response(JSON.stringify({ code: 'CHECKIN_WINDOW_CLOSED', title: 'closed' }), { status: 403 });
    }) as typeof globalThis.fetch;
    const client = createCheckinClient({ baseUrl: 'https://hub', fetch });
    expect(await client.begin('abc', 'in')).toEqual({ nonce: 'x' });
    const refused = await client.beginEnrolment('1234').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CheckinRefused);
    expect(refused).toMatchObject({ status: 403, code: 'CHECKIN_WINDOW_CLOSED' });
    expect(asked).toEqual(['https://hub/api/v1/checkin/begin', 'https://hub/api/v1/checkin/enrol/begin']);
  });
});
