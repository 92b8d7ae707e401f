import { randomUUID } from 'node:crypto';
import { zoneOf } from '@hadir/core';
import {
  type Calibration,
  type CalibrationWalk,
  calibrate,
  DEFAULT_PRESENCE_RULE,
  type PresenceRule,
} from '@hadir/sdk/proximity';
import { seal } from '../devices/index.js';
import { inTransaction } from '../store/index.js';
import type { CheckinContext } from './context.js';
import { checkinError } from './errors.js';
import { audit, type Runner, rowsOf } from './sql.js';

/** An office where people may check in, and what it asks of the signal. */
export interface Site extends PresenceRule {
  readonly id: string;
  readonly deviceId: string;
  readonly name: string;
  readonly zone: string;
  readonly calibration: (Calibration & { readonly at: string }) | null;
  /** Whether a gateway of the office must have heard the phone itself; without, an officer looks or it is refused. */
  readonly witness: 'off' | 'review' | 'required';
  /** From here on a gateway's hearing of the phone says that it was near. */
  readonly witnessDbm: number;
  /** Listening posts whose word counts. */
  readonly gatewayIds: readonly string[];
}

/** What an administrator sets of a site. */
export type SiteRule = PresenceRule & Pick<Site, 'witness' | 'witnessDbm' | 'gatewayIds'>;

/** `device.plugin_id` of the rows through which check-ins enter; no plugin has this name. */
export const CHECKIN_PLUGIN = 'checkin';

const SELECT = `select s.id, s.device_id as "deviceId", s.name, d.zone, s.threshold_dbm as "thresholdDbm",
    s.review_band_db as "reviewBandDb", s.min_frames as "minFrames", s.min_distinct_seconds as "minDistinctSeconds",
    s.min_spread_ms as "minSpreadMs", s.calibration, s.witness,
    s.witness_dbm as "witnessDbm",
    array(select g.device_id::text from checkin_site_gateway g where g.site_id = s.id order by 1) as "gatewayIds"
  from checkin_site s join device d on d.id = s.device_id`;

export async function listSites(runner: Runner): Promise<readonly Site[]> {
  return rowsOf<Site>(runner, `${SELECT} order by s.name`, []);
}

/** @throws CHECKIN_NOT_FOUND */
export async function getSite(runner: Runner, id: string): Promise<Site> {
  const [site] = await rowsOf<Site>(runner, `${SELECT} where s.id = $1`, [id]);
  if (!site) throw checkinError('CHECKIN_NOT_FOUND', { what: 'site', id });
  return site;
}

export type NewSite = { readonly name: string; readonly zone: string } & Partial<PresenceRule>;

