import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonlSink } from '@hadir/sdk/host';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'hadir-jsonl-'));
let path = '';
let files = 0;
beforeEach(() => {
  files += 1;
  path = join(folder, `${files}.jsonl`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const reading = (number: number) =>
  ({
    kind: 'punch',
    key: `p|${number}`,
    time: { form: 'wall', wall: '2026-01-05T07:30:00' },
    transport: 'test',
    raw: { encoding: 'utf8', data: 'garis\u2028baru\n' },
    deviceUserId: String(number),
    live: false,
  }) as const;
const batch = (numbers: readonly number[], cursor?: number, deviceId = 'd') => ({
  pluginId: 'p',
  deviceId,
  readings: numbers.map(reading),
  ...(cursor === undefined ? {} : { cursor }),
});
const keysIn = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => (JSON.parse(line) as { readings: { key: string }[] }).readings.map(({ key }) => key));

test('each reading is written once, also when batches overlap, repeat or come at the same time', async () => {
  const sink = await jsonlSink(path);
  const receipts = await Promise.all([
    sink.append(batch([1, 2, 2], 2)),
    sink.append(batch([2, 3], 3)),
    sink.append(batch([1, 2, 3], 3)),
    sink.append(batch([1], 9, 'other')),
  ]);
  expect(receipts).toEqual([
    { appended: 2, known: 1 },
    { appended: 1, known: 1 },
    { appended: 0, known: 3 },
    { appended: 1, known: 0 },
  ]);
  expect(await sink.loadCursor('d')).toBe(3);
  expect(await sink.loadCursor('nobody')).toBeNull();
  await sink.close();
  expect(keysIn(path)).toEqual(['p|1', 'p|2', 'p|3', 'p|1']);
});

test('keys and cursors are known again after a restart', async () => {
  const first = await jsonlSink(path);
  await first.append(batch([1, 2], 2));
  await first.close();
  const second = await jsonlSink(path);
  expect(await second.loadCursor('d')).toBe(2);
  expect(await second.append(batch([2, 3], 3))).toEqual({ appended: 1, known: 1 });
  await second.close();
  expect(keysIn(path)).toEqual(['p|1', 'p|2', 'p|3']);
});

test('wherever a power cut tears the file, what was whole before stays and the rest can be written again', async () => {
  const sink = await jsonlSink(path);
  await sink.append(batch([1, 2], 2));
  const whole = statSync(path).size;
  await sink.append(batch([3, 4], 4));
  await sink.close();
  const bytes = readFileSync(path);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: whole, max: bytes.length - 1 }), fc.boolean(), async (cut, zeros) => {
      // Some file systems leave zeros where the end was not written.
      writeFileSync(path, Buffer.concat([bytes.subarray(0, cut), Buffer.alloc(zeros ? 8 : 0)]));
      const again = await jsonlSink(path);
      expect(await again.loadCursor('d')).toBe(2);
      expect(await again.append(batch([1, 2, 3, 4], 4))).toEqual({ appended: 2, known: 2 });
      await again.close();
      expect(keysIn(path)).toEqual(['p|1', 'p|2', 'p|3', 'p|4']);
    }),
    { numRuns: 30 },
  );
});

test('damage in the middle is reported; whole readings behind it are not thrown away', async () => {
  const sink = await jsonlSink(path);
  await sink.append(batch([1], 1));
  await sink.close();
  appendFileSync(path, '{"broken\n');
  appendFileSync(path, `${readFileSync(path, 'utf8').split('\n')[0]}\n`);
  const before = readFileSync(path);
  await expect(jsonlSink(path)).rejects.toMatchObject({ code: 'SINK_FILE_DAMAGED' });
  expect(readFileSync(path).equals(before)).toBe(true);
});
