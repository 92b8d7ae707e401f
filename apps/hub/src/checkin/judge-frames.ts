import type { CheckinReason, Evidence } from '@hadir/sdk/checkin';
import {
  type Advert,
  canProveFreshness,
  correctedOffset,
  decidePresence,
  eidAt,
  fromHex,
  type PresenceDecision,
  type PresenceRule,
  quantumOf,
  readAdvert,
  toHex,
} from '@hadir/sdk/proximity';
import type { BeaconWithKey } from './beacons.js';
import { eidTableOf, type SiteBook } from './site-books.js';

/** When, by the hub's clock alone. */
export interface Moments {
  readonly begunAtMs: number;
  readonly finishedAtMs: number;
}

export interface FrameVerdict {
  readonly reasons: readonly CheckinReason[];
  readonly beaconId: string | null;
  readonly presence: PresenceDecision | null;
  /** Strengths in the order heard, for comparing phones with one another. */
  readonly rssiWalk: readonly number[];
  /** The clock of the beacon as these frames show it, when it has drifted. */
  readonly clock: { readonly offsetSeconds: number } | null;
}

/** A phone's clock may run a little ahead of the network. */
const SLACK_MS = 2_000;
/** How far back a frame is still recognised as an old one: two hours at 32 s. */
const STALE_QUANTA = 256;

/** Judges adverts that a native app heard. `others` are beacons of other offices, asked for only when needed. */
export async function judgeFrames(
  evidence: Evidence,
  moments: Moments,
  rule: PresenceRule,
  book: Pick<SiteBook, 'beacons' | 'eids'>,
  others: () => Promise<readonly BeaconWithKey[]>,
): Promise<FrameVerdict> {
  const { beacons, eids: table } = book;
  const walk = evidence.frames.map(({ rssi }) => rssi);
  const refused = (reason: CheckinReason): FrameVerdict => ({
    reasons: [reason],
    beaconId: null,
    presence: null,
    rssiWalk: walk,
    clock: null,
  });
  const latest = moments.finishedAtMs - moments.begunAtMs + SLACK_MS;
  if (evidence.frames.some(({ dt }) => dt < 0 || dt > latest)) return refused('FRAME_TIME');

  // Within a period all frames of a beacon are the same bytes.
  const adverts = new Map(evidence.frames.map(({ adv }) => [adv, null as Advert | null]));
  for (const adv of adverts.keys()) adverts.set(adv, readAdvert(fromHex(adv) ?? new Uint8Array()));
  const eids = evidence.frames.flatMap(({ dt, rssi, adv }) => {
    const advert = adverts.get(adv);
    return advert?.kind === 'eddystone-eid' ? [{ eid: advert.eid, atMs: moments.begunAtMs + dt, rssiDbm: rssi }] : [];
  });
  if (eids.length === 0) {
    const isCopyable = [...adverts.values()].some((advert) => advert !== null && !canProveFreshness(advert));
    return refused(isCopyable ? 'BEACON_WEAK' : 'BEACON_UNKNOWN');
  }

  const heard = new Map<string, Heard[]>();
  for (const frame of eids) {
    const match = table.resolve(frame.eid, frame.atMs / 1000);
    const beacon = match?.fresh ? beacons.find(({ keyId }) => keyId === match.beaconId) : undefined;
    if (!match || !beacon || (beacon.goodUntil !== null && beacon.goodUntil.getTime() < moments.finishedAtMs)) continue;
    const frames = heard.get(beacon.id) ?? [];
    frames.push({ ...frame, beacon, beaconSeconds: match.beaconSeconds });
    heard.set(beacon.id, frames);
  }
  // Beacons that stand side by side are not one: the one heard best decides.
  const [best] = [...heard.entries()].sort(([, a], [, b]) => b.length - a.length);
  if (best === undefined) return refused(await whyUnknown(eids, beacons, others));
  const [beaconId, frames] = best;
  const presence = decidePresence(frames, rule);
  return {
    reasons: presence.reason === null ? [] : [presence.reason],
    beaconId,
    presence,
    rssiWalk: walk,
    clock: clockOf(frames.at(-1)),
  };
}

interface Heard {
  readonly eid: string;
  readonly atMs: number;
  readonly rssiDbm: number;
  readonly beacon: BeaconWithKey;
  readonly beaconSeconds: number;
}

/** How the beacon's clock is to be set right. A key that is on its way out has no say. */
function clockOf(last: Heard | undefined): FrameVerdict['clock'] {
  if (!last || last.beacon.goodUntil !== null) return null;
  const { beacon, beaconSeconds, atMs } = last;
  const known = { ...beacon, syncedAtSeconds: Math.floor(beacon.syncedAt.getTime() / 1000) };
  const offsetSeconds = correctedOffset(known, beaconSeconds, atMs / 1000);
  return offsetSeconds === beacon.clockOffsetSeconds ? null : { offsetSeconds };
}

/** Another office's, an old recording of ours, or nobody's. */
async function whyUnknown(
  eids: readonly { readonly eid: string; readonly atMs: number }[],
  beacons: readonly BeaconWithKey[],
  others: () => Promise<readonly BeaconWithKey[]>,
): Promise<CheckinReason> {
  const [first] = eids;
  if (first === undefined) return 'BEACON_UNKNOWN';
  if (beacons.some((beacon) => isOldFrame(beacon, first.eid, first.atMs))) return 'EID_STALE';
  const table = eidTableOf(await others());
  return eids.some(({ eid, atMs }) => table.resolve(eid, atMs / 1000)) ? 'BEACON_SITE' : 'BEACON_UNKNOWN';
}

function isOldFrame(beacon: BeaconWithKey, eid: string, atMs: number): boolean {
  if (beacon.kind !== 'eid') return false;
  const key = { identityKey: beacon.key, rotationExponent: beacon.rotationExponent };
  const now = quantumOf(beacon.rotationExponent, atMs / 1000 + beacon.clockOffsetSeconds);
  for (let back = -8; back <= STALE_QUANTA; back++) {
    const quantum = now - back;
    if (quantum >= 0 && toHex(eidAt(key, quantum * 2 ** beacon.rotationExponent)) === eid) return true;
  }
  return false;
}
