import { sql, type Transaction } from 'kysely';
import { writeAudit } from '../audit/index.js';
import type { HubConfig } from '../config/index.js';
import type { Database, Tables } from '../store/index.js';
import { deviceError } from './errors.js';
import { addKey, dropOldKeys, type Keyring, loadKeyring } from './keyring.js';
import { seal, sealBytes, sealedWith, unseal, unsealBytes } from './seal.js';

/**
 * What else is sealed with the hub's key: the rows, and by what their bytes are bound to them. `spoils`: a row that was tampered
 * with opens with no key at all; it must not keep the others on an old key. It stays as it is and is counted.
 */
const OTHERS_SEALED = [
  { table: 'checkin_beacon', column: 'key_sealed', context: 'id::text', spoils: false },
  { table: 'checkin_beacon_key', column: 'key_sealed', context: 'id::text', spoils: false },
  {
    table: 'face_template',
    column: 'sealed',
    context: "concat_ws('|', person_id, model_id, model_version, id)",
    spoils: true,
  },
  {
    table: 'face_picture',
    column: 'sealed',
    context: "concat_ws('|', person_id, 'picture', enrolment_id, id)",
    spoils: true,
  },
] as const;
/** Rows at a time: pictures are large. */
const PAGE = 100;

export interface RotationReport {
  readonly keyId: string;
  readonly resealed: number;
}

/**
 * Seals every configuration with a new key, in one transaction. The new key is on disk before the first row uses it
 * and the old ones go after the commit, so a crash at any point leaves everything readable.
 * With the key in the environment, HADIR_SECRET_KEY is the new one and HADIR_SECRET_KEY_PREVIOUS the old one.
 * @throws SECRET_KEY_FROM_ENVIRONMENT, SECRET_SEAL_BROKEN
 */
export async function rotateSecret(database: Database, config: HubConfig, actor: string): Promise<RotationReport> {
  const keyring = await newKeyring(config);
  const resealed = await database.kysely.transaction().execute(async (trx) => {
    const rows = await trx.selectFrom('device').select(['id', 'config_sealed']).forUpdate().execute();
    const old = rows.filter((row) => sealedWith(row.config_sealed) !== keyring.active.id);
    for (const row of old) {
      const sealed = seal(keyring, row.id, unseal(keyring, row.id, row.config_sealed));
      await trx.updateTable('device').set({ config_sealed: sealed }).where('id', '=', row.id).execute();
    }
    let spoilt = 0;
    for (const what of OTHERS_SEALED) spoilt += await resealAll(trx, keyring, what);
    await writeAudit(trx, {
      actor,
      action: 'secret.rotate',
      subject: keyring.active.id,
      details: { resealed: old.length, spoilt },
    });
    return old.length;
  });
  if (keyring.source === 'file') await dropOldKeys(config.stateFolder);
  return { keyId: keyring.active.id, resealed };
}

/** Row after row in the order of ids, under a lock on the table's rows, so that nothing sealed with an old key is left. @returns how many are spoilt */
async function resealAll(
  trx: Transaction<Tables>,
  keyring: Keyring,
  { table, column, context, spoils }: (typeof OTHERS_SEALED)[number],
): Promise<number> {
  // In transactions that begin now, new rows are sealed with the new key; those under way finish first.
  await sql`lock table ${sql.table(table)} in share row exclusive mode`.execute(trx);
  let spoilt = 0;
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await sql<{ id: string; sealed: Buffer; context: string }>`
      select id, ${sql.ref(column)} as sealed, ${sql.raw(context)} as context from ${sql.table(table)}
      where id > ${after}::uuid order by id limit ${PAGE}`.execute(trx);
    for (const row of rows.filter(({ sealed }) => sealedWith(sealed) !== keyring.active.id)) {
      const opened = openRow(keyring, row);
      if (opened === null) {
        if (!spoils) throw deviceError('SECRET_SEAL_BROKEN', { deviceId: `${table} ${row.id}` });
        spoilt += 1;
        continue;
      }
      const anew = sealBytes(keyring, row.context, opened);
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${anew} where id = ${row.id}::uuid`.execute(trx);
    }
    const last = rows.at(-1);
    if (last === undefined) return spoilt;
    after = last.id;
  }
}

function openRow(keyring: Keyring, row: { readonly sealed: Buffer; readonly context: string }): Buffer | null {
  try {
    return unsealBytes(keyring, row.context, row.sealed);
  } catch {
    return null;
  }
}

async function newKeyring(config: HubConfig): Promise<Keyring> {
  if (config.secretKey === undefined) return addKey(config.stateFolder);
  if (config.secretKeyPrevious === undefined) throw deviceError('SECRET_KEY_FROM_ENVIRONMENT');
  return loadKeyring(config);
}
