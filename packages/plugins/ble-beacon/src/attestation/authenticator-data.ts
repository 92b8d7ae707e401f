import { bleError } from '../errors.js';
import { type Cbor, readCbor } from './cbor.js';

/** W3C Web Authentication Level 3, 6.1. */
export interface AuthenticatorData {
  readonly rpIdHash: Uint8Array;
  readonly flags: number;
  readonly aaguid: string;
  readonly credentialId: Uint8Array;
  /** COSE key. */
  readonly publicKey: ReadonlyMap<number | string, Cbor>;
}

export const FLAG = { userPresent: 0x01, userVerified: 0x04, backupEligible: 0x08, attested: 0x40 } as const;
const HEAD_BYTES = 55;

/** @throws BLE_ATTESTATION_INVALID */
export function readAuthenticatorData(bytes: Uint8Array): AuthenticatorData {
  const flags = bytes[32] ?? 0;
  const idLength = ((bytes[53] ?? 0) << 8) | (bytes[54] ?? 0);
  if (bytes.length < HEAD_BYTES + idLength || (flags & FLAG.attested) === 0) {
    throw bleError('BLE_ATTESTATION_INVALID', { reason: 'authenticator data without a key' });
  }
  const { value } = readCbor(bytes, HEAD_BYTES + idLength);
  if (!(value instanceof Map)) throw bleError('BLE_ATTESTATION_INVALID', { reason: 'no COSE key' });
  const hex = Buffer.from(bytes.subarray(37, 53)).toString('hex');
  return {
    rpIdHash: bytes.subarray(0, 32),
    flags,
    aaguid: [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'),
    credentialId: bytes.subarray(HEAD_BYTES, HEAD_BYTES + idLength),
    publicKey: value,
  };
}
