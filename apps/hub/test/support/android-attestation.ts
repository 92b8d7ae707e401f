import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** DER: tag, length, content (ITU-T X.690). */
function der(tag: number | readonly number[], ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag].flat()), Buffer.from(size), content]);
}
const bytes = (...values: readonly number[]): Buffer => Buffer.from(values);
const seq = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const int = (value: number): Buffer =>
  der(0x02, value < 128 ? bytes(value) : bytes(value >> 16, (value >> 8) & 0xff, value & 0xff));
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const octets = (content: Uint8Array): Buffer => der(0x04, content);
const bits = (content: Uint8Array): Buffer => der(0x03, bytes(0), content);
const choice = (value: number): Buffer => der(0x0a, bytes(value));
/** [n] EXPLICIT for the large numbers of the key description. */
const tagged = (number: number, content: Uint8Array): Buffer =>
  der([0xbf, 0x80 | (number >> 7), number & 0x7f], content);
const time = (at: Date): Buffer => der(0x17, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));

/** ecdsa-with-SHA256 */
const ALGORITHM = seq(oid('2a8648ce3d040302'));
const nameOf = (text: string): Buffer => seq(der(0x31, seq(oid('550403'), der(0x0c, Buffer.from(text)))));
/** basicConstraints, CA true, critical. */
const IS_AUTHORITY = seq(oid('551d13'), der(0x01, bytes(0xff)), octets(seq(der(0x01, bytes(0xff)))));

function certificate(parts: {
  readonly serial: number;
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extension: Uint8Array;
  readonly days: readonly [from: number, to: number];
}): Buffer {
  const [from, to] = parts.days.map((days) => time(new Date(Date.now() + days * 86_400_000))) as [Buffer, Buffer];
  const body = seq(
    der(0xa0, int(2)),
    int(parts.serial),
    ALGORITHM,
    nameOf(parts.issuer),
    seq(from, to),
    nameOf(parts.subject),
    parts.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, seq(parts.extension)),
  );
  return seq(body, ALGORITHM, bits(sign('sha256', body, parts.signer)));
}

/** What a phone's secure hardware says of itself. */
export interface PhoneState {
  /** 0 software, 1 trusted environment, 2 StrongBox. */
  readonly securityLevel: number;
  readonly deviceLocked: boolean;
  /** 0 verified, 1 self-signed, 2 unverified, 3 failed. */
  readonly verifiedBootState: number;
}

/** Key description of Android key attestation, version 300 (1.3.6.1.4.1.11129.2.1.17). */
function keyDescription(state: PhoneState, challenge: Uint8Array): Buffer {
  const { securityLevel, deviceLocked, verifiedBootState } = state;
  const rootOfTrust = seq(
    octets(Buffer.alloc(32, 7)),
    der(0x01, bytes(deviceLocked ? 0xff : 0)),
    choice(verifiedBootState),
    octets(Buffer.alloc(32, 9)),
  );
  const hardware = seq(tagged(504, int(3)), tagged(704, rootOfTrust), tagged(706, int(202_611)));
  const description = seq(
    int(300),
    choice(securityLevel),
    int(300),
    choice(securityLevel),
    octets(challenge),
    octets(bytes()),
    seq(),
    hardware,
  );
  return seq(oid('2b06010401d679020111'), octets(description));
}

/** A maker of phones: its root, and phones whose keys it vouches for. */
export function phoneMaker() {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rootCertificate = certificate({
    serial: 1,
    issuer: 'Maker',
    subject: 'Maker',
    publicKey: root.publicKey,
    signer: root.privateKey,
    extension: IS_AUTHORITY,
    days: [-100, 1000],
  });
  return {
    rootPem: `-----BEGIN CERTIFICATE-----\n${(rootCertificate.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`,
    attest:
      (state: PhoneState, days: readonly [from: number, to: number] = [-1, 25]) =>
      ({ publicKey, challenge }: { readonly publicKey: KeyObject; readonly challenge: Uint8Array }) => [
        certificate({
          serial: 2,
          issuer: 'Maker',
          subject: 'Phone',
          publicKey,
          signer: root.privateKey,
          extension: keyDescription(state, challenge),
          days,
        }),
        rootCertificate,
      ],
  };
}
