import type { PoolClient } from 'pg';
import { inTransaction } from '../store/index.js';
import type { FaceContext } from './context.js';
import { addressExpected } from './deliveries.js';
import { tellJournal } from './desk.js';
import { type EnrolmentRecord, getEnrolment, type Lookalike } from './enrolments.js';
import { faceError } from './errors.js';
import type { Galleries } from './gallery.js';
import { type Likeness, likenessOf } from './likeness.js';
import { mapExpected } from './mappings.js';
import type { FacePart } from './part.js';
import { modelKey, type Recogniser } from './recognisers.js';
import { lockOpen } from './session.js';
import { DAY_MS, VIEWS } from './settings.js';
import { noteFace } from './sql.js';

/** What an officer answers for, by name and on record. */
export interface OfficersWords {
  /** These look alike and are somebody else. */
  readonly confirm?: { readonly personIds: readonly string[]; readonly reason: string };
  /** Fewer pictures than usual have to do, such as the one of the personnel file. */
  readonly fewer?: { readonly reason: string };
}

/** @throws FACE_SESSION_CLOSED, FACE_NOT_FOUND, FACE_NO_RECOGNISER */
export async function checkOpen(
  context: FaceContext,
  galleries: Galleries,
  id: string,
  signal: AbortSignal,
): Promise<Likeness & { readonly session: EnrolmentRecord; readonly found: readonly Recogniser[] }> {
  const session = await getEnrolment(context.database.pool, id);
  if (session.status !== 'open') throw faceError('FACE_SESSION_CLOSED');
  // Whom the plugin does not hold yet it cannot find alike.
  const found = await galleries.sync(signal);
  const [judge] = found;
  if (judge === undefined) throw faceError('FACE_NO_RECOGNISER');
  return { session, found, ...(await likenessOf(context, judge, session, signal)) };
}

/**
 * Makes an enrolment count: its templates go live, the plugins get them, the journal and the terminals are told. One enrolment after
 * the other, so that two of the same face under two names cannot pass each other by unseen.
 * @throws FACE_SESSION_CLOSED, FACE_VIEWS_MISSING, FACE_VIEWS_DIFFER, FACE_LOOKALIKE, FACE_NO_RECOGNISER
 */
export function finishEnrolment(
  part: FacePart,
  id: string,
  words: OfficersWords,
  actor: string,
): Promise<EnrolmentRecord> {
  const confirmed = words.confirm ?? null;
  const need = words.fewer === undefined ? VIEWS.least : 1;
  return part.inTurn(async () => {
    const { context, galleries, signal } = part;
    const have = (await getEnrolment(context.database.pool, id)).views.length;
    if (have < need) throw faceError('FACE_VIEWS_MISSING', { have, need });
    const { session, found, onePerson, lookalikes } = await checkOpen(context, galleries, id, signal);
    if (!onePerson) throw faceError('FACE_VIEWS_DIFFER');
    const doubtful = lookalikes.filter(({ personId }) => !confirmed?.personIds.includes(personId));
    if (doubtful.length > 0) {
      throw faceError('FACE_LOOKALIKE', {
        names: doubtful.map(({ name }) => name).join(', '),
        personIds: doubtful.map(({ personId }) => personId).join(' '),
      });
    }
    const settled = lookalikes.map(
      ({ personId }): Lookalike => ({ personId, reason: confirmed?.reason ?? '', by: actor }),
    );
    await inTransaction(context.database.pool, (client) =>
      makeLive(context, client, { session, settled, found, fewer: words.fewer?.reason ?? null, actor }),
    );
    // From here on it counts; what fails now is done by the next round of the hub's work.
    await galleries.sync(signal).catch((error: unknown) => context.log.warn({ err: error }, 'galleries come later'));
    await tellJournal(context).catch((error: unknown) => context.log.warn({ err: error }, 'the journal is told later'));
    part.kick();
    return getEnrolment(context.database.pool, id);
  });
}

async function makeLive(
  context: FaceContext,
  client: PoolClient,
  one: {
    readonly session: EnrolmentRecord;
    readonly settled: readonly Lookalike[];
    readonly found: readonly Recogniser[];
    readonly fewer: string | null;
    readonly actor: string;
  },
): Promise<void> {
  const { session, actor, found } = one;
  const { id, personId } = session;
  const now = new Date(context.clock.now());
  await client.query('select 1 from person where id = $1 for update', [personId]);
  await lockOpen(client, id);
  await client.query(
    `insert into face_subject (person_id, person_key, created_at)
     select $1, nextval('face_person_key')::text, $2 where not exists (select 1 from face_subject where person_id = $1)`,
    [personId, now],
  );
  // Of a model that is still in use and that this enrolment has nothing of, what there was stays.
  const live = found.flatMap(({ models }) => models.map(modelKey));
  await client.query(
    `delete from face_template t where t.person_id = $1 and t.enrolment_id <> $2 and t.live and (
       not t.model_id || '@' || t.model_version = any($3::text[]) or exists (
       select 1 from face_template n where n.enrolment_id = $2 and n.model_id = t.model_id and n.model_version = t.model_version))`,
    [personId, id, live],
  );
  await client.query('update face_template set live = true where enrolment_id = $1', [id]);
  await client.query('update face_view set picture_sha256 = null where enrolment_id = $1', [id]);
  await client.query(`update face_enrolment set status = 'replaced' where person_id = $1 and status = 'active'`, [
    personId,
  ]);
  await client.query(
    `update face_enrolment set status = 'active', lookalikes = $2, closed_at = $3, closed_by = $4 where id = $1`,
    [id, JSON.stringify(one.settled), now, actor],
  );
  await disposePictures(context, client, session);
  await mapExpected(context, client, { pluginIds: found.map(({ pluginId }) => pluginId), personId });
  await addressExpected(context, client, personId, context.host(), actor);
  await noteFace(client, {
    actor,
    action: 'face.enrol.finish',
    subject: id,
    details: { personId, views: session.views.length, lookalikes: one.settled.length, fewer: one.fewer },
  });
}

/** The site's own word decides whether any is kept; the straightest one waits for terminals, and for no longer than that. */
async function disposePictures(context: FaceContext, client: PoolClient, session: EnrolmentRecord): Promise<void> {
  const { keepPictureDays, terminalPictureDays } = context.settings;
  const now = context.clock.now();
  await client.query('delete from face_picture where person_id = $1 and enrolment_id <> $2', [
    session.personId,
    session.id,
  ]);
  if (keepPictureDays > 0) {
    await client.query(`update face_picture set purpose = 're-enrolment', expires_at = $2 where enrolment_id = $1`, [
      session.id,
      new Date(now + keepPictureDays * DAY_MS),
    ]);
    return;
  }
  const straightest = [...session.views].sort((a, b) => Math.abs(a.yaw) - Math.abs(b.yaw))[0]?.number ?? 1;
  await client.query('delete from face_picture where enrolment_id = $1 and view_number <> $2', [
    session.id,
    straightest,
  ]);
  await client.query(`update face_picture set purpose = 'terminals', expires_at = $2 where enrolment_id = $1`, [
    session.id,
    new Date(now + terminalPictureDays * DAY_MS),
  ]);
}
