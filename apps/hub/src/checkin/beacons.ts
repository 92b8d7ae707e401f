import { randomBytes, randomUUID } from 'node:crypto';
import { fromHex, toHex } from '@hadir/sdk/proximity';
import { seal } from '../devices/index.js';
import { inTransaction } from '../store/index.js';
import type { CheckinContext } from './context.js';
import { checkinError } from './errors.js';
import { getSite } from './sites.js';
import { audit, type Runner, rowsOf } from './sql.js';

/** A beacon of an office, without its key. */
export interface Beacon {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly kind: 'eid' | 'gatt';
  /** Hexadecimal; null for EID beacons, which have no name on the air. */
  readonly reference: string | null;
  readonly rotationExponent: number;
  readonly clockOffsetSeconds: number;
  /** When the offset was last known to be right. */
  readonly syncedAt: Date;
  readonly revokedAt: Date | null;
  /** When a phone that was accepted heard it last, to the minute, and how strongly. */
  readonly lastHeardAt: Date | null;
  readonly lastHeardDbm: number | null;
  readonly batteryMillivolts: number | null;
  readonly batteryAt: Date | null;
  /** Until when the key before the present one counts too; null when there is none. */
  readonly oldKeyUntil: Date | null;
}

/** With a key that only the hub and the beacon know. After a change of keys there is one of these for each key. */
export interface BeaconWithKey extends Beacon {
  /** The beacon's id for its present key. */
  readonly keyId: string;
  readonly key: Uint8Array;
  /** Null for the present key. */
  readonly goodUntil: Date | null;
}

const SELECT = `select id, site_id as "siteId", name, kind, encode(reference, 'hex') as reference,
    rotation_exponent as "rotationExponent", clock_offset_seconds as "clockOffsetSeconds", synced_at as "syncedAt",
    revoked_at as "revokedAt", last_heard_at as "lastHeardAt", last_heard_dbm as "lastHeardDbm",
    battery_millivolts as "batteryMillivolts", battery_at as "batteryAt",
    (select max(k.good_until) from checkin_beacon_key k where k.beacon_id = checkin_beacon.id) as "oldKeyUntil",
    key_sealed as sealed
  from checkin_beacon`;

type Row = Beacon & { readonly sealed: Buffer };

const shown = ({ sealed: _, ...beacon }: Row): Beacon => ({
  ...beacon,
  clockOffsetSeconds: Number(beacon.clockOffsetSeconds),
});

export async function listBeacons(runner: Runner, siteId: string): Promise<readonly Beacon[]> {
  return (await rowsOf<Row>(runner, `${SELECT} where site_id = $1 order by name, id`, [siteId])).map(shown);
}

/** Those in use, opened: of one site, or of all others, so that a beacon of another office is told from a stranger's. */
export async function activeBeacons(
  context: CheckinContext,
  runner: Runner,
  siteId: string,
  which: 'of-site' | 'of-others',
): Promise<readonly BeaconWithKey[]> {
  const comparison = which === 'of-site' ? '=' : '<>';
  const now = new Date(context.clock.now());
  const [beacons, oldKeys] = await Promise.all([
    rowsOf<Row>(runner, `${SELECT} where revoked_at is null and site_id ${comparison} $1`, [siteId]),
    rowsOf<{ id: string; beaconId: string; sealed: Buffer; goodUntil: Date }>(
      runner,
      `select k.id, k.beacon_id as "beaconId", k.key_sealed as sealed, k.good_until as "goodUntil"
       from checkin_beacon_key k join checkin_beacon b on b.id = k.beacon_id
       where b.revoked_at is null and b.site_id ${comparison} $1 and k.good_until > $2`,
      [siteId, now],
    ),
  ]);
  const opened = async (row: Row, keyId: string, sealed: Buffer, goodUntil: Date | null): Promise<BeaconWithKey> => {
    const { key } = await context.keyring.open({ id: keyId, sealed });
    return {
      ...shown(row),
      keyId,
      goodUntil,
      key: (typeof key === 'string' ? fromHex(key) : null) ?? new Uint8Array(16),
    };
  };
  return Promise.all([
    ...beacons.map((row) => opened(row, row.id, row.sealed, null)),
    ...oldKeys.flatMap(({ id, beaconId, sealed, goodUntil }) =>
      beacons.filter((row) => row.id === beaconId).map((row) => opened(row, id, sealed, goodUntil)),
    ),
  ]);
}

export interface NewBeacon {
  readonly name: string;
  readonly kind: 'eid' | 'gatt';
  /** 32 hexadecimal digits; made by the hub when left out. */
  readonly key?: string;
  readonly reference?: string;
  readonly rotationExponent?: number;
  readonly clockOffsetSeconds?: number;
}

