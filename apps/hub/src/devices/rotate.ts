import { sql } from 'kysely';
import { writeAudit } from '../audit/index.js';
import type { HubConfig } from '../config/index.js';
import type { Database } from '../store/index.js';
import { deviceError } from './errors.js';
import { addKey, dropOldKeys, type Keyring, loadKeyring } from './keyring.js';
import { seal, sealedWith, unseal } from './seal.js';

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
    // The keys of check-in beacons are sealed in the same way.
    const beacons = await sql<{
      id: string;
      sealed: Buffer;
    }>`select id, key_sealed as sealed from checkin_beacon for update`.execute(trx);
    for (const { id, sealed } of beacons.rows.filter((row) => sealedWith(row.sealed) !== keyring.active.id)) {
      const anew = seal(keyring, id, unseal(keyring, id, sealed));
      await sql`update checkin_beacon set key_sealed = ${anew} where id = ${id}`.execute(trx);
    }
    await writeAudit(trx, {
      actor,
      action: 'secret.rotate',
      subject: keyring.active.id,
      details: { resealed: old.length },
    });
    return old.length;
  });
  if (keyring.source === 'file') await dropOldKeys(config.stateFolder);
  return { keyId: keyring.active.id, resealed };
}

async function newKeyring(config: HubConfig): Promise<Keyring> {
  if (config.secretKey === undefined) return addKey(config.stateFolder);
  if (config.secretKeyPrevious === undefined) throw deviceError('SECRET_KEY_FROM_ENVIRONMENT');
  return loadKeyring(config);
}
