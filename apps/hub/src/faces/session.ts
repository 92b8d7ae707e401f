import { randomUUID } from 'node:crypto';
import type { FaceAdvice, FaceAssessment } from '@hadir/sdk';
import type { PoolClient } from 'pg';
import { getDevice } from '../devices/index.js';
import { inTransaction } from '../store/index.js';
import type { FaceContext } from './context.js';
import { type EnrolmentRecord, expireSessions, type FaceBasis, getEnrolment } from './enrolments.js';
import { faceError } from './errors.js';
import { checkPicture, stagePicture } from './pictures.js';
import { judgeOf } from './recognisers.js';
import { MOST_TRIES, SESSION_MS, VIEWS } from './settings.js';
import { noteFace, select } from './sql.js';
import { keepTemplates } from './templates.js';

export interface NewEnrolment {
  readonly personId: string;
  readonly basis: FaceBasis;
  /** Number and date of the decree, or where the signed form lies. */
  readonly basisReference: string;
}

/** Opens the enrolment of one person. @throws FACE_NOT_FOUND, FACE_SESSION_OPEN */
export async function openEnrolment(
  context: FaceContext,
  input: NewEnrolment,
  actor: string,
): Promise<EnrolmentRecord> {
  await expireSessions(context);
  const now = context.clock.now();
  return inTransaction(context.database.pool, async (client) => {
    const person = await select(client, 'select 1 from person where id = $1 for update', [input.personId]);
    if (person.length === 0) throw faceError('FACE_NOT_FOUND', { what: 'person', id: input.personId });
    const [open] = await select<{ id: string }>(
      client,
      `select id from face_enrolment where person_id = $1 and status = 'open'`,
      [input.personId],
    );
    if (open !== undefined) throw faceError('FACE_SESSION_OPEN', { id: open.id });
    const id = randomUUID();
    await client.query(
      `insert into face_enrolment (id, person_id, basis, basis_reference, opened_at, opened_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, input.personId, input.basis, input.basisReference.trim(), new Date(now), actor, new Date(now + SESSION_MS)],
    );
    const { basis, basisReference, personId } = input;
    await noteFace(client, {
      actor,
      action: 'face.enrol.open',
      subject: id,
      details: { personId, basis, basisReference },
    });
    return getEnrolment(client, id);
  });
}

/** What became of a picture. Without a number it was not taken, and `advice` says what to do. */
export interface PictureOutcome {
  readonly number: number | null;
  readonly advice: readonly FaceAdvice[];
  readonly enrolment: EnrolmentRecord;
}

export type PictureSource = { readonly picture?: string; readonly deviceId?: string };

/**
 * Judges a picture and keeps its templates, sealed, when it is good enough. A picture that is not is forgotten at once.
 * @throws FACE_SESSION_CLOSED, FACE_TOO_MANY_TRIES, FACE_VIEWS_FULL, FACE_PICTURE_…, FACE_NO_RECOGNISER, or what the plugin says
 */
export async function addPicture(
  context: FaceContext,
  id: string,
  source: PictureSource,
  signal: AbortSignal,
): Promise<PictureOutcome> {
  const { pool } = context.database;
  if ((source.picture === undefined) === (source.deviceId === undefined)) throw faceError('FACE_PICTURE_SOURCE');
  const session = await countTry(context, id);
  if (session.views.length >= VIEWS.most) throw faceError('FACE_VIEWS_FULL', { most: VIEWS.most });
  const judge = await judgeOf(context, signal);
  const picture = source.picture ?? (await capture(context, source.deviceId ?? '', signal));
  const sha256 = checkPicture(picture);
  const known = await select(pool, 'select 1 from face_view where enrolment_id = $1 and picture_sha256 = $2', [
    id,
    sha256,
  ]);
  if (known.length > 0) throw faceError('FACE_PICTURE_REPEATED');
  const assessed = await context.host().faces(judge.pluginId, 'assess', { name: 'assess', picture }, signal);
  const { face, templates } = assessed;
  const advice = adviceOf(assessed);
  if (advice.length > 0 || face === null) return { number: null, advice, enrolment: await getEnrolment(pool, id) };
  const number = await inTransaction(pool, async (client) => {
    const views = await lockOpen(client, id);
    if (views >= VIEWS.most) throw faceError('FACE_VIEWS_FULL', { most: VIEWS.most });
    const view = { id, personId: session.personId, number: views + 1, deviceId: source.deviceId ?? null };
    await keepView(context, client, view, { sha256, face, templates });
    const { expiresAt, personId } = session;
    await stagePicture(context, client, {
      personId,
      enrolmentId: id,
      number: view.number,
      picture,
      purpose: 'enrolment',
      expiresAt,
    });
    return view.number;
  });
  return { number, advice, enrolment: await getEnrolment(pool, id) };
}

/** Judges a picture as an enrolment would, and keeps nothing. @throws FACE_UPLOAD_INVALID, FACE_NO_RECOGNISER, or what the plugin says */
export async function assessPicture(
  context: FaceContext,
  picture: string,
  signal: AbortSignal,
): Promise<readonly FaceAdvice[]> {
  checkPicture(picture);
  const { pluginId } = await judgeOf(context, signal);
  return adviceOf(await context.host().faces(pluginId, 'assess', { name: 'assess', picture }, signal));
}

function adviceOf({ advice, face, templates }: FaceAssessment): readonly FaceAdvice[] {
  return advice.length === 0 && (face === null || templates.length === 0) ? ['no-face'] : advice;
}

/** @throws FACE_SESSION_CLOSED, FACE_TOO_MANY_TRIES, FACE_NOT_FOUND */
async function countTry(context: FaceContext, id: string): Promise<EnrolmentRecord> {
  const { pool } = context.database;
  const [row] = await select<{ tries: number }>(
    pool,
    `update face_enrolment set tries = tries + 1 where id = $1 and status = 'open' and expires_at > $2 returning tries`,
    [id, new Date(context.clock.now())],
  );
  const session = await getEnrolment(pool, id);
  if (row === undefined) throw faceError('FACE_SESSION_CLOSED');
  if (row.tries > MOST_TRIES) throw faceError('FACE_TOO_MANY_TRIES', { tries: MOST_TRIES });
  return session;
}

async function capture(context: FaceContext, deviceId: string, signal: AbortSignal): Promise<string> {
  const { pluginId } = await getDevice(context.database, deviceId);
  return (await context.host().faces(pluginId, 'capture', { name: 'capture', deviceId }, signal)).picture;
}

/** @returns how many views there are @throws FACE_SESSION_CLOSED */
export async function lockOpen(client: PoolClient, id: string): Promise<number> {
  const [row] = await select<{ views: number }>(
    client,
    `select (select count(*) from face_view v where v.enrolment_id = e.id)::int as views
     from face_enrolment e where e.id = $1 and e.status = 'open' for update of e`,
    [id],
  );
  if (row === undefined) throw faceError('FACE_SESSION_CLOSED');
  return row.views;
}

async function keepView(
  context: FaceContext,
  client: PoolClient,
  view: { readonly id: string; readonly personId: string; readonly number: number; readonly deviceId: string | null },
  found: {
    readonly sha256: Buffer;
    readonly face: NonNullable<FaceAssessment['face']>;
    readonly templates: FaceAssessment['templates'];
  },
): Promise<void> {
  const now = new Date(context.clock.now());
  const { widthPx, yaw } = found.face;
  await client.query(
    `insert into face_view (enrolment_id, number, source, device_id, picture_sha256, width_px, yaw, taken_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      view.id,
      view.number,
      view.deviceId === null ? 'upload' : 'camera',
      view.deviceId,
      found.sha256,
      widthPx,
      yaw,
      now,
    ],
  );
  await client.query('update face_enrolment set views = $2 where id = $1', [view.id, view.number]);
  const kept = { personId: view.personId, enrolmentId: view.id, number: view.number, live: false };
  await keepTemplates(context, client, kept, found.templates);
}

/** Ends an open enrolment without effect. @throws FACE_SESSION_CLOSED, FACE_NOT_FOUND */
export async function cancelEnrolment(context: FaceContext, id: string, actor: string): Promise<void> {
  await inTransaction(context.database.pool, async (client) => {
    await getEnrolment(client, id);
    await lockOpen(client, id);
    await client.query('delete from face_template where enrolment_id = $1', [id]);
    await client.query('delete from face_picture where enrolment_id = $1', [id]);
    await client.query('update face_view set picture_sha256 = null where enrolment_id = $1', [id]);
    await client.query(`update face_enrolment set status = 'cancelled', closed_at = $2, closed_by = $3 where id = $1`, [
      id,
      new Date(context.clock.now()),
      actor,
    ]);
    await noteFace(client, { actor, action: 'face.enrol.cancel', subject: id });
  });
}
