import { randomUUID } from 'node:crypto';
import { bindChallenge, type CheckinDecision, type CheckinReason, type Evidence, gravest } from '@hadir/sdk/checkin';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { PoolClient } from 'pg';
import { inTransaction } from '../store/index.js';
import { judgeAssertion } from './assertion.js';
import { activeBeacons } from './beacons.js';
import type { CheckinContext } from './context.js';
import { readEvidence } from './evidence.js';
import { judgeFrames } from './judge-frames.js';
import { judgeGatt } from './judge-gatt.js';
import { type PhoneWithKey, phoneByCredential } from './phones.js';
import { recordDecision } from './record.js';
import { type Site, sitesOfPerson } from './sites.js';
import { rowsOf } from './sql.js';
import { isSameWalk } from './twins.js';

export interface FinishInput {
  /** base64url, as `begin` gave it. */
  readonly nonce: string;
  /** base64url of the bytes that were signed. */
  readonly evidence: string;
  readonly assertion: AuthenticationResponseJSON;
}

export interface CheckinOutcome {
  readonly decision: CheckinDecision;
  readonly reasons: readonly CheckinReason[];
  readonly at: Date;
  /** The phone whose signature fits, whatever was decided; null when none does. */
  readonly provenPhoneId: string | null;
}

interface Begun {
  readonly phoneId: string;
  readonly direction: 'in' | 'out';
  readonly issuedAt: Date;
}

/** The same direction twice within this time is one check-in. */
const DUPLICATE_MS = 60_000;
/** Phones that check in together are compared over this time. */
const TOGETHER_MS = 5 * 60_000;

interface Judged {
  /** Whether the signature fits. */
  readonly proven: boolean;
  readonly reasons: readonly CheckinReason[];
  readonly site: Site | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly rssiWalk: readonly number[];
  readonly counter: { readonly beaconId: string; readonly value: number } | null;
  readonly clock: { readonly beaconId: string; readonly offsetSeconds: number } | null;
}

/**
 * Judges a check-in. Every outcome has its reasons; from the first one that belongs to a known phone on, it is kept with
 * its evidence and the rules of the moment. Only the hub's clock counts. Order of the checks: nonce, evidence, phone,
 * signature, beacon, frames, strength, duplicates, signs of fraud.
 */
export async function finishCheckin(context: CheckinContext, input: FinishInput): Promise<CheckinOutcome> {
  const at = new Date(context.clock.now());
  const outcome = (...reasons: readonly CheckinReason[]): CheckinOutcome => ({
    decision: gravest(reasons),
    reasons,
    at,
    provenPhoneId: null,
  });
  const nonce = Buffer.from(input.nonce, 'base64url');
  const spent = await spendNonce(context, nonce, at);
  if (typeof spent === 'string') return outcome(spent);
  const read = readEvidence(input.evidence);
  if (!read) return outcome('BAD_EVIDENCE');
  const phone = await phoneByCredential(context.database.pool, input.assertion.id);
  if (!phone || phone.id !== spent.phoneId) return outcome('CREDENTIAL_UNKNOWN');

  const judged = await judge(context, input, { nonce, spent, phone, at, ...read });
  const id = await inTransaction(context.database.pool, (client) =>
    keep(client, { judged, phone, spent, at, bytes: read.bytes }),
  );
  if (id.decision === 'accept') await recordDecision(context, id.id);
  return { decision: id.decision, reasons: id.reasons, at, provenPhoneId: judged.proven ? phone.id : null };
}

/** Uses the nonce up, whatever comes of it. */
async function spendNonce(context: CheckinContext, nonce: Buffer, at: Date): Promise<Begun | CheckinReason> {
  const { pool } = context.database;
  const [row] = await rowsOf<Begun & { readonly expiresAt: Date }>(
    pool,
    `update checkin_nonce set used_at = $2 where nonce = $1 and purpose = 'checkin' and used_at is null
     returning phone_id as "phoneId", direction, issued_at as "issuedAt", expires_at as "expiresAt"`,
    [nonce, at],
  );
  if (row) return row.expiresAt < at ? 'NONCE_EXPIRED' : row;
  const known = await rowsOf(pool, `select 1 from checkin_nonce where nonce = $1 and purpose = 'checkin'`, [nonce]);
  return known.length > 0 ? 'NONCE_USED' : 'NONCE_UNKNOWN';
}

interface Case {
  readonly nonce: Buffer;
  readonly spent: Begun;
  readonly phone: PhoneWithKey;
  readonly at: Date;
  readonly bytes: Uint8Array;
  readonly evidence: Evidence;
}

