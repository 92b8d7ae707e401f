import { randomUUID } from 'node:crypto';
import { type CivilDate, campaignProgress, type Enrolment, type Method } from '@hadir/core';
import { auditOn } from './audit.js';
import { type ResultContext, today } from './context.js';
import { dayOf } from './days.js';
import { inChange, noRecord } from './records.js';

/** "All staff of these units are enrolled by face until 7 June 2020." */
export interface CampaignRecord {
  readonly id: string;
  readonly name: string;
  readonly unitIds: readonly string[];
  readonly method: Method;
  readonly deadline: string;
}

export interface CampaignReport {
  readonly campaign: CampaignRecord;
  readonly people: number;
  readonly enrolled: number;
  readonly isOverdue: boolean;
  readonly units: readonly {
    readonly unitId: string;
    readonly unit: string;
    readonly people: number;
    readonly enrolled: number;
    readonly missing: readonly { readonly personId: string; readonly name: string }[];
  }[];
  /** Who is enrolled, on which devices; by name. */
  readonly enrolledOn: readonly {
    readonly personId: string;
    readonly name: string;
    readonly devices: readonly { readonly id: string; readonly name: string }[];
  }[];
}

const COLUMNS = 'id, name, unit_ids as "unitIds", method, deadline';

export async function listCampaigns({ database }: ResultContext): Promise<readonly CampaignRecord[]> {
  const { rows } = await database.pool.query<CampaignRecord>(
    `select ${COLUMNS} from enrolment_campaign order by deadline, id`,
  );
  return rows;
}

/** @throws DATE_INVALID, RESULT_RECORD_UNKNOWN */
export async function addCampaign(
  { database }: ResultContext,
  input: Omit<CampaignRecord, 'id'>,
  actor: string,
): Promise<CampaignRecord> {
  const deadline = dayOf(input.deadline, 'deadline');
  return await inChange(database, async (client) => {
    const known = await client.query<{ id: string }>('select id from organisation_unit where id = any($1::uuid[])', [
      input.unitIds,
    ]);
    const ids = new Set(known.rows.map((row) => row.id));
    const unknown = input.unitIds.find((id) => !ids.has(id));
    if (unknown !== undefined) throw noRecord('unit', unknown);
    const { rows } = await client.query<CampaignRecord>(
      `insert into enrolment_campaign (id, name, unit_ids, method, deadline, created_by)
       values ($1, $2, $3, $4, $5, $6) returning ${COLUMNS}`,
      [randomUUID(), input.name, input.unitIds, input.method, deadline, actor],
    );
    const made = rows[0] as CampaignRecord;
    await auditOn(client, { actor, action: 'campaign.add', subject: made.id, details: { ...input } });
    return made;
  });
}

/** Who is enrolled by the method, on which devices, and who is not. @throws RESULT_RECORD_UNKNOWN */
export async function readCampaign(context: ResultContext, id: string): Promise<CampaignReport> {
  const { pool } = context.database;
  const campaign = (await pool.query<CampaignRecord>(`select ${COLUMNS} from enrolment_campaign where id = $1`, [id]))
    .rows[0];
  if (campaign === undefined) throw noRecord('campaign', id);
  const day = today(context);
  const staff = await pool.query<{ personId: string; unitId: string; name: string }>(
    `select p.id as "personId", coalesce(s.unit_id, p.unit_id) as "unitId", p.name from person p
     left join placement s on s.person_id = p.id and $2::date between s.valid_from and coalesce(s.valid_to, 'infinity')
     where coalesce(s.unit_id, p.unit_id) = any($1::uuid[])`,
    [campaign.unitIds, day],
  );
  const enrolments = await pool.query<Enrolment>(
    `select m.person_id as "personId", e ->> 'method' as method, u.device_id as "deviceId"
     from device_user u
     join identity_mapping m on m.device_id = u.device_id and m.device_user_id = u.device_user_id
       and $2::date between m.valid_from and m.valid_to
     cross join lateral jsonb_array_elements(u.enrolled) as e
     where m.person_id = any($1::uuid[]) and (e ->> 'count')::int > 0`,
    [staff.rows.map((one) => one.personId), day],
  );
  const names = new Map(staff.rows.map((one) => [one.personId, one.name]));
  const places = await pool.query<{ id: string; name: string }>(
    `select id, name from organisation_unit where id = any($1::uuid[])
     union all select id, name from device where id = any($2::uuid[])`,
    [campaign.unitIds, enrolments.rows.map((one) => one.deviceId)],
  );
  const placeNames = new Map(places.rows.map((one) => [one.id, one.name]));
  const byName = (a: { readonly name: string }, b: { readonly name: string }) => a.name.localeCompare(b.name, 'id');
  const { units, people, enrolled, isOverdue, devices } = campaignProgress(
    { ...campaign, deadline: campaign.deadline as CivilDate },
    staff.rows,
    enrolments.rows,
    day,
  );
  return {
    campaign,
    people,
    enrolled,
    isOverdue,
    units: units.map(({ missing, ...unit }) => ({
      ...unit,
      unit: placeNames.get(unit.unitId) ?? '',
      missing: missing.map((personId) => ({ personId, name: names.get(personId) ?? '' })).sort(byName),
    })),
    enrolledOn: [...devices]
      .map(([personId, deviceIds]) => ({
        personId,
        name: names.get(personId) ?? '',
        devices: deviceIds.map((device) => ({ id: device, name: placeNames.get(device) ?? '' })),
      }))
      .sort(byName),
  };
}
