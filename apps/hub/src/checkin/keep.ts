import { randomUUID } from 'node:crypto';
import { type CheckinDecision, type CheckinReason, gravest } from '@hadir/sdk/checkin';
import type { PoolClient } from 'pg';
import { inPipelinedTransaction, int8Array, textArray, uuidArray } from '../store/index.js';
import type { CheckinContext } from './context.js';
import type { Case, Judged } from './judge.js';
import { rowsOf } from './sql.js';
import { hasTwin, type RecentWalks, TOGETHER_MS, type Walk, withWalks } from './walks.js';

export interface Keeping extends Pick<Case, 'begun' | 'at' | 'bytes'> {
  readonly judged: Judged;
}

export interface Kept {
  readonly id: string;
  readonly decision: CheckinDecision;
  readonly reasons: readonly CheckinReason[];
}

/** The same direction twice within this time is one check-in. */
const DUPLICATE_MS = 60_000;
/** Several phones are served at once, so counters come in any order: each must be new and not long gone. */
const COUNTER_WINDOW = 1024;
const NO_WALKS: RecentWalks = { upTo: -1, walks: [] };

type Fate = Kept & { readonly siteSeq: number | null };

/**
 * Writes decisions in groups, one commit each, after looking for what only shows beside others: doubles, spent counters,
 * twins. Sites and phones are locked for it, so that however many hubs there are, phones are judged one after another.
 * Walks of the last minutes are remembered; the number of a site's last decision tells whether another hub kept some.
 */
export function createKeeper(context: CheckinContext): (group: readonly Keeping[]) => Promise<readonly Kept[]> {
  const remembered = new Map<string, RecentWalks>();
  return async (group) => {
    const siteIds = sorted(group.flatMap(({ judged }) => (judged.site === null ? [] : [judged.site.id])));
    const learned = new Map<string, RecentWalks>();
    try {
      const fates = await inPipelinedTransaction(context.database.pool, (client) =>
        keepGroup(client, group, siteIds, remembered, learned),
      );
      for (const [siteId, walks] of learned) remembered.set(siteId, walks);
      return fates;
    } catch (error) {
      // Whether the commit arrived is not known, so what is remembered may lack it.
      for (const siteId of siteIds) remembered.delete(siteId);
      throw error;
    }
  };
}

async function keepGroup(
  client: PoolClient,
  group: readonly Keeping[],
  siteIds: readonly string[],
  remembered: ReadonlyMap<string, RecentWalks>,
  learned: Map<string, RecentWalks>,
): Promise<{ readonly last: Promise<readonly Fate[]> }> {
  const nowMs = Math.max(...group.map(({ at }) => at.getTime()));
  // Sent together and done in this order: each sees what was committed before the locks were had.
  const [sites, phones, before, counters] = await Promise.all([
    rowsOf<{ id: string; decisions: number }>(
      client,
      'select id, decisions from checkin_site where id = any($1::uuid[]) order by id for update',
      [uuidArray(siteIds)],
    ),
    rowsOf<{ id: string; revoked: boolean }>(
      client,
      `select id, revoked_at is not null as revoked from checkin_phone where id = any($1::uuid[])
       order by id for no key update`,
      [uuidArray(sorted(group.map(({ begun }) => begun.phone.id)))],
    ),
    rowsOf<{ personId: string; direction: string }>(
      client,
      `select person_id as "personId", direction from checkin_decision
       where person_id = any($1::uuid[]) and decision = 'accept' and at > $2`,
      [uuidArray(sorted(group.map(({ begun }) => begun.phone.personId))), new Date(nowMs - DUPLICATE_MS)],
    ),
    spendCounters(client, group),
  ]);
  const walks = await recentWalks(client, sites, remembered, nowMs);
  const seqs = new Map(sites.map(({ id, decisions }) => [id, Number(decisions)]));
  const revoked = new Set(phones.filter((phone) => phone.revoked).map(({ id }) => id));
  const accepted = new Set(before.map(({ personId, direction }) => `${personId} ${direction}`));
  const fresh = new Map<string, Walk[]>();

  const fates = group.map(({ judged, begun, at }): Fate => {
    const { site, counter, rssiWalk } = judged;
    const reasons = [...judged.reasons];
    const refused = (): boolean => gravest(reasons) === 'reject';
    const person = `${begun.phone.personId} ${begun.direction}`;
    const walk: Walk = { phoneId: begun.phone.id, atMs: at.getTime(), rssiDbm: rssiWalk };
    if (revoked.has(begun.phone.id) && !refused()) reasons.push('CREDENTIAL_REVOKED');
    if (counter && !counters.delete(`${counter.beaconId} ${counter.value}`)) reasons.push('GATT_REPLAYED');
    if (!refused() && accepted.has(person)) reasons.push('DUPLICATE');
    if (site && !refused()) {
      const here = fresh.get(site.id) ?? [];
      if (hasTwin([walks.get(site.id)?.walks ?? [], here], walk)) reasons.push('RSSI_TWINS');
      here.push(walk);
      fresh.set(site.id, here);
    }
    const decision = gravest(reasons);
    if (decision === 'accept') accepted.add(person);
    const siteSeq = site === null ? null : (seqs.get(site.id) ?? 0) + 1;
    if (site && siteSeq !== null) seqs.set(site.id, siteSeq);
    return { id: randomUUID(), decision, reasons, siteSeq };
  });
  for (const { id } of sites) {
    learned.set(id, withWalks(walks.get(id) ?? NO_WALKS, fresh.get(id) ?? [], seqs.get(id) ?? 0, nowMs));
  }
  return { last: write(client, group, fates, seqs).then(() => fates) };
}

