import { createHash, randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { FaceContext } from './context.js';
import { faceError } from './errors.js';
import { openPicture, sealPicture } from './seal.js';
import { type Runner, select } from './sql.js';

/** By their first bytes: JPEG (ITU-T T.81 B.1.1.3, SOI and the start of a marker) and PNG (RFC 2083 §12.11). */
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @returns SHA-256 of the picture @throws FACE_UPLOAD_INVALID */
export function checkPicture(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  const isPicture = [JPEG, PNG].some((magic) => bytes.subarray(0, magic.length).equals(magic));
  if (!isPicture) throw faceError('FACE_UPLOAD_INVALID');
  return createHash('sha256').update(bytes).digest();
}

/** Keeps a picture, sealed, for as long as what it is for may last. */
export async function stagePicture(
  context: FaceContext,
  client: PoolClient,
  view: {
    readonly personId: string;
    readonly enrolmentId: string;
    readonly number: number;
    readonly picture: string;
    readonly purpose: 'enrolment' | 'terminals';
    readonly expiresAt: Date;
  },
): Promise<void> {
  const place = { id: randomUUID(), personId: view.personId, enrolmentId: view.enrolmentId };
  await client.query('lock table face_picture in row exclusive mode');
  await client.query(
    `insert into face_picture (id, person_id, enrolment_id, view_number, sealed, purpose, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      place.id,
      place.personId,
      place.enrolmentId,
      view.number,
      await sealPicture(context, place, view.picture),
      view.purpose,
      new Date(context.clock.now()),
      view.expiresAt,
    ],
  );
}

/** A picture of the person for terminals: the newest enrolment's first view. Null when none is kept. */
export async function pictureOf(context: FaceContext, runner: Runner, personId: string): Promise<string | null> {
  const [row] = await select<{ id: string; enrolmentId: string; sealed: Buffer }>(
    runner,
    `select id, enrolment_id as "enrolmentId", sealed from face_picture
     where person_id = $1 and purpose <> 'enrolment' and expires_at > $2
     order by created_at desc, view_number limit 1`,
    [personId, new Date(context.clock.now())],
  );
  return row === undefined ? null : openPicture(context, { ...row, personId }, row.sealed);
}

/** What was kept for an enrolment that ended or terminals that have it, and whatever is past its time. @returns how many */
export async function removeSpentPictures(context: FaceContext): Promise<number> {
  const { rowCount } = await context.database.pool.query(
    `delete from face_picture f where f.expires_at <= $1 or (f.purpose = 'terminals' and not exists (
       select 1 from face_delivery d where d.person_id = f.person_id and d.state = 'waiting'))`,
    [new Date(context.clock.now())],
  );
  return rowCount ?? 0;
}
