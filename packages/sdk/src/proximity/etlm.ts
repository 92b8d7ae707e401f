import { eaxOpen, eaxSeal } from './aes.js';
import { bigEndian32, concat } from './bytes.js';
import { type EddystoneTlm, readTelemetry } from './eddystone.js';
import { type EidKey, quantumOf } from './eid.js';

const TAG_BYTES = 2;

function nonceOf(key: EidKey, beaconSeconds: number, salt: Uint8Array): Uint8Array {
  const start = quantumOf(key.rotationExponent, beaconSeconds) * 2 ** key.rotationExponent;
  return concat(bigEndian32(start >>> 0), salt);
}

/**
 * The service data of an encrypted telemetry frame, without its UUID (google/eddystone, eddystone-etlm).
 * @param telemetry 12 bytes, as in a TLM frame after its version
 */
export function sealEtlm(key: EidKey, beaconSeconds: number, salt: Uint8Array, telemetry: Uint8Array): Uint8Array {
  const nonce = nonceOf(key, beaconSeconds, salt);
  const { cipher, tag } = eaxSeal(key.identityKey, nonce, new Uint8Array(), telemetry, TAG_BYTES);
  return concat(Uint8Array.of(0x20, 0x01), cipher, salt, tag);
}

/**
 * Telemetry out of an eTLM frame (18 bytes from its type on). Its tag has two bytes: good for a battery gauge,
 * never for evidence.
 * @returns null when it was not made by this key in this quantum
 */
export function openEtlm(key: EidKey, beaconSeconds: number, frame: Uint8Array): Omit<EddystoneTlm, 'kind'> | null {
  if (frame.length < 18 || frame[0] !== 0x20 || frame[1] !== 0x01) return null;
  const nonce = nonceOf(key, beaconSeconds, frame.subarray(14, 16));
  const plain = eaxOpen(key.identityKey, nonce, new Uint8Array(), frame.subarray(2, 14), frame.subarray(16, 18));
  return plain === null ? null : readTelemetry(plain);
}
