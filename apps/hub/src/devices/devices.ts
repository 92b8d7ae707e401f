import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import { writeAudit } from '../audit/index.js';
import type { Database, Tables } from '../store/index.js';
import { deviceError } from './errors.js';
import type { KeyringHolder } from './keyring-holder.js';
import { seal } from './seal.js';

/** A configured device as the hub keeps it. The configuration is apart: it is sealed. */
export interface DeviceRecord {
  readonly id: string;
  readonly pluginId: string;
  readonly name: string;
  readonly deviceKey: string | null;
  readonly stationId: string | null;
  readonly zone: string;
  readonly enabled: boolean;
  readonly info: Readonly<Record<string, string | number>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly sealed: Buffer;
}

export interface NewDevice {
  readonly pluginId: string;
  readonly name: string;
  readonly deviceKey?: string | null;
  readonly stationId?: string | null;
  readonly zone: string;
  readonly enabled?: boolean;
  readonly config: Readonly<Record<string, unknown>>;
}

export type DeviceChange = Partial<Omit<NewDevice, 'pluginId'>>;

const columns = [
  'id',
  'plugin_id as pluginId',
  'name',
  'device_key as deviceKey',
  'station_id as stationId',
  'zone',
  'enabled',
  'info',
  'created_at as createdAt',
  'updated_at as updatedAt',
  'config_sealed as sealed',
] as const;

const living = (kysely: Kysely<Tables>) => kysely.selectFrom('device').select(columns).where('removed_at', 'is', null);

/** All devices in the order of their names, or a page of them after `after`. */
export async function listDevices(
  database: Database,
  query: {
    readonly after?: { readonly name: string; readonly id: string };
    readonly pluginId?: string;
    readonly limit?: number;
  } = {},
): Promise<readonly DeviceRecord[]> {
  const { after } = query;
  return living(database.kysely)
    .$if(query.pluginId !== undefined, (q) => q.where('plugin_id', '=', query.pluginId ?? ''))
    .$if(after !== undefined, (q) =>
      q.where((eb) => eb(eb.refTuple('name', 'id'), '>', eb.tuple(after?.name ?? '', after?.id ?? ''))),
    )
    .orderBy('name')
    .orderBy('id')
    .$if(query.limit !== undefined, (q) => q.limit(query.limit ?? 0))
    .execute();
}

/** @throws DEVICE_NOT_FOUND */
export async function getDevice(database: Database, id: string): Promise<DeviceRecord> {
  const row = await living(database.kysely).where('id', '=', id).executeTakeFirst();
  if (!row) throw deviceError('DEVICE_NOT_FOUND', { device: id });
  return row;
}

/** @throws DEVICE_NAME_TAKEN, DEVICE_KEY_TAKEN, DEVICE_STATION_UNKNOWN */
export async function insertDevice(
  transaction: Transaction<Tables>,
  holder: KeyringHolder,
  input: NewDevice,
  actor: string,
): Promise<DeviceRecord> {
  await checkFree(transaction, input.pluginId, input, null);
  const id = randomUUID();
  const row = await transaction
    .insertInto('device')
    .values({
      id,
      plugin_id: input.pluginId,
      name: input.name,
      device_key: input.deviceKey ?? null,
      station_id: input.stationId ?? null,
      zone: input.zone,
      enabled: input.enabled ?? true,
      config_sealed: seal(await holder.fresh(), id, input.config),
      removed_at: null,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  await writeAudit(transaction, {
    actor,
    action: 'device.create',
    subject: id,
    details: { name: input.name, plugin: input.pluginId, settings: Object.keys(input.config) },
  });
  return row;
}

/** @throws as `insertDevice`, DEVICE_NOT_FOUND */
export async function updateDevice(
  database: Database,
  holder: KeyringHolder,
  id: string,
  change: DeviceChange,
  actor: string,
): Promise<DeviceRecord> {
  return database.kysely.transaction().execute(async (trx) => {
    const current = await living(trx).where('id', '=', id).forUpdate().executeTakeFirst();
    if (!current) throw deviceError('DEVICE_NOT_FOUND', { device: id });
    await checkFree(trx, current.pluginId, change, id);
    const row = await trx
      .updateTable('device')
      .set({
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.deviceKey === undefined ? {} : { device_key: change.deviceKey }),
        ...(change.stationId === undefined ? {} : { station_id: change.stationId }),
        ...(change.zone === undefined ? {} : { zone: change.zone }),
        ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
        ...(change.config === undefined ? {} : { config_sealed: seal(await holder.fresh(), id, change.config) }),
        updated_at: new Date(),
      })
      .where('id', '=', id)
      .returning(columns)
      .executeTakeFirstOrThrow();
    await writeAudit(trx, { actor, action: 'device.update', subject: id, details: { changed: Object.keys(change) } });
    return row;
  });
}

/** Takes a device out of service. Its journal and events stay; its name and serial number become free. */
export async function removeDevice(database: Database, id: string, actor: string): Promise<void> {
  await database.kysely.transaction().execute(async (trx) => {
    const row = await living(trx).where('id', '=', id).forUpdate().executeTakeFirst();
    if (!row) throw deviceError('DEVICE_NOT_FOUND', { device: id });
    await trx
      .updateTable('device')
      .set({ removed_at: new Date(), name: `${row.name} (${id})`, enabled: false })
      .where('id', '=', id)
      .execute();
    await trx
      .updateTable('inbox_candidate')
      .set({ state: 'new' })
      .where('plugin_id', '=', row.pluginId)
      .where('candidate_key', '=', row.deviceKey ?? '')
      .where('state', '=', 'adopted')
      .execute();
    await writeAudit(trx, { actor, action: 'device.remove', subject: id, details: { name: row.name } });
  });
}

/** What the device said about itself last. */
export async function storeInfo(
  database: Database,
  id: string,
  info: Readonly<Record<string, unknown>>,
): Promise<void> {
  await database.kysely
    .updateTable('device')
    .set({ info: JSON.stringify(info) })
    .where('id', '=', id)
    .execute();
}

async function checkFree(
  transaction: Transaction<Tables>,
  pluginId: string,
  wanted: Pick<DeviceChange, 'name' | 'deviceKey' | 'stationId'>,
  except: string | null,
): Promise<void> {
  const others = living(transaction).$if(except !== null, (q) => q.where('id', '!=', except ?? ''));
  if (wanted.name !== undefined && (await others.where('name', '=', wanted.name).executeTakeFirst())) {
    throw deviceError('DEVICE_NAME_TAKEN', { name: wanted.name });
  }
  if (wanted.deviceKey) {
    const holder = await others
      .where('plugin_id', '=', pluginId)
      .where('device_key', '=', wanted.deviceKey)
      .executeTakeFirst();
    if (holder) throw deviceError('DEVICE_KEY_TAKEN', { key: wanted.deviceKey, name: holder.name });
  }
  if (wanted.stationId) {
    const station = await transaction
      .selectFrom('station')
      .select('id')
      .where('id', '=', wanted.stationId)
      .executeTakeFirst();
    if (!station) throw deviceError('DEVICE_STATION_UNKNOWN', { station: wanted.stationId });
  }
}
