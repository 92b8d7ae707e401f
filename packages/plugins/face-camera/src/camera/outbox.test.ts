import { appendFile, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaceReading } from '@hadir/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
const refuse = () => Promise.reject(new TypeError('no store'));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hadir-outbox-'));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

function taker() {
  const got: string[] = [];
  return { got, take: async (readings: readonly FaceReading[]) => void got.push(...readings.map(({ key }) => key)) };
}
const FIRST = 'f|SHE1|2026-01-05T08:00:01';
const SECOND = 'f|SHE1|2026-01-05T08:00:02';

describe.each(['in memory', 'in a file'])('what is decided and not yet durable, %s', (where) => {
  const outboxFile = () => (where === 'in memory' ? null : join(folder, 'outbox', 'pintu.jsonl'));

  it('waits in order, survives a refusal, and is handed over once', async () => {
    const outbox = createOutbox(outboxFile());
    await outbox.add([reading(1)]);
    await expect(outbox.send(refuse)).rejects.toThrow('no store');
    await outbox.add([reading(2)]);
    const { got, take } = taker();
    await outbox.send(take);
    await outbox.send(take);
    expect(got).toEqual([FIRST, SECOND]);
  });

  it('takes what is added while something is under way along, and keeps no more than 10,000', async () => {
    const outbox = createOutbox(outboxFile());
    await outbox.add([reading(1)]);
    const { got, take } = taker();
    let isFirst = true;
    await outbox.send(async (readings) => {
      if (isFirst) await outbox.add([reading(2)]);
      isFirst = false;
      await take(readings);
    });
    expect(got).toEqual([FIRST, SECOND]);
    await outbox.add(Array.from({ length: 10_600 }, (_, n) => reading(n % 60)));
    expect(outbox.waiting).toBe(10_000);
  });
});

describe('the file', () => {
  const file = () => join(folder, 'outbox', 'pintu.jsonl');

  it('outlives the process, and is gone when all is handed over', async () => {
    const killed = createOutbox(file());
    await killed.add([reading(1)]);
    await killed.send(refuse).catch(() => undefined);
    await killed.add([reading(2)]);
    expect((await stat(file())).mode & 0o077).toBe(0);
    const { got, take } = taker();
    await createOutbox(file()).send(take);
    expect(got).toEqual([FIRST, SECOND]);
    expect(await readdir(join(folder, 'outbox'))).toEqual([]);
  });

  it('with a line that a crash cut, or that is something else, gives the others', async () => {
    await createOutbox(file()).add([reading(1)]);
    await appendFile(file(), '{"kind":"punch"}\nnull\n{"kind":"face","key":"f|SH');
    const { got, take } = taker();
    await createOutbox(file()).send(take);
    expect(got).toEqual([FIRST]);
  });

  it('goes on whole after a line that a crash cut', async () => {
    await createOutbox(file()).add([reading(1)]);
    await appendFile(file(), '{"kind":"face","key":"f|SH');
    await createOutbox(file()).add([reading(2)]);
    const { got, take } = taker();
    await createOutbox(file()).send(take);
    expect(got).toEqual([FIRST, SECOND]);
  });

  it('that cannot be written stops nothing, and is told of until it can', async () => {
    const told: unknown[] = [];
    const outbox = createOutbox(file(), (trouble) =>
      told.push((trouble as NodeJS.ErrnoException | null)?.code ?? null),
    );
    await writeFile(join(folder, 'outbox'), 'in the way');
    await outbox.add([reading(1)]);
    await rm(join(folder, 'outbox'));
    await outbox.add([reading(2)]);
    expect(told.at(-1)).toBeNull();
    expect(told.slice(0, -1)).toEqual(told.slice(0, -1).map(() => expect.stringMatching(/^E/)));
    // What could not be written before is now.
    const { got, take } = taker();
    await createOutbox(file()).send(take);
    expect(got).toEqual([FIRST, SECOND]);
  });
});