/** What is remembered of each site, and what other hubs kept since. */
async function recentWalks(
  client: PoolClient,
  sites: readonly { readonly id: string; readonly decisions: number }[],
  remembered: ReadonlyMap<string, RecentWalks>,
  nowMs: number,
): Promise<ReadonlyMap<string, RecentWalks>> {
  const known = new Map(sites.map(({ id }) => [id, remembered.get(id) ?? NO_WALKS]));
  const behind = sites.filter(({ id, decisions }) => (known.get(id)?.upTo ?? -1) < Number(decisions));
  if (behind.length === 0) return known;
  const rows = await rowsOf<{ siteId: string; phoneId: string; at: Date; walk: readonly number[] | null }>(
    client,
    `select d.site_id as "siteId", d.phone_id as "phoneId", d.at, d.facts->'rssiWalk' as walk
     from unnest($1::uuid[], $2::int8[]) as s (id, seq) join checkin_decision d on d.site_id = s.id and d.site_seq > s.seq
     where d.at > $3 and d.decision <> 'reject' order by d.site_seq`,
    [
      uuidArray(behind.map(({ id }) => id)),
      int8Array(behind.map(({ id }) => known.get(id)?.upTo ?? -1)),
      new Date(nowMs - TOGETHER_MS),
    ],
  );
  for (const { id, decisions } of behind) {
    const theirs = rows.filter(({ siteId }) => siteId === id);
    const walks = theirs.map(({ phoneId, at, walk }) => ({ phoneId, atMs: at.getTime(), rssiDbm: walk ?? [] }));
    known.set(id, withWalks(known.get(id) ?? NO_WALKS, walks, Number(decisions), nowMs));
  }
  return known;
}

/** @returns those that were unspent, as `beacon counter` */
async function spendCounters(client: PoolClient, group: readonly Keeping[]): Promise<Set<string>> {
  const counters = group.flatMap(({ judged }) => (judged.counter === null ? [] : [judged.counter]));
  if (counters.length === 0) return new Set();
  const values = [uuidArray(counters.map((one) => one.beaconId)), int8Array(counters.map((one) => one.value))];
  const [spent] = await Promise.all([
    rowsOf<{ beaconId: string; counter: number }>(
      client,
      `insert into checkin_counter (beacon_id, counter) select n.beacon, n.counter
       from unnest($1::uuid[], $2::int8[]) as n (beacon, counter)
       where n.counter > coalesce((select max(counter) from checkin_counter where beacon_id = n.beacon), -1) - $3::int8
       on conflict do nothing returning beacon_id as "beaconId", counter`,
      [...values, COUNTER_WINDOW],
    ),
    rowsOf(
      client,
      `delete from checkin_counter c using unnest($1::uuid[], $2::int8[]) as n (beacon, counter)
       where c.beacon_id = n.beacon and c.counter < n.counter - $3::int8`,
      [...values, 2 * COUNTER_WINDOW],
    ),
  ]);
  return new Set(spent.map(({ beaconId, counter }) => `${beaconId} ${counter}`));
}

