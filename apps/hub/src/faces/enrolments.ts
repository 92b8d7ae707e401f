import type { FaceContext } from './context.js';
import { faceError } from './errors.js';
import { type Runner, select } from './sql.js';

export const FACE_BASES = ['consent', 'public-task', 'legal-obligation'] as const;
export type FaceBasis = (typeof FACE_BASES)[number];
export const ENROLMENT_STATES = ['open', 'active', 'replaced', 'cancelled', 'expired', 'erased'] as const;

/** One picture that was good enough. */
export interface FaceView {
  readonly number: number;
  readonly source: 'upload' | 'camera';
  readonly deviceId: string | null;
  readonly widthPx: number;
  readonly yaw: number;
  readonly takenAt: string;
}

/** Somebody who looks alike, and the officer's word that it is somebody else. */
export interface Lookalike {
  readonly personId: string;
  readonly reason: string;
  readonly by: string;
}

/** An enrolment as it may be shown: who, when, by whom, on what basis. Nothing of it is biometric. */
export interface EnrolmentRecord {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly status: (typeof ENROLMENT_STATES)[number];
  readonly basis: FaceBasis;
  readonly basisReference: string;
  readonly openedAt: Date;
  readonly openedBy: string;
  readonly expiresAt: Date;
  readonly tries: number;
  readonly views: readonly FaceView[];
  readonly lookalikes: readonly Lookalike[];
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
}

const SELECT = `select e.id, e.person_id as "personId", p.name as "personName", e.status, e.basis,
    e.basis_reference as "basisReference", e.opened_at as "openedAt", e.opened_by as "openedBy",
    e.expires_at as "expiresAt", e.tries, e.lookalikes, e.closed_at as "closedAt", e.closed_by as "closedBy",
    (select coalesce(jsonb_agg(jsonb_build_object('number', v.number, 'source', v.source, 'deviceId', v.device_id,
       'widthPx', v.width_px, 'yaw', v.yaw, 'takenAt', to_char(v.taken_at at time zone 'UTC',
       'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by v.number), '[]') from face_view v where v.enrolment_id = e.id) as views
  from face_enrolment e join person p on p.id = e.person_id`;

export interface EnrolmentQuery {
  readonly personId?: string;
  readonly status?: EnrolmentRecord['status'];
  readonly before?: { readonly at: string; readonly id: string };
  readonly limit: number;
}

/** Newest first; one more than `limit` when there are more. */
export async function listEnrolments(runner: Runner, query: EnrolmentQuery): Promise<readonly EnrolmentRecord[]> {
  const { personId = null, status = null, before, limit } = query;
  return select<EnrolmentRecord>(
    runner,
    `${SELECT} where ($1::uuid is null or e.person_id = $1) and ($2::text is null or e.status = $2)
       and ($3::timestamptz is null or (e.opened_at, e.id) < ($3::timestamptz, $4::uuid))
     order by e.opened_at desc, e.id desc limit $5`,
    [personId, status, before?.at ?? null, before?.id ?? null, limit + 1],
  );
}

/** @throws FACE_NOT_FOUND */
export async function getEnrolment(runner: Runner, id: string): Promise<EnrolmentRecord> {
  const [found] = await select<EnrolmentRecord>(runner, `${SELECT} where e.id = $1`, [id]);
  if (found === undefined) throw faceError('FACE_NOT_FOUND', { what: 'enrolment', id });
  return found;
}

/** Ends sessions that nobody finished, with all they had gathered. @returns how many */
export async function expireSessions({ database, clock }: FaceContext): Promise<number> {
  const now = new Date(clock.now());
  const { rows } = await database.pool.query<{ id: string }>(
    `with ended as (
       update face_enrolment set status = 'expired', closed_at = $1, closed_by = 'hadir'
       where status = 'open' and expires_at <= $1 returning id
     ), templates as (delete from face_template t using ended e where t.enrolment_id = e.id and not t.live),
     pictures as (delete from face_picture f using ended e where f.enrolment_id = e.id),
     views as (update face_view v set picture_sha256 = null from ended e where v.enrolment_id = e.id)
     select id from ended`,
    [now],
  );
  return rows.length;
}
