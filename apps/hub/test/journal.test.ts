import { createHash } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Reading } from '@hadir/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Checkpointer,
  createJournal,
  type Journal,
  startCheckpoints,
  verifyJournal,
} from '../src/journal/index.js';
import { startTestPostgres, type TestDatabase, type TestPostgres } from './servers/database.js';
import { testFolder } from './servers/folder.js';
import { memoryLogger } from './servers/logger.js';
import { addDevice, punch, punches } from './servers/readings.js';
import { systemClock } from './servers/world.js';

let postgres: TestPostgres;
let db: TestDatabase;
let journal: Journal;
let device: string;

beforeAll(async () => {
  postgres = (await startTestPostgres('embedded')) as TestPostgres;
});
afterAll(() => postgres?.stop());
beforeEach(async () => {
  db = await postgres.database();
  journal = createJournal(db, { clock: systemClock });
  device = await addDevice(db);
  for (let at = 0; at < 5000; at += 500) await append(at, 500);
});
afterEach(async () => {
  await journal.close();
  await db.drop();
});

const append = (from: number, count: number) =>
  journal.append({ pluginId: 'test', deviceId: device, readings: punches(from, count) });
const change = (sql: string) => db.pool.query(sql.replaceAll('$device', `'${device}'`));

describe('the chain of a device', () => {
  it('can be recomputed by anybody from the rows and a SHA-256', async () => {
    const { rows } = await db.pool.query(
      `select seq, kind, body, hash, (extract(epoch from received_at) * 1000)::int8 as at from journal order by seq limit 3`,
    );
    let hash = createHash('sha256').update(`hadir/journal/1|${device}`).digest();
    for (const row of rows) {
      const numbers = Buffer.alloc(16);
      numbers.writeBigInt64BE(BigInt(row.seq), 0);
      numbers.writeBigInt64BE(BigInt(row.at), 8);
      hash = createHash('sha256').update(hash).update(numbers).update(`${row.kind}\n${row.body}`).digest();
      expect(row.hash).toEqual(hash);
    }
  });

  it('writes a state only when it is news, and again when it comes back', async () => {
    const user = (id: string, name: string): Reading => ({
      kind: 'device-user',
      key: `u|${id}|${name}`,
      time: { form: 'absent' },
      transport: 'test',
      raw: { encoding: 'utf8', data: name },
      deviceUserId: id,
      name,
    });
    const say = async (...readings: Reading[]) =>
      (await journal.append({ pluginId: 'test', deviceId: device, readings })).appended;
    expect(await say(user('1', 'Ani'), user('12', 'Budi'))).toBe(2);
    expect(await say(user('1', 'Ani'), user('12', 'Budi'))).toBe(0);
    expect(await say(user('1', 'Ani B.'))).toBe(1);
    expect(await say(user('1', 'Ani'), user('1', 'Ani'))).toBe(1);
    expect(await say(user('1', 'Ani'), user('1', 'Ani B.'), user('1', 'Ani'), user('12', 'Budi'))).toBe(2);
    expect(await say(user('1', 'Ani'))).toBe(0);
    expect((await verifyJournal(db)).faults).toEqual([]);
  });

  it('is whole when nobody touched it', async () => {
    expect(await verifyJournal(db)).toEqual({ devices: 1, rows: 5000, checkpoints: 0, faults: [] });
  });

  it.each([
    [
      'a body',
      `update journal set body = replace(body, '1000', '1001') where device_id = $device and seq = 2911`,
      'row-altered',
      2911,
    ],
    [
      'a time of receipt',
      `update journal set received_at = received_at - interval '1 hour' where seq = 4000`,
      'row-altered',
      4000,
    ],
    ['a kind', `update journal set kind = 'operation' where seq = 17`, 'row-altered', 17],
    ['a hash', `update journal set hash = sha256('x') where seq = 5`, 'row-altered', 5],
    ['a key', `update journal set reading_key = 'else' where seq = 9`, 'key-altered', 9],
    ['a row out', `delete from journal where seq = 3001`, 'row-missing', 3001],
    ['the first row out', `delete from journal where seq = 1`, 'row-missing', 1],
    ['the last rows out, head left', `delete from journal where seq > 4990`, 'row-missing', 4991],
    ['the head', `update journal_head set hash = sha256('x')`, 'head-mismatch', 5000],
    [
      'the head back',
      `update journal_head set seq = 4000, hash = (select hash from journal where seq = 4000)`,
      'row-beyond-head',
      4001,
    ],
    ['the head out', `delete from journal_head`, 'head-missing', 1],
    [
      'two rows',
      `update journal set seq = case seq when 7 then -8 when 8 then -7 end where seq in (7, 8);
      update journal set seq = -seq where seq < 0`,
      'row-altered',
      7,
    ],
  ])('shows who altered %s', async (_, sql, kind, seq) => {
    await change(sql);
    const { faults } = await verifyJournal(db);
    expect(faults).toMatchObject([{ deviceId: device, kind, seq }]);
  });

  it('names every device at fault and walks the others', async () => {
    const other = await addDevice(db);
    await journal.append({ pluginId: 'test', deviceId: other, readings: punches(0, 10) });
    await change('delete from journal where device_id = $device and seq = 2');
    const report = await verifyJournal(db);
    expect(report).toMatchObject({ devices: 2, rows: 11 });
    expect(report.faults).toHaveLength(1);
    expect((await verifyJournal(db, { deviceId: other })).faults).toEqual([]);
  });

  it('holds texts of any kind', async () => {
    const odd = ['nol \u0000 di tengah', 'separuh \ud800', '"kutip" \\ {koma,}', '指纹 ꧋ 😀', 'NULL', ''];
    const readings = odd.map((text, n) => punch(9000 + n, { workCode: text.slice(0, 30), key: `odd ${n} ${text}` }));
    const append = () => journal.append({ pluginId: 'test', deviceId: device, readings });
    expect(await append()).toEqual({ appended: odd.length, known: 0 });
    expect(await append()).toEqual({ appended: 0, known: odd.length });
    expect((await verifyJournal(db)).faults).toEqual([]);
  });
});

