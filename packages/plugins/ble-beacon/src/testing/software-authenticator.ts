import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** The part of CBOR that attestation objects need. */
type Cbor = number | string | Uint8Array | readonly Cbor[] | ReadonlyMap<number | string, Cbor>;

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (isList(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)])]);
}

const isList = (value: Cbor): value is readonly Cbor[] => Array.isArray(value);

const FLAGS = { present: 0x01, verified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 } as const;

export interface AuthenticatorOptions {
  readonly rpId: string;
  readonly origin: string;
  /** Whether its owner opens the screen lock. */
  readonly verifiesUser?: boolean;
  /** A key that a cloud account copies. */
  readonly synced?: boolean;
  /** Another phone's key, for a thief who has it. */
  readonly key?: KeyObject;
  /** Of a key made before, base64url. */
  readonly credentialId?: string;
  /** States, in DER certificates from the key's own to the root, what made the key (format `android-key`). */
  readonly attest?: (made: {
    readonly publicKey: KeyObject;
    /** SHA-256 of the client data, which the first certificate must state. */
    readonly challenge: Uint8Array;
  }) => readonly Uint8Array[];
}

/** A phone's authenticator in software, with all the faults that tests want. */
export type SoftwareAuthenticator = ReturnType<typeof softwareAuthenticator>;

/** The bytes are those of WebAuthn; without `attest` the attestation is `none`, as many phones give. */
export function softwareAuthenticator(options: AuthenticatorOptions) {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const privateKey = options.key ?? pair.privateKey;
  const credentialId = options.credentialId ? Buffer.from(options.credentialId, 'base64url') : randomBytes(32);
  const id = credentialId.toString('base64url');
  const verified = options.verifiesUser === false ? 0 : FLAGS.verified;
  const synced = options.synced === true ? FLAGS.backupEligible | FLAGS.backedUp : 0;
  const rpIdHash = createHash('sha256').update(options.rpId).digest();

  const clientData = (type: string, challenge: string, origin: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

  return {
    id,
    privateKey,
    register(challenge: string) {
      const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
      const cose = new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]);
      const authData = Buffer.concat([
        rpIdHash,
        Buffer.from([FLAGS.present | verified | synced | FLAGS.attested, 0, 0, 0, 0]),
        Buffer.alloc(16),
        Buffer.from([0, credentialId.length]),
        credentialId,
        cbor(cose),
      ]);
      const data = clientData('webauthn.create', challenge, options.origin);
      const hash = createHash('sha256').update(data).digest();
      const x5c = options.attest?.({ publicKey: pair.publicKey, challenge: hash });
      const statement = new Map<string, Cbor>(
        x5c && [
          ['alg', -7],
          ['sig', sign('sha256', Buffer.concat([authData, hash]), pair.privateKey)],
          ['x5c', x5c],
        ],
      );
      const object = new Map<string, Cbor>([
        ['fmt', x5c ? 'android-key' : 'none'],
        ['attStmt', statement],
        ['authData', authData],
      ]);
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: data.toString('base64url'),
          attestationObject: cbor(object).toString('base64url'),
        },
      };
    },
    assert(challenge: Uint8Array, origin = options.origin) {
      const data = clientData('webauthn.get', Buffer.from(challenge).toString('base64url'), origin);
      const authData = Buffer.concat([rpIdHash, Buffer.from([FLAGS.present | verified | synced, 0, 0, 0, 0])]);
      const signed = Buffer.concat([authData, createHash('sha256').update(data).digest()]);
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
        },
      };
    },
  };
}
