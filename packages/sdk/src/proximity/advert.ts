import { AD_TYPE, type AdStructure, readAdStructures } from './ad-structures.js';
import { type AltBeacon, readAltBeacon } from './altbeacon.js';
import { type FindMy, type IBeacon, readFindMy, readIBeacon } from './apple.js';
import { type Eddystone, readEddystone } from './eddystone.js';
import { type ExposureNotification, readExposureNotification } from './exposure-notification.js';

/** A frame that a beacon sends. Powers are in dBm as the beacon states them: at 1 m (`tx1m`) or at 0 m (`tx0m`). */
export type Advert = IBeacon | AltBeacon | Eddystone | FindMy | ExposureNotification;
export type AdvertKind = Advert['kind'];

/** The first beacon frame in an advertising payload, null when there is none. Never throws. */
export function readAdvert(payload: Uint8Array): Advert | null {
  for (const structure of readAdStructures(payload).structures) {
    const advert = readStructure(structure);
    if (advert !== null) return advert;
  }
  return null;
}

function readStructure({ type, data }: AdStructure): Advert | null {
  if (type === AD_TYPE.manufacturerData) return readManufacturerData(data);
  return type === AD_TYPE.serviceData16 ? readServiceData(data) : null;
}

/** Manufacturer data with the company in its first two bytes, little endian. */
export function readManufacturerData(data: Uint8Array): Advert | null {
  return readIBeacon(data) ?? readFindMy(data) ?? readAltBeacon(data);
}

/** Service data with the 16-bit UUID in its first two bytes, little endian. */
export function readServiceData(data: Uint8Array): Advert | null {
  return readEddystone(data) ?? readExposureNotification(data);
}

/**
 * Whether the frame can prove that it is fresh. Any phone can send a copied iBeacon, AltBeacon or Eddystone-UID
 * (IEEE Access 2018, doi 10.1109/ACCESS.2018.2884488), so those never suffice as evidence.
 */
export function canProveFreshness(advert: Advert): boolean {
  return advert.kind === 'eddystone-eid';
}
