/** Verifies one WebAuthn signature again and again, with nothing around it. Arguments: how many, how many at once. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { report } from '../lib/process.js';

export interface BareReport {
  readonly perSecond: number;
}

const [count, atOnce] = process.argv.slice(2).map(Number) as [number, number];
const ORIGIN = 'https://absen.example.go.id';
const RP_ID = 'absen.example.go.id';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
const coordinates = [x, y].map((text) => Buffer.from(text, 'base64url'));
// COSE key: EC2, ES256, P-256, x, y (RFC 9053, 7.1).
const cose = Buffer.concat([
  Buffer.from('a5010203262001215820', 'hex'),
  coordinates[0] as Buffer,
  Buffer.from('225820', 'hex'),
  coordinates[1] as Buffer,
]);
const id = randomBytes(32).toString('base64url');
const challenge = randomBytes(32).toString('base64url');
const clientData = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin: ORIGIN, crossOrigin: false }));
const authData = Buffer.concat([createHash('sha256').update(RP_ID).digest(), Buffer.from([0x05, 0, 0, 0, 0])]);
const signature = sign(
  'sha256',
  Buffer.concat([authData, createHash('sha256').update(clientData).digest()]),
  privateKey,
);
const response = {
  id,
  rawId: id,
  type: 'public-key' as const,
  clientExtensionResults: {},
  response: {
    clientDataJSON: clientData.toString('base64url'),
    authenticatorData: authData.toString('base64url'),
    signature: signature.toString('base64url'),
  },
};

async function verifyOnce(): Promise<void> {
  const { verified } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: ORIGIN,
    expectedRPID: RP_ID,
    credential: { id, publicKey: Uint8Array.from(cose), counter: 0 },
  });
  if (!verified) throw new Error('the signature does not fit');
}

async function verifyMany(many: number): Promise<void> {
  let left = many;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await verifyOnce();
    }),
  );
}

await verifyMany(Math.ceil(count / 4));
const started = performance.now();
await verifyMany(count);
report({ perSecond: count / ((performance.now() - started) / 1000) } satisfies BareReport);
