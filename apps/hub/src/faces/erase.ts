import { randomUUID } from 'node:crypto';
import type { PluginHost } from '@hadir/sdk/host';
import type { PoolClient } from 'pg';
import { inTransaction } from '../store/index.js';
import { type FaceContext, today } from './context.js';
import { askBack, codeOf } from './deliveries.js';
import { tellJournal } from './desk.js';
import { type ErasureRecord, getErasure } from './erasures.js';
import { faceError } from './errors.js';
import { endMappings } from './mappings.js';
import type { FacePart } from './part.js';
import { isUnsupported } from './recognisers.js';
import { noteFace, select } from './sql.js';
import { retryAt } from './waits.js';

/**
 * Erases a person's face: in the database at once, in plugins and terminals as soon as each can be asked. Every place says itself what
 * is left; the record of that is the proof. @throws FACE_NOT_FOUND
 */
export async function erasePerson(
  part: FacePart,
  personId: string,
  reason: string,
  actor: string,
): Promise<ErasureRecord> {
  const { context, galleries, signal } = part;
  const id = await part.inTurn(() =>
    inTransaction(context.database.pool, (client) => eraseRows(context, client, personId, { reason, actor })),
  );
  // In the database it is gone; what fails now is done by the next round of the hub's work.
  const later = (error: unknown): void => context.log.warn({ err: error }, 'the rest of an erasure comes later');
  // A load that is under way may still carry the person; whoever asks behind it gets a true answer.
  await galleries.sync(signal).catch(later);
  const host = context.hostOrNull();
  if (host !== null) await eraseDue(context, host, signal, id).catch(later);
  await tellJournal(context).catch(later);
  part.kick();
  return getErasure(context.database.pool, id);
}

