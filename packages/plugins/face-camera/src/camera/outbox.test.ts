import type { FaceReading } from '@hadir/sdk';
import { describe, expect, it } from 'vitest';
import type { FaceDecision } from '../engine/engine.js';
import { makeReading } from './make-reading.js';
import { createOutbox } from './outbox.js';

const decision: FaceDecision = {
  personKey: 'SHE1',
  band: 'accept',
  model: { id: 'mobilefacenet-512', version: '87aacdfe57510db2' },
  thresholds: { accept: 0.5, review: 0.4, margin: 0.08, frames: 2, outOf: 3 },
  agreed: 2,
  assessed: 3,
  liveness: 'none',
  passive: null,
  atMs: 1,
};
const reading = (second: number): FaceReading =>
  makeReading(decision, Date.UTC(2026, 0, 5, 0, 0, second), { zone: 'Asia/Makassar' }, { source: 'rtsp' });

describe('what is decided and not yet durable', () => {
  it('waits in order, survives a refusal, and is handed over once', async () => {
    const outbox = createOutbox();
    outbox.add([reading(1)]);
    await expect(outbox.send(() => Promise.reject(new TypeError('no store')))).rejects.toThrow('no store');
    outbox.add([reading(2)]);
    const got: string[] = [];
    const take = async (readings: readonly FaceReading[]) => void got.push(...readings.map(({ key }) => key));
    await outbox.send(take);
    await outbox.send(take);
    expect(got).toEqual(['f|SHE1|2026-01-05T08:00:01', 'f|SHE1|2026-01-05T08:00:02']);
  });

  it('keeps what is added while something is under way, and no more than 500', async () => {
    const outbox = createOutbox();
    outbox.add([reading(1)]);
    await outbox.send(async () => outbox.add([reading(2)]));
    expect(outbox.waiting).toBe(1);
    for (let n = 0; n < 600; n++) outbox.add([reading(n % 60)]);
    expect(outbox.waiting).toBe(500);
  });
});
