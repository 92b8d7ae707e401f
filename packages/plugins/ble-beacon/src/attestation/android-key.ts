import { createHash, verify, X509Certificate } from 'node:crypto';
import { readKeyDescription } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import { FLAG, readAuthenticatorData } from './authenticator-data.js';
import { type Cbor, readCbor } from './cbor.js';

/** A WebAuthn registration as a browser gives it, and what was asked for. Texts are base64url. */
export interface Registration {
  readonly attestationObject: string;
  readonly clientDataJSON: string;
  readonly expectedChallenge: string;
  readonly expectedOrigin: string;
  readonly expectedRPID: string;
}

/** SHA-256 of the public key that all of Google's hardware attestation roots share (android.googleapis.com/attestation/root). */
const GOOGLE_ROOT_KEY = 'feb2ea7551ee316ed4bb443c8293b884dbfdea40b603ee3e4f4a897e4580fbae';

const sha256 = (data: Uint8Array): Buffer => createHash('sha256').update(data).digest();
const broken = (reason: string) => bleError('BLE_ATTESTATION_INVALID', { reason });

/**
 * What a registration with attestation format `android-key` (W3C Web Authentication Level 3, 8.4) says, checked to the root
 * but for the dates of the certificates, which `chainFault` looks at for a moment in time.
 * @throws BLE_ATTESTATION_INVALID
 */
export function readAndroidKey(registration: Registration) {
  const { value: object } = readCbor(Buffer.from(registration.attestationObject, 'base64url'));
  const [fmt, statement, authData] = ['fmt', 'attStmt', 'authData'].map((key) => member(object, key));
  if (fmt !== 'android-key') throw broken(`format ${typeof fmt === 'string' ? fmt.slice(0, 32) : 'unknown'}`);
  const [signature, x5c] = [member(statement, 'sig'), member(statement, 'x5c')];
  if (!(signature instanceof Uint8Array) || !(authData instanceof Uint8Array) || !Array.isArray(x5c)) {
    throw broken('statement without sig and x5c');
  }
  const chain = x5c.map(certificateOf);
  const [leaf] = chain;
  const clientData = Buffer.from(registration.clientDataJSON, 'base64url');
  checkClientData(clientData, registration);
  const data = readAuthenticatorData(authData);
  if (!sha256(Buffer.from(registration.expectedRPID)).equals(data.rpIdHash)) throw broken('another site');
  const clientDataHash = sha256(clientData);
  if (!leaf || !verify('sha256', Buffer.concat([authData, clientDataHash]), leaf.publicKey, signature)) {
    throw broken('signature');
  }
  const description = readKeyDescription(leaf.raw);
  if (!description || !clientDataHash.equals(description.attestationChallenge)) throw broken('key description');
  if (!sameKey(leaf, data.publicKey)) throw broken('certificate of another key');
  const { attestationChallenge: _, ...keyDescription } = description;
  const synced = (data.flags & FLAG.backupEligible) !== 0;
  return {
    chain,
    facts: {
      fmt,
      flags: `0x${data.flags.toString(16).padStart(2, '0')}`,
      userVerified: (data.flags & FLAG.userVerified) !== 0,
      credentialDeviceType: synced ? ('multiDevice' as const) : ('singleDevice' as const),
      aaguid: data.aaguid,
      credentialId: Buffer.from(data.credentialId).toString('base64url'),
      keyDescription,
    },
  };
}

/** What is wrong with the chain at this moment; null when it leads to Google's root and every certificate is in its time. */
export function chainFault(chain: readonly X509Certificate[], at: Date): string | null {
  const root = chain.at(-1);
  const rootKey = root && sha256(root.publicKey.export({ type: 'spki', format: 'der' })).toString('hex');
  if (rootKey !== GOOGLE_ROOT_KEY) return 'chain does not lead to a known root';
  for (const [i, certificate] of chain.entries()) {
    const issuer = chain[i + 1] ?? certificate;
    if (!certificate.verify(issuer.publicKey)) return 'certificate not signed by the next';
    if (at < new Date(certificate.validFrom) || at > new Date(certificate.validTo)) {
      return 'certificate out of validity period';
    }
  }
  return null;
}

function member(map: Cbor | undefined, key: string): Cbor | undefined {
  return map instanceof Map ? map.get(key) : undefined;
}

function certificateOf(der: Cbor): X509Certificate {
  try {
    if (der instanceof Uint8Array) {
      const certificate = new X509Certificate(der);
      // A damaged key shows only when it is asked for.
      if (certificate.publicKey.type === 'public') return certificate;
    }
  } catch {
    // Falls through to the same refusal as something that is no bytes at all.
  }
  throw broken('unreadable certificate');
}

function checkClientData(bytes: Uint8Array, expected: Registration): void {
  let data: unknown;
  try {
    data = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw broken('client data is not JSON');
  }
  const { type, challenge, origin } = (data ?? {}) as Readonly<Record<string, unknown>>;
  if (type !== 'webauthn.create') throw broken('client data of another ceremony');
  if (challenge !== expected.expectedChallenge) throw broken('another challenge');
  if (origin !== expected.expectedOrigin) throw broken('another origin');
}

/** Whether the certificate is of the P-256 point in this COSE key (−2: x, −3: y). */
function sameKey(certificate: X509Certificate, cose: ReadonlyMap<number | string, Cbor>): boolean {
  const { kty, x, y } = certificate.publicKey.export({ format: 'jwk' });
  const coordinate = (label: number) => {
    const value = cose.get(label);
    return value instanceof Uint8Array ? Buffer.from(value).toString('base64url') : null;
  };
  return kty === 'EC' && x === coordinate(-2) && y === coordinate(-3);
}
