import { faceError } from './errors.js';
import { type Runner, select } from './sql.js';

/** One place and what it said is left. */
export interface ErasureStep {
  readonly kind: 'database' | 'plugin' | 'terminal';
  /** Id of the plugin or of the device. */
  readonly target: string;
  readonly targetName: string | null;
  readonly state: 'pending' | 'done';
  /** What the place itself named last; the proof is 0. Null: it keeps no faces, or has not answered yet. */
  readonly left: number | null;
  readonly errorCode: string | null;
  readonly attempts: number;
  readonly doneAt: string | null;
}

/** An erasure with its proof. */
export interface ErasureRecord {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  /** What the database held. */
  readonly templates: number;
  readonly pictures: number;
  readonly completedAt: Date | null;
  readonly steps: readonly ErasureStep[];
}

const SELECT = `select e.id, e.person_id as "personId", p.name as "personName", e.reason, e.asked_by as "askedBy",
    e.asked_at as "askedAt", e.templates, e.pictures, e.completed_at as "completedAt",
    (select coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'target', s.target, 'targetName', d.name, 'state', s.state,
       'left', s.remaining, 'errorCode', s.error_code, 'attempts', s.attempts, 'doneAt', to_char(s.done_at at time zone 'UTC',
       'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by s.kind, s.target), '[]')
     from face_erasure_step s left join device d on s.kind = 'terminal' and d.id::text = s.target
     where s.erasure_id = e.id) as steps
  from face_erasure e join person p on p.id = e.person_id`;

export interface ErasureQuery {
  readonly personId?: string;
  /** Only those that still wait for a place. */
  readonly openOnly?: boolean;
  readonly before?: { readonly at: string; readonly id: string };
  readonly limit: number;
}

/** Newest first; one more than `limit` when there are more. */
export async function listErasures(runner: Runner, query: ErasureQuery): Promise<readonly ErasureRecord[]> {
  const { personId = null, openOnly = false, before, limit } = query;
  return select<ErasureRecord>(
    runner,
    `${SELECT} where ($1::uuid is null or e.person_id = $1) and (not $2::boolean or e.completed_at is null)
       and ($3::timestamptz is null or (e.asked_at, e.id) < ($3::timestamptz, $4::uuid))
     order by e.asked_at desc, e.id desc limit $5`,
    [personId, openOnly, before?.at ?? null, before?.id ?? null, limit + 1],
  );
}

/** @throws FACE_NOT_FOUND */
export async function getErasure(runner: Runner, id: string): Promise<ErasureRecord> {
  const [found] = await select<ErasureRecord>(runner, `${SELECT} where e.id = $1`, [id]);
  if (found === undefined) throw faceError('FACE_NOT_FOUND', { what: 'erasure', id });
  return found;
}
