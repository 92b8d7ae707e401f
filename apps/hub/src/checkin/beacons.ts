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
}

/** With the key that only the hub and the beacon know. */
export interface BeaconWithKey extends Beacon {
  readonly key: Uint8Array;
}

const SELECT = `select id, site_id as "siteId", name, kind, encode(reference, 'hex') as reference,
    rotation_exponent as "rotationExponent", clock_offset_seconds as "clockOffsetSeconds", synced_at as "syncedAt", revoked_at as "revokedAt",
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
  const rows = await rowsOf<Row>(runner, `${SELECT} where revoked_at is null and site_id ${comparison} $1`, [siteId]);
  return Promise.all(
    rows.map(async (row) => {
      const { key } = await context.keyring.open({ id: row.id, sealed: row.sealed });
      return { ...shown(row), key: (typeof key === 'string' ? fromHex(key) : null) ?? new Uint8Array(16) };
    }),
  );
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
        seal(context.keyring.current(), id, { key }),
        input.rotationExponent ?? 5,
        input.clockOffsetSeconds ?? 0,
        new Date(context.clock.now()),
      ],
    );
    await audit(client, actor, 'checkin.beacon.create', id, { site: siteId, kind: input.kind });
    const [row] = await rowsOf<Row>(client, `${SELECT} where id = $1`, [id]);
    return { beacon: shown(row as Row), key };
  });
}

/** A stolen or copied beacon counts for nothing from now on. @throws CHECKIN_NOT_FOUND */
export async function revokeBeacon(context: CheckinContext, id: string, actor: string): Promise<void> {
  await inTransaction(context.database.pool, async (client) => {
    const gone = await rowsOf(
      client,
      'update checkin_beacon set revoked_at = $2 where id = $1 and revoked_at is null returning id',
      [id, new Date(context.clock.now())],
    );
    if (gone.length === 0) throw checkinError('CHECKIN_NOT_FOUND', { what: 'beacon', id });
    await audit(client, actor, 'checkin.beacon.revoke', id);
  });
}