async function eraseRows(
  context: FaceContext,
  client: PoolClient,
  personId: string,
  { reason, actor }: { readonly reason: string; readonly actor: string },
): Promise<string> {
  const now = new Date(context.clock.now());
  const person = await select(client, 'select 1 from person where id = $1 for update', [personId]);
  if (person.length === 0) throw faceError('FACE_NOT_FOUND', { what: 'person', id: personId });
  const [subject] = await select<{ personKey: string }>(
    client,
    'select person_key as "personKey" from face_subject where person_id = $1',
    [personId],
  );
  const personKey = subject?.personKey ?? null;
  const templates = await client.query('delete from face_template where person_id = $1', [personId]);
  const pictures = await client.query('delete from face_picture where person_id = $1', [personId]);
  await client.query(
    'delete from face_view v using face_enrolment e where e.id = v.enrolment_id and e.person_id = $1',
    [personId],
  );
  await client.query(
    `update face_enrolment set status = case when status in ('open', 'active') then 'erased' else status end,
       closed_at = coalesce(closed_at, $2), closed_by = coalesce(closed_by, $3), lookalikes = '[]' where person_id = $1`,
    [personId, now, actor],
  );
  const id = randomUUID();
  await client.query(
    `insert into face_erasure (id, person_id, person_key, reason, asked_by, asked_at, templates, pictures)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, personId, personKey, reason, actor, now, templates.rowCount ?? 0, pictures.rowCount ?? 0],
  );
  await client.query(
    `insert into face_erasure_step (erasure_id, kind, target, state, remaining, done_at)
     select $1, 'database', 'hadir', 'done', (select count(*) from face_template where person_id = $2)
       + (select count(*) from face_picture where person_id = $2), $3`,
    [id, personId, now],
  );
  if (personKey !== null) {
    await client.query(
      `insert into face_erasure_step (erasure_id, kind, target, state, next_try)
       select $1, 'terminal', device_id::text, 'pending', $3 from face_delivery
       where person_id = $2 and state not in ('unsupported', 'withdrawn')`,
      [id, personId, now],
    );
    await client.query('delete from face_delivery where person_id = $1', [personId]);
    await client.query(
      `insert into face_erasure_step (erasure_id, kind, target, state, next_try)
       select $1, 'plugin', plugin, 'pending', $2 from unnest($3::text[]) as known (plugin)`,
      [id, now, [...faceManifests(context)]],
    );
    await endMappings(context, client, { personId, personKey });
    await client.query('delete from face_subject where person_id = $1', [personId]);
  }
  await closeComplete(client, id, now);
  await noteFace(client, {
    actor,
    action: 'face.erase',
    subject: personId,
    details: { erasure: id, reason, templates: templates.rowCount, pictures: pictures.rowCount },
  });
  return id;
}

/** Also those that do not run now: when they do again, they are asked. */
function faceManifests(context: FaceContext): readonly string[] {
  const manifests = context.hostOrNull()?.manifests() ?? new Map();
  return [...manifests].flatMap(([id, manifest]) => (manifest.capabilities.includes('face') ? [id] : []));
}

async function closeComplete(client: Pick<PoolClient, 'query'>, id: string, now: Date): Promise<void> {
  await client.query(
    `update face_erasure set completed_at = $2 where id = $1 and completed_at is null and not exists (
       select 1 from face_erasure_step where erasure_id = $1 and state = 'pending')`,
    [id, now],
  );
}

interface Step {
  readonly erasureId: string;
  readonly kind: 'plugin' | 'terminal';
  readonly target: string;
  readonly attempts: number;
  readonly personKey: string;
  readonly pluginId: string | null;
}

/** Asks the places that have not yet said that nothing is left. @returns how many were asked */
export async function eraseDue(
  context: FaceContext,
  host: PluginHost,
  signal: AbortSignal,
  only: string | null = null,
): Promise<number> {
  const { pool } = context.database;
  const due = await select<Step>(
    pool,
    `select s.erasure_id as "erasureId", s.kind, s.target, s.attempts, e.person_key as "personKey",
       case when s.kind = 'terminal' then (select plugin_id from device where id::text = s.target) else s.target end as "pluginId"
     from face_erasure_step s join face_erasure e on e.id = s.erasure_id
     where s.state = 'pending' and s.next_try <= $1 and ($2::uuid is null or s.erasure_id = $2) order by s.next_try limit 50`,
    [new Date(context.clock.now()), only],
  );
  for (const step of due) {
    if (signal.aborted) break;
    const outcome = await askPlace(host, step, signal);
    const now = context.clock.now();
    await pool.query(
      `update face_erasure_step set state = $4, remaining = $5, error_code = $6, attempts = attempts + 1, next_try = $7,
         done_at = $8 where erasure_id = $1 and kind = $2 and target = $3 and state = 'pending'`,
      [
        step.erasureId,
        step.kind,
        step.target,
        outcome.isDone ? 'done' : 'pending',
        outcome.remaining,
        outcome.code,
        outcome.isDone ? null : retryAt(now, step.attempts),
        outcome.isDone ? new Date(now) : null,
      ],
    );
    await closeComplete(pool, step.erasureId, new Date(now));
  }
  return due.length;
}

interface Answered {
  readonly isDone: boolean;
  readonly remaining: number | null;
  readonly code: string | null;
}

async function askPlace(host: PluginHost, step: Step, signal: AbortSignal): Promise<Answered> {
  const { kind, personKey, pluginId, target } = step;
  try {
    const { left } =
      kind === 'plugin'
        ? await host.faces(target, 'forget', { name: 'forget', personKey }, signal)
        : await askBack(host, { pluginId: pluginId ?? '', deviceId: target, personKey }, signal);
    return { isDone: left === 0, remaining: left, code: left === 0 ? null : 'FACE_STILL_THERE' };
  } catch (error) {
    // A plugin without the call keeps no faces.
    if (isUnsupported(error)) return { isDone: true, remaining: null, code: null };
    return { isDone: false, remaining: null, code: codeOf(error) };
  }
}

/** An officer's word for a terminal that can no longer be asked: it was wiped, or destroyed. @throws FACE_NOT_FOUND */
export async function attestErased(
  context: FaceContext,
  erasureId: string,
  word: { readonly deviceId: string; readonly reason: string },
  actor: string,
): Promise<ErasureRecord> {
  const now = new Date(context.clock.now());
  await inTransaction(context.database.pool, async (client) => {
    const { rowCount } = await client.query(
      `update face_erasure_step set state = 'done', error_code = 'FACE_ATTESTED', next_try = null, done_at = $3
       where erasure_id = $1 and kind = 'terminal' and target = $2 and state = 'pending'`,
      [erasureId, word.deviceId, now],
    );
    if (rowCount === 0) throw faceError('FACE_NOT_FOUND', { what: 'open step', id: word.deviceId });
    await closeComplete(client, erasureId, now);
    await noteFace(client, { actor, action: 'face.erase.attest', subject: erasureId, details: { ...word } });
  });
  return getErasure(context.database.pool, erasureId);
}

/** Erases whoever has left: all placements are over. To be called at least once a day. @returns how many */
export async function eraseLeavers(part: FacePart): Promise<number> {
  const leavers = await select<{ personId: string }>(
    part.context.database.pool,
    `select distinct person_id as "personId" from (
       select person_id from face_subject union select person_id from face_template) as kept
     where exists (select 1 from placement pl where pl.person_id = kept.person_id)
       and not exists (select 1 from placement pl where pl.person_id = kept.person_id
         and (pl.valid_to is null or pl.valid_to >= $1::date))`,
    [today(part.context)],
  );
  for (const { personId } of leavers) {
    if (!part.signal.aborted) await erasePerson(part, personId, 'left', 'hadir');
  }
  return leavers.length;
}
