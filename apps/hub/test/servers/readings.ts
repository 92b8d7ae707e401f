import { randomUUID } from 'node:crypto';
import type { PunchReading, Reading } from '@hadir/core';
import type { Database } from '../../src/store/index.js';

/** A device to hang readings on. */
export async function addDevice(db: Database, zone = 'Asia/Jakarta'): Promise<string> {
  const id = randomUUID();
  await db.kysely
    .insertInto('device')
    .values({ id, plugin_id: 'test', name: `mesin ${id}`, zone, config_sealed: Buffer.alloc(1) })
    .execute();
  return id;
}

/** Scan number `n` of a device: another second each, users in turn. */
export function punch(n: number, changes: Partial<PunchReading> = {}): PunchReading {
  const at = new Date(Date.UTC(2026, 0, 5) + n * 1000).toISOString().slice(0, 19);
  const user = String(1000 + (n % 97));
  return {
    kind: 'punch',
    key: `p|${user}|${at}|1|0`,
    deviceUserId: user,
    time: { form: 'wall', wall: at },
    transport: 'zk-tcp',
    raw: { encoding: 'hex', data: n.toString(16).padStart(80, '0') },
    verify: { table: 'zkteco.verify', code: 1 },
    state: { table: 'zkteco.state', code: 0 },
    live: false,
    ...changes,
  } as PunchReading;
}

export const punches = (from: number, count: number): Reading[] =>
  Array.from({ length: count }, (_, index) => punch(from + index));
