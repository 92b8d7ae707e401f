import { createCipheriv, hkdfSync } from 'node:crypto';
import { aesBlock } from './aes.js';
import { toHex } from './bytes.js';

/** A phone's contact-tracing frame. Recognised so that it is ignored knowingly. */
export interface ExposureNotification {
  readonly kind: 'exposure-notification';
  readonly rpi: string;
  readonly aem: string;
}

/** Service data of 0xFD6F: rolling identifier (16) and encrypted metadata (4). */
export function readExposureNotification(data: Uint8Array): ExposureNotification | null {
  if (data.length !== 22 || data[0] !== 0x6f || data[1] !== 0xfd) return null;
  return { kind: 'exposure-notification', rpi: toHex(data.subarray(2, 18)), aem: toHex(data.subarray(18, 22)) };
}

export interface ExposureKeys {
  readonly rpik: Uint8Array;
  readonly aemk: Uint8Array;
  readonly rpi: Uint8Array;
  readonly aem: Uint8Array;
}

/**
 * What a phone sends in a ten-minute interval (Exposure Notification Cryptography Specification 1.2).
 * @param enin number of the interval: Unix seconds / 600
 */
export function exposureKeys(temporaryExposureKey: Uint8Array, enin: number, metadata: Uint8Array): ExposureKeys {
  const derive = (info: string) =>
    new Uint8Array(hkdfSync('sha256', temporaryExposureKey, new Uint8Array(), Buffer.from(info), 16));
  const rpik = derive('EN-RPIK');
  const aemk = derive('EN-AEMK');
  const padded = Buffer.alloc(16);
  padded.write('EN-RPI', 'latin1');
  padded.writeUInt32LE(enin >>> 0, 12);
  const rpi = aesBlock(rpik, padded);
  const aem = new Uint8Array(createCipheriv('aes-128-ctr', aemk, rpi).update(metadata));
  return { rpik, aemk, rpi, aem };
}
