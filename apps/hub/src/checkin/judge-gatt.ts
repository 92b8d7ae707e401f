import type { CheckinReason, Evidence } from '@hadir/sdk/checkin';
import {
  fromHex,
  gattChallenge,
  judgeStrength,
  type PresenceRule,
  readGattResponse,
  verifyGattResponse,
} from '@hadir/sdk/proximity';
import type { BeaconWithKey } from './beacons.js';

export interface GattVerdict {
  readonly reasons: readonly CheckinReason[];
  readonly beaconId: string | null;
  /** Must still be unspent; null when the answer is not valid anyway. */
  readonly counter: number | null;
  readonly rssiDbm: number | null;
}

/** A connection across a desk is not stronger than this. */
const STRONGEST_DBM = -15;
/** Slower answers look as if somebody passed them on. */
const RELAY_MS = 120;

/** Judges the answer of a beacon to the challenge of this nonce and this phone. */
export async function judgeGatt(
  evidence: Evidence,
  asked: { readonly nonce: Uint8Array; readonly credentialId: Uint8Array; readonly at: Date },
  rule: PresenceRule,
  beacons: readonly BeaconWithKey[],
  others: () => Promise<readonly BeaconWithKey[]>,
): Promise<GattVerdict> {
  const refused = (reason: CheckinReason): GattVerdict => ({
    reasons: [reason],
    beaconId: null,
    counter: null,
    rssiDbm: null,
  });
  const { gatt } = evidence;
  const [reference, bytes] = [fromHex(gatt?.beacon ?? ''), fromHex(gatt?.resp ?? '')];
  const response = bytes && readGattResponse(bytes);
  if (!gatt || !reference || !bytes || !response) return refused('BEACON_UNKNOWN');
  const wanted = gatt.beacon.toLowerCase();
  const known = beacons.filter(
    ({ reference: own, goodUntil }) => own === wanted && (goodUntil === null || goodUntil >= asked.at),
  );
  if (known.length === 0) {
    const elsewhere = (await others()).some((one) => one.reference === wanted);
    return refused(elsewhere ? 'BEACON_SITE' : 'BEACON_UNKNOWN');
  }
  const challenge = gattChallenge(asked.nonce, asked.credentialId);
  const beacon = known.find(({ key }) => verifyGattResponse(key, reference, challenge, bytes));
  if (!beacon) return refused('GATT_INVALID');
  const { reason } = judgeStrength(response.rssiDbm, rule);
  const reasons: CheckinReason[] = reason === null ? [] : [reason];
  if (response.rssiDbm > STRONGEST_DBM) reasons.push('RSSI_IMPLAUSIBLE');
  if ((gatt.minRttMs ?? 0) > RELAY_MS) reasons.push('RELAY_DELAY');
  return { reasons, beaconId: beacon.id, counter: response.counter, rssiDbm: response.rssiDbm };
}
