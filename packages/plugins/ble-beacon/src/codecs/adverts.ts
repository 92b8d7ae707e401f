import type { Codec } from '@hadir/sdk/codec';
import { readAdStructures, readAdvert, usablePower } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';

function decodeAdvert(payload: Uint8Array) {
  const { structures, truncated } = readAdStructures(payload.subarray(0, 1650));
  const advert = readAdvert(payload);
  if (advert === null) {
    const reason = truncated ? 'truncated' : `${structures.length} AD structures`;
    throw bleError('BLE_NO_BEACON', { bytes: payload.length, reason });
  }
  const powerPlausible = 'tx1m' in advert ? usablePower(advert.tx1m) !== null : undefined;
  return { ...advert, truncated, ...(powerPlausible === undefined ? {} : { powerPlausible }) };
}

export const advertCodecs: readonly Codec[] = [
  {
    name: 'advert',
    description: 'Advertising payload of a beacon: iBeacon, AltBeacon, Eddystone, Find My, Exposure Notification',
    decode: decodeAdvert,
  },
  {
    name: 'advert-negative',
    description: 'The same, for captures that hold no beacon and must be refused',
    decode: decodeAdvert,
  },
];
