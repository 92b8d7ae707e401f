import type { DeviceCandidate } from '@hadir/sdk';
import { writeAudit } from '../audit/index.js';
import type { Database } from '../store/index.js';
import { type DeviceRecord, insertDevice, type NewDevice } from './devices.js';
import { deviceError } from './errors.js';
import type { KeyringHolder } from './keyring-holder.js';

/** A device that was seen on the line and is not believed. */
export interface Candidate {
  readonly pluginId: string;
  readonly key: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly info: Readonly<Record<string, string | number>>;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly timesSeen: number;
  readonly state: 'new' | 'ignored' | 'adopted';
}

/** Strangers can fill the inbox; beyond this many new ones, the one seen longest ago gives way. */
const MAX_NEW_CANDIDATES = 1000;

const columns = [
  'plugin_id as pluginId',
  'candidate_key as key',
  'name',
  'config',
  'info',
  'first_seen as firstSeen',
  'last_seen as lastSeen',
  'times_seen as timesSeen',
  'state',
] as const;

export async function noteCandidate(database: Database, pluginId: string, candidate: DeviceCandidate): Promise<void> {
  const facts = {
    name: candidate.name.slice(0, 120),
    config: JSON.stringify(candidate.config),
    info: JSON.stringify(candidate.info ?? {}),
  };
  await database.kysely
    .insertInto('inbox_candidate')
    .values({ plugin_id: pluginId, candidate_key: candidate.key, ...facts })
    .onConflict((conflict) =>
      conflict.columns(['plugin_id', 'candidate_key']).doUpdateSet((eb) => ({
        ...facts,
        last_seen: new Date(),
        times_seen: eb('inbox_candidate.times_seen', '+', 1),
      })),
    )
    .execute();
  await database.kysely
    .deleteFrom('inbox_candidate')
    .where('state', '=', 'new')
    .where((eb) =>
      eb(
        eb.refTuple('plugin_id', 'candidate_key'),
        'in',
        eb
          .selectFrom('inbox_candidate')
          .select(['plugin_id', 'candidate_key'])
          .where('state', '=', 'new')
          .orderBy('last_seen', 'desc')
          .offset(MAX_NEW_CANDIDATES)
          .$asTuple('plugin_id', 'candidate_key'),
      ),
    )
    .execute();
}

export async function listCandidates(
  database: Database,
  query: { readonly state?: Candidate['state']; readonly after?: readonly [string, string]; readonly limit: number },
): Promise<readonly Candidate[]> {
  const { after } = query;
  return database.kysely
    .selectFrom('inbox_candidate')
    .select(columns)
    .$if(query.state !== undefined, (q) => q.where('state', '=', query.state ?? 'new'))
    .$if(after !== undefined, (q) =>
      q.where((eb) => eb(eb.refTuple('plugin_id', 'candidate_key'), '>', eb.tuple(after?.[0] ?? '', after?.[1] ?? ''))),
    )
    .orderBy('plugin_id')
    .orderBy('candidate_key')
    .limit(query.limit + 1)
    .execute();
}

/** @throws CANDIDATE_NOT_FOUND */
export async function getCandidate(database: Database, pluginId: string, key: string): Promise<Candidate> {
  const row = await database.kysely
    .selectFrom('inbox_candidate')
    .select(columns)
    .where('plugin_id', '=', pluginId)
    .where('candidate_key', '=', key)
    .executeTakeFirst();
  if (!row) throw deviceError('CANDIDATE_NOT_FOUND', { plugin: pluginId, key });
  return row;
}

/** Makes a device of it. What it said before stays unbelieved: it will say it again. @throws CANDIDATE_ADOPTED, as `insertDevice` */
export async function adoptCandidate(
  database: Database,
  holder: KeyringHolder,
  candidate: Candidate,
  device: Omit<NewDevice, 'pluginId' | 'deviceKey'>,
  actor: string,
): Promise<DeviceRecord> {
  return database.kysely.transaction().execute(async (trx) => {
    const taken = await trx
      .updateTable('inbox_candidate')
      .set({ state: 'adopted' })
      .where('plugin_id', '=', candidate.pluginId)
      .where('candidate_key', '=', candidate.key)
      .where('state', '!=', 'adopted')
      .returning('candidate_key')
      .executeTakeFirst();
    if (!taken) throw deviceError('CANDIDATE_ADOPTED', { key: candidate.key });
    const record = { ...device, pluginId: candidate.pluginId, deviceKey: candidate.key };
    return insertDevice(trx, holder, record, actor);
  });
}

/** @throws CANDIDATE_NOT_FOUND, CANDIDATE_ADOPTED */
export async function setIgnored(
  database: Database,
  candidate: Candidate,
  ignored: boolean,
  actor: string,
): Promise<Candidate> {
  return database.kysely.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('inbox_candidate')
      .set({ state: ignored ? 'ignored' : 'new' })
      .where('plugin_id', '=', candidate.pluginId)
      .where('candidate_key', '=', candidate.key)
      .where('state', '!=', 'adopted')
      .returning(columns)
      .executeTakeFirst();
    if (!row) throw deviceError('CANDIDATE_ADOPTED', { key: candidate.key });
    const action = ignored ? 'inbox.ignore' : 'inbox.unignore';
    await writeAudit(trx, { actor, action, subject: `${candidate.pluginId}/${candidate.key}` });
    return row;
  });
}
