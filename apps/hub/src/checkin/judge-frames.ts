import type { CheckinReason, Evidence } from '@hadir/sdk/checkin';
import {
  canProveFreshness,
  createEidTable,
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
  beacons: readonly BeaconWithKey[],
  others: () => Promise<readonly BeaconWithKey[]>,
): Promise<FrameVerdict> {
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

  const eids = evidence.frames.flatMap(({ dt, rssi, adv }) => {
    const advert = readAdvert(fromHex(adv) ?? new Uint8Array());
    return advert?.kind === 'eddystone-eid' ? [{ eid: advert.eid, atMs: moments.begunAtMs + dt, rssiDbm: rssi }] : [];
  });
  if (eids.length === 0) {
    const isCopyable = evidence.frames.some(({ adv }) => {
      const advert = readAdvert(fromHex(adv) ?? new Uint8Array());
      return advert !== null && !canProveFreshness(advert);
    });
    return refused(isCopyable ? 'BEACON_WEAK' : 'BEACON_UNKNOWN');
  }

  const table = tableOf(beacons);
  const heard = new Map<string, (typeof eids)[number][]>();
  for (const frame of eids) {
    const match = table.resolve(frame.eid, frame.atMs / 1000);
    if (!match?.fresh) continue;
    heard.set(match.beaconId, [...(heard.get(match.beaconId) ?? []), frame]);
  }
  // Beacons that stand side by side are not one: the one heard best decides.
  const [best] = [...heard.entries()].sort(([, a], [, b]) => b.length - a.length);
  if (best === undefined) return refused(await whyUnknown(eids, beacons, others));
  const [beaconId, frames] = best;
  const presence = decidePresence(frames, rule);
  const last = frames.at(-1);
  if (last) table.observe(last.eid, last.atMs / 1000);
  const offsetSeconds = table.get(beaconId)?.clockOffsetSeconds ?? 0;
  const before = beacons.find(({ id }) => id === beaconId)?.clockOffsetSeconds;
  return {
    reasons: presence.reason === null ? [] : [presence.reason],
    beaconId,
    presence,
    rssiWalk: walk,
    clock: offsetSeconds === before ? null : { offsetSeconds },
  };
}

function tableOf(beacons: readonly BeaconWithKey[]) {
  return createEidTable(
    beacons
      .filter(({ kind }) => kind === 'eid')
      .map(({ id, key, rotationExponent, clockOffsetSeconds, syncedAt }) => ({
        id,
        identityKey: key,
        rotationExponent,
        clockOffsetSeconds,
        syncedAtSeconds: Math.floor(syncedAt.getTime() / 1000),
      })),
  );
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
  const table = tableOf(await others());
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
