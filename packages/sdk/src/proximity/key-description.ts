import { type DerNode, derNumber, readDer } from './der.js';

/** What a phone's secure hardware states of a key (Android key attestation, key and ID attestation schema). */
export interface KeyDescription {
  /** 0 software, 1 trusted environment, 2 StrongBox. */
  readonly attestationSecurityLevel: number;
  readonly attestationChallenge: Uint8Array;
  /** Bits: 1 PIN or pattern, 2 finger or face. 3 means that either will do. Null: no authentication is needed. */
  readonly userAuthType: number | null;
  readonly authTimeoutS: number | null;
  /** Whether the boot loader is locked. */
  readonly deviceLocked: boolean | null;
  /** 0 verified, 1 self-signed, 2 unverified, 3 failed. */
  readonly verifiedBootState: number | null;
  /** Such as 150000 for Android 15. */
  readonly osVersion: number | null;
  /** Such as 202501. */
  readonly osPatchLevel: number | null;
}

/** 1.3.6.1.4.1.11129.2.1.17 */
const EXTENSION_OID = '2b06010401d679020111';
const TAG = { userAuthType: 504, authTimeout: 505, rootOfTrust: 704, osVersion: 705, osPatchLevel: 706 } as const;
const EXTENSIONS = 3;

/** The statement in a certificate (DER) of the key; null when it has none. */
export function readKeyDescription(certificate: Uint8Array): KeyDescription | null {
  const tbs = inside(inside(readDer(certificate)?.[0])?.[0]);
  const wrapper = tbs?.find((node) => node.isContext && node.tag === EXTENSIONS);
  const extensions = inside(inside(wrapper)?.[0]) ?? [];
  for (const extension of extensions) {
    const [oid, ...rest] = inside(extension) ?? [];
    if (oid === undefined || Buffer.from(oid.content).toString('hex') !== EXTENSION_OID) continue;
    const statement = rest.at(-1);
    return statement === undefined ? null : readStatement(inside(readDer(statement.content)?.[0]) ?? []);
  }
  return null;
}

function inside(node: DerNode | undefined): readonly DerNode[] | null {
  return node === undefined ? null : readDer(node.content);
}

function readStatement(fields: readonly DerNode[]): KeyDescription | null {
  const attestationSecurityLevel = derNumber(fields[1]);
  const challenge = fields[4]?.content;
  if (attestationSecurityLevel === null || challenge === undefined) return null;
  const lists = [inside(fields[7]) ?? [], inside(fields[6]) ?? []];
  const property = (tag: number): DerNode | undefined => {
    for (const list of lists) {
      const found = list.find((node) => node.isContext && node.tag === tag);
      if (found) return inside(found)?.[0];
    }
    return undefined;
  };
  const [, locked, bootState] = inside(property(TAG.rootOfTrust)) ?? [];
  return {
    attestationSecurityLevel,
    attestationChallenge: challenge,
    userAuthType: derNumber(property(TAG.userAuthType)),
    authTimeoutS: derNumber(property(TAG.authTimeout)),
    deviceLocked: locked === undefined ? null : locked.content[0] !== 0,
    verifiedBootState: derNumber(bootState),
    osVersion: derNumber(property(TAG.osVersion)),
    osPatchLevel: derNumber(property(TAG.osPatchLevel)),
  };
}
