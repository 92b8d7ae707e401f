import type { FaceModelRef } from '@hadir/sdk';
import type { FaceContext } from './context.js';
import { today } from './context.js';
import { type DeliveryRecord, listDeliveries } from './deliveries.js';
import { type EnrolmentRecord, listEnrolments } from './enrolments.js';
import { type ErasureRecord, listErasures } from './erasures.js';
import { faceError } from './errors.js';
import { modelKey, recognisers } from './recognisers.js';
import { select, unitOn } from './sql.js';

/** Who is enrolled, and with which models. */
export interface EnrolledPerson {
  readonly personId: string;
  readonly name: string;
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly enrolledAt: Date;
  /** `id@version` of each model that made a template of the person. */
  readonly models: readonly string[];
  /** Live models that know nothing of the person: enrol again before the old ones go. */
  readonly lacking: readonly string[];
}

/** Models that the running plugins use now; empty when none runs. */
export async function liveModels(context: FaceContext, signal: AbortSignal): Promise<readonly FaceModelRef[]> {
  const host = context.hostOrNull();
  if (host === null) return [];
  const all = (await recognisers(host, signal)).found.flatMap(({ models }) => models);
  return [...new Map(all.map((model) => [modelKey(model), model])).values()];
}

/** By name; one more than `limit` when there are more. */
export async function listEnrolled(
  context: FaceContext,
  live: readonly FaceModelRef[],
  query: {
    readonly unitId?: string;
    /** Only those whom a live model does not know. */
    readonly lackingOnly?: boolean;
    readonly after?: { readonly name: string; readonly id: string };
    readonly limit: number;
  },
): Promise<readonly EnrolledPerson[]> {
  return select<EnrolledPerson>(
    context.database.pool,
    `select * from (
       select p.id as "personId", p.name, u.id as "unitId", u.name as "unitName", e.closed_at as "enrolledAt",
         coalesce(m.models, '{}') as models,
         array(select unnest($1::text[]) except select unnest(coalesce(m.models, '{}')) order by 1) as lacking
       from face_subject s join person p on p.id = s.person_id
       join face_enrolment e on e.person_id = p.id and e.status = 'active'
       left join organisation_unit u on u.id = ${unitOn('$2')}
       left join lateral (select array_agg(distinct t.model_id || '@' || t.model_version) as models
         from face_template t where t.person_id = p.id and t.live) m on true) as enrolled
     where ($3::uuid is null or "unitId" = $3) and (not $4::boolean or cardinality(lacking) > 0)
       and ($5::text is null or (name, "personId") > ($5::text, $6::uuid))
     order by name, "personId" limit $7`,
    [
      live.map(modelKey),
      today(context),
      query.unitId ?? null,
      query.lackingOnly === true,
      query.after?.name ?? null,
      query.after?.id ?? null,
      query.limit + 1,
    ],
  );
}

/** Everything that the hub keeps about a person's face, except what is biometric itself. */
export interface FaceExport {
  readonly personId: string;
  readonly name: string;
  readonly personKey: string | null;
  readonly templates: readonly { readonly model: string; readonly view: number; readonly createdAt: Date }[];
  readonly pictures: readonly { readonly purpose: string; readonly view: number; readonly expiresAt: Date }[];
  readonly enrolments: readonly EnrolmentRecord[];
  readonly terminals: readonly DeliveryRecord[];
  readonly erasures: readonly ErasureRecord[];
}

/** For the person who asks what is known of him (UU 27/2022). @throws FACE_NOT_FOUND */
export async function exportPerson(context: FaceContext, personId: string): Promise<FaceExport> {
  const { pool } = context.database;
  const [person] = await select<{ name: string; personKey: string | null }>(
    pool,
    `select p.name, s.person_key as "personKey" from person p left join face_subject s on s.person_id = p.id where p.id = $1`,
    [personId],
  );
  if (person === undefined) throw faceError('FACE_NOT_FOUND', { what: 'person', id: personId });
  return {
    personId,
    ...person,
    templates: await select(
      pool,
      `select model_id || '@' || model_version as model, view_number as view, created_at as "createdAt"
       from face_template where person_id = $1 order by created_at, view_number, model`,
      [personId],
    ),
    pictures: await select(
      pool,
      `select purpose, view_number as view, expires_at as "expiresAt" from face_picture where person_id = $1
       order by created_at, view_number`,
      [personId],
    ),
    enrolments: await listEnrolments(pool, { personId, limit: 1000 }),
    terminals: await listDeliveries(pool, personId),
    erasures: await listErasures(pool, { personId, limit: 1000 }),
  };
}