describe('signed checkpoints', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let checkpoints: Checkpointer;
  beforeEach(async () => {
    folder = await testFolder();
    checkpoints = begin();
    expect(await checkpoints.writeNow()).toBe(1);
  });
  afterEach(async () => {
    await checkpoints.stop();
    await folder.remove();
  });
  const begin = () =>
    startCheckpoints({ db, stateFolder: folder.path, clock: systemClock, log: memoryLogger(), intervalMs: 3_600_000 });
  const verify = () => verifyJournal(db, { stateFolder: folder.path });
  const file = () => join(folder.path, 'journal-checkpoints.jsonl');

  it('agree with an honest journal, over restarts, and are written only when something moved', async () => {
    expect(await checkpoints.writeNow()).toBe(0);
    await append(5000, 10);
    await checkpoints.stop();
    checkpoints = begin();
    expect(await checkpoints.writeNow()).toBe(1);
    expect(await verify()).toEqual({ devices: 1, rows: 5010, checkpoints: 2, faults: [] });
  });

  it('show that the end of a chain was cut off, head and all', async () => {
    await change(`delete from journal where seq > 4000;
      update journal_head set seq = 4000, hash = (select hash from journal where seq = 4000)`);
    expect((await verifyJournal(db)).faults).toEqual([]);
    expect((await verify()).faults).toMatchObject([{ kind: 'tail-missing', seq: 4001 }]);
    await expect(checkpoints.writeNow()).rejects.toMatchObject({ code: 'JOURNAL_CHECKPOINT_BROKEN' });
  });

  it('show that a whole device was wiped out', async () => {
    await change('delete from journal_batch; delete from journal; delete from journal_head');
    expect((await verify()).faults).toMatchObject([{ deviceId: device, kind: 'tail-missing' }]);
  });

  it('show that a chain was written anew, and are not continued over it', async () => {
    await change('delete from journal_batch; delete from journal; delete from journal_head');
    await append(100, 5000);
    await append(5100, 10);
    expect((await verifyJournal(db)).faults).toEqual([]);
    expect((await verify()).faults).toMatchObject([{ kind: 'checkpoint-mismatch', seq: 5000 }]);
    await expect(checkpoints.writeNow()).rejects.toMatchObject({ code: 'JOURNAL_CHECKPOINT_BROKEN' });
  });

  it('show that they themselves were altered or taken out', async () => {
    await append(5000, 1);
    await checkpoints.writeNow();
    const lines = (await readFile(file(), 'utf8')).split('\n').filter((line) => line !== '');
    await writeFile(file(), `${lines[0]?.replace('5000', '4000')}\n${lines[1]}\n`);
    expect((await verify()).faults.map((fault) => fault.kind)).toContain('checkpoint-invalid');
    await writeFile(file(), `${lines[1]}\n`);
    expect((await verify()).faults).toMatchObject([{ kind: 'checkpoint-invalid' }]);
  });

  it('survive a line that a power cut tore', async () => {
    await checkpoints.stop();
    await appendFile(file(), '{"content":"{\\"format\\":1,');
    checkpoints = begin();
    await append(5000, 1);
    expect(await checkpoints.writeNow()).toBe(1);
    expect(await verify()).toMatchObject({ checkpoints: 2, faults: [] });
  });

  it('refuse to go on with a damaged key', async () => {
    await checkpoints.stop();
    await writeFile(join(folder.path, 'journal-signing.key'), 'rusak');
    checkpoints = begin();
    await expect(checkpoints.writeNow()).rejects.toMatchObject({ code: 'JOURNAL_KEY_UNREADABLE' });
  });
});