async function judge(context: CheckinContext, input: FinishInput, one: Case): Promise<Judged> {
  const { phone, evidence, nonce, spent, at } = one;
  const stop = (reason: CheckinReason, proven = false): Judged => ({
    proven,
    reasons: [reason],
    site: null,
    facts: {},
    rssiWalk: [],
    counter: null,
    clock: null,
  });
  if (phone.revokedAt !== null) return stop('CREDENTIAL_REVOKED');
  const challenge = Buffer.from(await bindChallenge(nonce, one.bytes)).toString('base64url');
  const signature = await judgeAssertion(input.assertion, challenge, phone, context.relyingParty);
  if (!signature.ok) return stop(signature.reason);

  const { pool } = context.database;
  const site = (await sitesOfPerson(pool, phone.personId)).find(({ id }) => id === evidence.site);
  if (!site) return stop('BEACON_SITE', true);
  const beacons = await activeBeacons(context, pool, site.id, 'of-site');
  const others = () => activeBeacons(context, pool, site.id, 'of-others');
  const common = { counter: signature.counter, assurance: phone.assurance, method: evidence.method };
  const flagged: CheckinReason[] = (evidence.flags ?? []).includes('mock-location') ? ['MOCK_LOCATION'] : [];
  if (evidence.method === 'gatt') {
    const asked = { nonce, credentialId: Buffer.from(phone.credentialId, 'base64url') };
    const verdict = await judgeGatt(evidence, asked, site, beacons, others);
    const { beaconId, counter, rssiDbm } = verdict;
    return {
      proven: true,
      site,
      reasons: [...verdict.reasons, ...flagged],
      facts: { ...common, beaconId, rssiDbm, beaconCounter: counter },
      rssiWalk: [],
      counter: beaconId !== null && counter !== null ? { beaconId, value: counter } : null,
      clock: null,
    };
  }
  const moments = { begunAtMs: spent.issuedAt.getTime(), finishedAtMs: at.getTime() };
  const verdict = await judgeFrames(evidence, moments, site, beacons, others);
  const { beaconId, presence, rssiWalk, clock } = verdict;
  return {
    proven: true,
    site,
    reasons: [...verdict.reasons, ...flagged],
    facts: { ...common, beaconId, ...presence },
    rssiWalk,
    counter: null,
    clock: beaconId !== null && clock !== null ? { beaconId, ...clock } : null,
  };
}

/** Looks for doubles and twins and writes the decision, with the site locked so that phones are judged one by one. */
async function keep(
  client: PoolClient,
  one: Pick<Case, 'phone' | 'spent' | 'at' | 'bytes'> & { readonly judged: Judged },
): Promise<{ readonly id: string; readonly decision: CheckinDecision; readonly reasons: readonly CheckinReason[] }> {
  const { judged, phone, spent, at } = one;
  const reasons = [...judged.reasons];
  const { site, counter, rssiWalk } = judged;
  if (site) await client.query('select 1 from checkin_site where id = $1 for update', [site.id]);
  if (counter && !(await spendCounter(client, counter))) reasons.push('GATT_REPLAYED');
  if (gravest(reasons) !== 'reject' && (await isDuplicate(client, phone.personId, spent.direction, at))) {
    reasons.push('DUPLICATE');
  }
  if (site && gravest(reasons) !== 'reject' && (await hasTwin(client, site.id, phone.id, rssiWalk, at))) {
    reasons.push('RSSI_TWINS');
  }
  const decision = gravest(reasons);
  const id = randomUUID();
  const { thresholdDbm = null, reviewBandDb = null, minFrames = null, minSpreadMs = null } = site ?? {};
  await client.query(
    `insert into checkin_decision (id, at, person_id, phone_id, site_id, direction, decision, reasons, evidence, rules,
       facts, review) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      id,
      at,
      phone.personId,
      phone.id,
      site?.id ?? null,
      spent.direction,
      decision,
      reasons,
      Buffer.from(one.bytes),
      JSON.stringify({ thresholdDbm, reviewBandDb, minFrames, minSpreadMs }),
      JSON.stringify({ ...judged.facts, rssiWalk }),
      decision === 'review' ? 'open' : null,
    ],
  );
  if (decision === 'accept') {
    const { counter: newCounter } = judged.facts;
    await client.query('update checkin_phone set counter = greatest(counter, $2) where id = $1', [
      phone.id,
      newCounter,
    ]);
    // Only what was accepted may move a beacon's clock, and by no more than its crystal can have drifted.
    if (judged.clock) {
      await client.query('update checkin_beacon set clock_offset_seconds = $2, synced_at = $3 where id = $1', [
        judged.clock.beaconId,
        judged.clock.offsetSeconds,
        at,
      ]);
    }
  }
  return { id, decision, reasons };
}

/** Several phones are served at once, so counters come in any order: each must be new and not long gone. */
const COUNTER_WINDOW = 1024;

async function spendCounter(
  client: PoolClient,
  { beaconId, value }: { readonly beaconId: string; readonly value: number },
): Promise<boolean> {
  const spent = await rowsOf(
    client,
    `insert into checkin_counter (beacon_id, counter) select $1::uuid, $2::int8
     where $2::int8 > coalesce((select max(counter) from checkin_counter where beacon_id = $1::uuid), -1) - $3::int8
     on conflict do nothing returning counter`,
    [beaconId, value, COUNTER_WINDOW],
  );
  await client.query('delete from checkin_counter where beacon_id = $1 and counter < $2', [
    beaconId,
    value - 2 * COUNTER_WINDOW,
  ]);
  return spent.length > 0;
}

async function isDuplicate(client: PoolClient, personId: string, direction: string, at: Date): Promise<boolean> {
  const rows = await rowsOf(
    client,
    `select 1 from checkin_decision where person_id = $1 and direction = $2 and decision = 'accept' and at > $3 limit 1`,
    [personId, direction, new Date(at.getTime() - DUPLICATE_MS)],
  );
  return rows.length > 0;
}

async function hasTwin(
  client: PoolClient,
  siteId: string,
  phoneId: string,
  walk: readonly number[],
  at: Date,
): Promise<boolean> {
  const rows = await rowsOf<{ readonly walk: readonly number[] | null }>(
    client,
    `select facts->'rssiWalk' as walk from checkin_decision
     where site_id = $1 and phone_id <> $2 and at > $3 and decision <> 'reject' order by at desc limit 200`,
    [siteId, phoneId, new Date(at.getTime() - TOGETHER_MS)],
  );
  return rows.some((row) => isSameWalk(walk, row.walk ?? []));
}