/** @returns the beacon and, this once, its key for writing into the device. @throws CHECKIN_BEACON_KEY, CHECKIN_NOT_FOUND */
export async function createBeacon(
  context: CheckinContext,
  siteId: string,
  input: NewBeacon,
  actor: string,
): Promise<{ readonly beacon: Beacon; readonly key: string }> {
  if (input.kind === 'gatt' && input.reference === undefined) {
    throw checkinError('CHECKIN_BEACON_KEY', { kind: 'gatt', field: 'reference' });
  }
  const id = randomUUID();
  const key = input.key?.toLowerCase() ?? toHex(randomBytes(16));
  return inTransaction(context.database.pool, async (client) => {
    await getSite(client, siteId);
    const reference = input.kind === 'gatt' ? Buffer.from(input.reference ?? '', 'hex') : null;
    const taken = await rowsOf(client, 'select 1 from checkin_beacon where reference = $1', [reference]);
    if (taken.length > 0) throw checkinError('CHECKIN_NAME_TAKEN', { name: input.reference ?? '' });
    await client.query(
      `insert into checkin_beacon (id, site_id, name, kind, reference, key_sealed, rotation_exponent, clock_offset_seconds,
         synced_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        siteId,
        input.name,
        input.kind,
        reference,
        seal(await context.keyring.fresh(), id, { key }),
        input.rotationExponent ?? 5,
        input.clockOffsetSeconds ?? 0,
        new Date(context.clock.now()),
      ],
    );
    await changed(client, siteId);
    await audit(client, actor, 'checkin.beacon.create', id, { site: siteId, kind: input.kind });
    const [row] = await rowsOf<Row>(client, `${SELECT} where id = $1`, [id]);
    return { beacon: shown(row as Row), key };
  });
}

/** A stolen or copied beacon counts for nothing from now on. @throws CHECKIN_NOT_FOUND */
export async function revokeBeacon(context: CheckinContext, id: string, actor: string): Promise<void> {
  await inTransaction(context.database.pool, async (client) => {
    const [gone] = await rowsOf<{ readonly siteId: string }>(
      client,
      'update checkin_beacon set revoked_at = $2 where id = $1 and revoked_at is null returning site_id as "siteId"',
      [id, new Date(context.clock.now())],
    );
    if (!gone) throw checkinError('CHECKIN_NOT_FOUND', { what: 'beacon', id });
    await changed(client, gone.siteId);
    await audit(client, actor, 'checkin.beacon.revoke', id);
  });
}

const DEFAULT_GRACE_HOURS = 72;

/**
 * Gives a beacon another key. The one before counts for a while too: the device must be fetched, written and hung up
 * again, and until then people must be able to check in. A stolen beacon is revoked instead.
 * @returns the beacon and, this once, its new key @throws CHECKIN_NOT_FOUND
 */
export async function rotateBeaconKey(
  context: CheckinContext,
  id: string,
  change: { readonly key?: string; readonly graceHours?: number; readonly clockOffsetSeconds?: number },
  actor: string,
): Promise<{ readonly beacon: Beacon; readonly key: string }> {
  const key = change.key?.toLowerCase() ?? toHex(randomBytes(16));
  const now = context.clock.now();
  const goodUntil = new Date(now + (change.graceHours ?? DEFAULT_GRACE_HOURS) * 3600_000);
  return inTransaction(context.database.pool, async (client) => {
    const [before] = await rowsOf<Row>(client, `${SELECT} where id = $1 and revoked_at is null for update`, [id]);
    if (!before) throw checkinError('CHECKIN_NOT_FOUND', { what: 'beacon', id });
    const oldKey = await context.keyring.open({ id, sealed: before.sealed });
    const oldId = randomUUID();
    await client.query('delete from checkin_beacon_key where beacon_id = $1', [id]);
    await client.query(
      `insert into checkin_beacon_key (id, beacon_id, key_sealed, good_until, replaced_at) values ($1, $2, $3, $4, $5)`,
      [oldId, id, seal(await context.keyring.fresh(), oldId, oldKey), goodUntil, new Date(now)],
    );
    await client.query(
      `update checkin_beacon set key_sealed = $2, clock_offset_seconds = coalesce($3, clock_offset_seconds), synced_at = $4
       where id = $1`,
      [id, seal(await context.keyring.fresh(), id, { key }), change.clockOffsetSeconds ?? null, new Date(now)],
    );
    await changed(client, before.siteId);
    await audit(client, actor, 'checkin.beacon.key', id, { goodUntil: goodUntil.toISOString() });
    const [row] = await rowsOf<Row>(client, `${SELECT} where id = $1`, [id]);
    return { beacon: shown(row as Row), key };
  });
}

/** What hubs remember of the site is old from this commit on. */
async function changed(runner: Runner, siteId: string): Promise<void> {
  await runner.query('update checkin_site set version = version + 1 where id = $1', [siteId]);
}
