import {
  beaconChallenge,
  bindChallenge,
  type CheckinAnswer,
  type CheckinBegun,
  type CheckinClient,
  evidenceBytes,
  fromBase64url,
  GATT_SERVICE,
  toBase64url,
} from '@hadir/sdk/checkin';
import { type BeaconTalk, withBeacon } from '../phone/beacon.js';
import type { Bluetooth, BluetoothDevice } from '../phone/bluetooth.js';
import { sign } from '../phone/webauthn.js';
import { isLineTrouble, type Outcome, outcomeOfError, stopped } from './outcome.js';
import type { Step } from './steps.js';

export interface CheckInParts {
  readonly client: CheckinClient;
  readonly bluetooth: Bluetooth;
  readonly credentialId: string;
  readonly direction: 'in' | 'out';
  onStep(step: Step): void;
}

const SDK = 'hadir-web/1';

/**
 * One check-in from the press of the button to the hub's decision. The chooser comes first: browsers open it only right
 * after a press, and the minute of the nonce should not run while somebody looks through a list. Never rejects.
 */
export async function checkIn(parts: CheckInParts): Promise<Outcome> {
  let step: Step | 'hub' = 'device';
  const at = (next: Step): void => {
    step = next;
    parts.onStep(next);
  };
  try {
    at('device');
    const device = await parts.bluetooth.requestDevice({ filters: [{ services: [GATT_SERVICE.service] }] });
    at('beacon');
    const begun = await begin(parts);
    if (!('nonce' in begun)) return begun;
    const nonce = fromBase64url(begun.nonce) ?? new Uint8Array();
    const { proof, site } = await askBeacon(device, begun, nonce);
    at('unlock');
    const evidence = evidenceBytes({ site: site.id, method: 'gatt', frames: [], gatt: proof, sdk: SDK });
    const challenge = await bindChallenge(nonce, evidence);
    const assertion = await sign({ credentialId: begun.credentialId, rpId: begun.rpId, challenge });
    at('send');
    const answer = await send(parts.client, { nonce: begun.nonce, evidence: toBase64url(evidence), assertion });
    if (answer === null) return { kind: 'unsure' };
    return { kind: 'judged', direction: parts.direction, siteName: site.name, answer };
  } catch (error) {
    return outcomeOfError(error, step);
  }
}

async function begin({ client, credentialId, direction }: CheckInParts): Promise<CheckinBegun | Outcome> {
  try {
    const begun = await client.begin(credentialId, direction);
    return begun.sites.length === 0 ? stopped('no-office') : begun;
  } catch (error) {
    return outcomeOfError(error, 'hub');
  }
}

/** The beacon says which office it is; one of another office goes to the hub too, which refuses it and keeps that. */
async function askBeacon(device: BluetoothDevice, begun: CheckinBegun, nonce: Uint8Array) {
  return withBeacon(device, async (beacon: BeaconTalk) => {
    const challenge = await beaconChallenge(nonce, fromBase64url(begun.credentialId) ?? new Uint8Array());
    const resp = await beacon.prove(challenge);
    const minRttMs = await beacon.minRttMs();
    const own = begun.sites.find(({ gattBeacons }) => gattBeacons.includes(beacon.id));
    const site = own ?? begun.sites[0];
    return {
      proof: { beacon: beacon.id, resp, minRttMs },
      site: { id: site?.id ?? '', name: own?.name ?? null },
    };
  });
}

/**
 * Once more when the line breaks: the hub takes a nonce once only, so the second either arrives as the first, or tells
 * that the first had arrived. Null: the hub was told, and its decision is not known here.
 */
async function send(
  client: CheckinClient,
  body: Parameters<CheckinClient['finish']>[0],
): Promise<CheckinAnswer | null> {
  try {
    return await client.finish(body);
  } catch (error) {
    if (!(error instanceof Error || error instanceof DOMException) || !isLineTrouble(error.name)) throw error;
  }
  try {
    const second = await client.finish(body);
    return second.reasons.includes('NONCE_USED') ? null : second;
  } catch (error) {
    if (error instanceof Error && isLineTrouble(error.name)) return null;
    throw error;
  }
}
