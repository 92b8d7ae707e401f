import { createHash } from 'node:crypto';
import type { CheckinReason, Evidence } from '@hadir/sdk/checkin';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { judgeAssertion } from './assertion.js';
import { activeBeacons } from './beacons.js';
import type { CheckinContext } from './context.js';
import { judgeFrames } from './judge-frames.js';
import { judgeGatt } from './judge-gatt.js';
import type { JudgeNeighbours } from './neighbours.js';
import type { SiteBooks } from './site-books.js';
import type { Site } from './sites.js';
import type { Begun } from './spend.js';
import { judgeWitness } from './witness.js';

/** What was handed in, with the check-in that it ends. */
export interface Case {
  readonly nonce: Buffer;
  readonly begun: Begun;
  readonly at: Date;
  readonly bytes: Uint8Array;
  readonly evidence: Evidence;
  readonly assertion: AuthenticationResponseJSON;
}

export interface Judged {
  /** Whether the signature fits. */
  readonly proven: boolean;
  readonly reasons: readonly CheckinReason[];
  readonly site: Site | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly rssiWalk: readonly number[];
  readonly heard: { readonly beaconId: string; readonly rssiDbm: number | null } | null;
  readonly counter: { readonly beaconId: string; readonly value: number } | null;
  readonly clock: { readonly beaconId: string; readonly offsetSeconds: number } | null;
}

const stop = (reason: CheckinReason, proven = false): Judged => ({
  proven,
  reasons: [reason],
  site: null,
  facts: {},
  rssiWalk: [],
  heard: null,
  counter: null,
  clock: null,
});

/** Phone, signature, site, beacon, strength, witness, signs of fraud: all that needs no look at other check-ins. */
export async function judge(
  context: CheckinContext,
  { books, neighbours }: { readonly books: SiteBooks; readonly neighbours: JudgeNeighbours },
  one: Case,
): Promise<Judged> {
  const { evidence, nonce, at, begun } = one;
  const { phone } = begun;
  if (phone.revokedAt !== null) return stop('CREDENTIAL_REVOKED');
  const challenge = challengeOf(nonce, one.bytes);
  const signature = await judgeAssertion(one.assertion, challenge, phone, context.relyingParty);
  if (!signature.ok) return stop(signature.reason);

  const allowed = begun.sites.find(({ id }) => id === evidence.site);
  if (!allowed) return stop('BEACON_SITE', true);
  const book = await books(allowed);
  const { site } = book;
  const others = () => activeBeacons(context, context.database.pool, site.id, 'of-others');
  const witness = await judgeWitness(context, site, begun.witnessToken);
  const flagged: readonly CheckinReason[] = [
    ...((evidence.flags ?? []).includes('mock-location') ? (['MOCK_LOCATION'] as const) : []),
    ...(await neighbours(site.id, evidence.neighbours ?? [], at.getTime())),
  ];
  const common = {
    counter: signature.counter,
    assurance: phone.assurance,
    method: evidence.method,
    ...(evidence.neighbours === undefined ? {} : { neighbours: evidence.neighbours }),
    ...(site.witness === 'off' ? {} : { witness: witness.facts }),
  };
  if (evidence.method === 'gatt') {
    const asked = { nonce, credentialId: Buffer.from(phone.credentialId, 'base64url'), at };
    const verdict = await judgeGatt(evidence, asked, site, book.beacons, others);
    const { beaconId, counter, rssiDbm } = verdict;
    return {
      proven: true,
      site,
      reasons: [...verdict.reasons, ...witness.reasons, ...flagged],
      facts: { ...common, beaconId, rssiDbm, beaconCounter: counter },
      rssiWalk: [],
      heard: beaconId === null ? null : { beaconId, rssiDbm },
      counter: beaconId !== null && counter !== null ? { beaconId, value: counter } : null,
      clock: null,
    };
  }
  const moments = { begunAtMs: begun.issuedAt.getTime(), finishedAtMs: at.getTime() };
  const verdict = await judgeFrames(evidence, moments, site, book, others);
  const { beaconId, presence, rssiWalk, clock } = verdict;
  return {
    proven: true,
    site,
    reasons: [...verdict.reasons, ...witness.reasons, ...flagged],
    facts: { ...common, beaconId, ...presence },
    rssiWalk,
    heard: beaconId === null ? null : { beaconId, rssiDbm: presence?.medianDbm ?? null },
    counter: null,
    clock: beaconId !== null && clock !== null ? { beaconId, ...clock } : null,
  };
}

const DOMAIN = Buffer.from('absen-checkin-v1\0');

/** `bindChallenge` of `@hadir/sdk/checkin`, by Node's own hash: the one that browsers share takes a turn for each. */
function challengeOf(nonce: Uint8Array, evidence: Uint8Array): string {
  const inner = createHash('sha256').update(evidence).digest();
  return createHash('sha256').update(DOMAIN).update(nonce).update(inner).digest('base64url');
}