/** @throws CHECKIN_NAME_TAKEN, TIME_ZONE_UNKNOWN */
export async function createSite(context: CheckinContext, input: NewSite, actor: string): Promise<Site> {
  zoneOf(input.zone);
  const rule = { ...DEFAULT_PRESENCE_RULE, ...input };
  const [id, deviceId] = [randomUUID(), randomUUID()];
  return inTransaction(context.database.pool, async (client) => {
    const taken = await rowsOf(client, 'select 1 from device where name = $1', [input.name]);
    if (taken.length > 0) throw checkinError('CHECKIN_NAME_TAKEN', { name: input.name });
    // Not enabled: there is nothing for a plugin to connect to.
    await client.query(
      `insert into device (id, plugin_id, name, zone, config_sealed, enabled) values ($1, $2, $3, $4, $5, false)`,
      [deviceId, CHECKIN_PLUGIN, input.name, input.zone, seal(await context.keyring.fresh(), deviceId, {})],
    );
    await client.query(
      `insert into checkin_site (id, device_id, name, threshold_dbm, review_band_db, min_frames, min_distinct_seconds,
         min_spread_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        deviceId,
        input.name,
        rule.thresholdDbm,
        rule.reviewBandDb,
        rule.minFrames,
        rule.minDistinctSeconds,
        rule.minSpreadMs,
      ],
    );
    await audit(client, actor, 'checkin.site.create', id, { name: input.name });
    return getSite(client, id);
  });
}

/** @throws CHECKIN_NOT_FOUND also for a gateway that is no device */
export async function changeRule(
  context: CheckinContext,
  id: string,
  change: Partial<SiteRule>,
  actor: string,
): Promise<Site> {
  return inTransaction(context.database.pool, async (client) => {
    const rule = { ...(await getSite(client, id)), ...change };
    await client.query(
      `update checkin_site set threshold_dbm = $2, review_band_db = $3, min_frames = $4, min_distinct_seconds = $5,
         min_spread_ms = $6, witness = $7, witness_dbm = $8, version = version + 1 where id = $1`,
      [
        id,
        rule.thresholdDbm,
        rule.reviewBandDb,
        rule.minFrames,
        rule.minDistinctSeconds,
        rule.minSpreadMs,
        rule.witness,
        rule.witnessDbm,
      ],
    );
    if (change.gatewayIds) await setGateways(client, id, change.gatewayIds);
    await audit(client, actor, 'checkin.site.rule', id, { ...change });
    return getSite(client, id);
  });
}

async function setGateways(client: Runner, siteId: string, gatewayIds: readonly string[]): Promise<void> {
  await client.query('delete from checkin_site_gateway where site_id = $1', [siteId]);
  for (const id of new Set(gatewayIds)) {
    const device = await rowsOf(client, 'select 1 from device where id = $1 and plugin_id <> $2', [id, CHECKIN_PLUGIN]);
    if (device.length === 0) throw checkinError('CHECKIN_NOT_FOUND', { what: 'gateway', id });
    await client.query('insert into checkin_site_gateway (site_id, device_id) values ($1, $2)', [siteId, id]);
  }
}

/** Sets the threshold from a walk through the office. @throws CHECKIN_WALK_TOO_SHORT, CHECKIN_NOT_FOUND */
export async function calibrateSite(
  context: CheckinContext,
  id: string,
  walk: CalibrationWalk,
  actor: string,
): Promise<Site> {
  const found = calibrate(walk);
  if (found === null) throw checkinError('CHECKIN_WALK_TOO_SHORT');
  const thresholdDbm = Math.max(-110, Math.min(-20, found.thresholdDbm));
  const calibration = { ...found, thresholdDbm, at: new Date(context.clock.now()).toISOString() };
  return inTransaction(context.database.pool, async (client) => {
    await getSite(client, id);
    await client.query(
      `update checkin_site set threshold_dbm = $2, review_band_db = $3, calibration = $4, version = version + 1
       where id = $1`,
      [id, thresholdDbm, found.reviewBandDb, JSON.stringify(calibration)],
    );
    await audit(client, actor, 'checkin.site.calibrate', id, { thresholdDbm, separable: found.separable });
    return getSite(client, id);
  });
}

/** Replaces where a person may check in. @throws CHECKIN_NOT_FOUND */
export async function allowSites(
  context: CheckinContext,
  personId: string,
  siteIds: readonly string[],
  actor: string,
): Promise<void> {
  await inTransaction(context.database.pool, async (client) => {
    const person = await rowsOf(client, 'select 1 from person where id = $1 for update', [personId]);
    if (person.length === 0) throw checkinError('CHECKIN_NOT_FOUND', { what: 'person', id: personId });
    await client.query('delete from checkin_person_site where person_id = $1', [personId]);
    for (const siteId of new Set(siteIds)) {
      const { deviceId } = await getSite(client, siteId);
      await client.query('insert into checkin_person_site (person_id, site_id) values ($1, $2)', [personId, siteId]);
      // The person's number on this "device" is the person's own id, so nothing ever has to be mapped by hand.
      await client.query(
        `insert into identity_mapping (id, device_id, device_user_id, person_id, created_by)
         select $1::uuid, $2::uuid, $3::text, $3::text::uuid, $4::text where not exists (
           select 1 from identity_mapping where device_id = $2::uuid and device_user_id = $3::text)`,
        [randomUUID(), deviceId, personId, actor],
      );
    }
    await audit(client, actor, 'checkin.person.sites', personId, { sites: siteIds.length });
  });
}