async function write(
  client: PoolClient,
  group: readonly Keeping[],
  fates: readonly Fate[],
  seqs: ReadonlyMap<string, number>,
): Promise<void> {
  const accepted = group.filter((_, i) => fates[i]?.decision === 'accept');
  const counted = accepted.filter(({ judged, begun }) => Number(judged.facts.counter) > begun.phone.counter);
  // Only what was accepted may move a beacon's clock, and by no more than its crystal can have drifted.
  const clocks = accepted.flatMap(({ judged, at }) => (judged.clock === null ? [] : [{ ...judged.clock, at }]));
  const heard = new Map(
    accepted.flatMap(({ judged, at }) => (judged.heard ? [[judged.heard.beaconId, { ...judged.heard, at }]] : [])),
  );
  await Promise.all([
    insertDecisions(client, group, fates),
    ...(counted.length === 0
      ? []
      : [
          client.query(
            `update checkin_phone f set counter = greatest(f.counter, n.counter)
             from unnest($1::uuid[], $2::int8[]) as n (id, counter) where f.id = n.id`,
            [
              uuidArray(counted.map(({ begun }) => begun.phone.id)),
              int8Array(counted.map(({ judged }) => Number(judged.facts.counter))),
            ],
          ),
        ]),
    ...(heard.size === 0
      ? []
      : [
          client.query(
            `update checkin_beacon b set last_heard_at = n.at::timestamptz, last_heard_dbm = round(n.dbm::numeric)
             from unnest($1::uuid[], $2::text[], $3::text[]) as n (id, at, dbm) where b.id = n.id
               and (b.last_heard_at is null or b.last_heard_at < n.at::timestamptz - interval '1 minute')`,
            [
              uuidArray([...heard.keys()]),
              textArray([...heard.values()].map(({ at }) => at.toISOString())),
              textArray([...heard.values()].map(({ rssiDbm }) => (rssiDbm === null ? null : String(rssiDbm)))),
            ],
          ),
        ]),
    ...clocks.map(({ beaconId, offsetSeconds, at }) =>
      client.query(
        `with moved as (update checkin_beacon set clock_offset_seconds = $2, synced_at = $3 where id = $1 returning site_id)
         update checkin_site s set version = s.version + 1 from moved where s.id = moved.site_id`,
        [beaconId, offsetSeconds, at],
      ),
    ),
    client.query(
      `update checkin_site s set decisions = n.seq from unnest($1::uuid[], $2::int8[]) as n (id, seq)
       where s.id = n.id and s.decisions <> n.seq`,
      [uuidArray([...seqs.keys()]), int8Array([...seqs.values()])],
    ),
  ]);
}

function insertDecisions(client: PoolClient, group: readonly Keeping[], fates: readonly Fate[]): Promise<unknown> {
  const fateOf = <Value>(pick: (fate: Fate) => Value) => fates.map(pick);
  return client.query({
    name: 'checkin-keep',
    text: `insert into checkin_decision (id, at, person_id, phone_id, site_id, direction, decision, reasons, evidence,
        rules, facts, review, site_seq)
      select n.id, n.at::timestamptz, n.person, n.phone, n.site::uuid, n.direction, n.decision,
        string_to_array(n.reasons, ' '), decode(n.evidence, 'base64'), n.rules::jsonb, n.facts::jsonb,
        case when n.decision = 'review' then 'open' end, n.seq::int8
      from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
          $9::text[], $10::text[], $11::text[], $12::text[])
        as n (id, at, person, phone, site, direction, decision, reasons, evidence, rules, facts, seq)`,
    values: [
      uuidArray(fateOf(({ id }) => id)),
      textArray(group.map(({ at }) => at.toISOString())),
      uuidArray(group.map(({ begun }) => begun.phone.personId)),
      uuidArray(group.map(({ begun }) => begun.phone.id)),
      textArray(group.map(({ judged }) => judged.site?.id ?? null)),
      textArray(group.map(({ begun }) => begun.direction)),
      textArray(fateOf(({ decision }) => decision)),
      textArray(fateOf(({ reasons }) => reasons.join(' '))),
      textArray(group.map(({ bytes }) => Buffer.from(bytes).toString('base64'))),
      textArray(group.map(({ judged }) => JSON.stringify(rulesOf(judged)))),
      textArray(group.map(({ judged }) => JSON.stringify({ ...judged.facts, rssiWalk: judged.rssiWalk }))),
      textArray(fateOf(({ siteSeq }) => (siteSeq === null ? null : String(siteSeq)))),
    ],
  });
}

function rulesOf({ site }: Judged): Readonly<Record<string, unknown>> {
  const { thresholdDbm = null, reviewBandDb = null, minFrames = null, minSpreadMs = null } = site ?? {};
  const witness = site && site.witness !== 'off' ? { witness: site.witness, witnessDbm: site.witnessDbm } : {};
  return { thresholdDbm, reviewBandDb, minFrames, minSpreadMs, ...witness };
}

const sorted = (ids: readonly string[]): readonly string[] => [...new Set(ids)].sort();
