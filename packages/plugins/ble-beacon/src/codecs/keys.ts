import type { Codec } from '@hadir/sdk/codec';
import {
  aesCmac,
  agreeIdentityKey,
  eaxSeal,
  eidAt,
  eidFromTemporaryKey,
  exposureKeys,
  resolvesPrivateAddress,
  sealEtlm,
  temporaryKey,
  toHex,
} from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import { type Fields, fieldsOf } from './input.js';

const MAX_COUNTER = 0xffff_ffff;

/** Which computation is meant follows from the fields that are there. */
const COMPUTATIONS: readonly (readonly [needs: string, compute: (fields: Fields) => object])[] = [
  ['plainTlm', etlm],
  ['tempKey', (f) => ({ eid: toHex(eidFromTemporaryKey(f.bytes('tempKey', 16), exponentOf(f), counterOf(f))) })],
  ['ik', eid],
  ['resolverPriv', registration],
  ['tek', exposure],
  ['irk', (f) => ({ matches: resolvesPrivateAddress(f.bytes('irk', 16), f.bytes('addressMsbFirst', 6)) })],
  ['nonce', eax],
  ['key', (f) => ({ mac: toHex(aesCmac(f.bytes('key', 16), f.bytes('msg'))) })],
];

const exponentOf = (f: Fields): number => Math.trunc(f.number('K', 0, 15));
const counterOf = (f: Fields): number => Math.trunc(f.number('t', 0, MAX_COUNTER));

function eid(f: Fields) {
  const key = { identityKey: f.bytes('ik', 16), rotationExponent: exponentOf(f) };
  const t = counterOf(f);
  return { eid: toHex(eidAt(key, t)), tempKey: toHex(temporaryKey(key.identityKey, t)) };
}

function etlm(f: Fields) {
  const key = { identityKey: f.bytes('ik', 16), rotationExponent: exponentOf(f) };
  return { serviceData: toHex(sealEtlm(key, counterOf(f), f.bytes('salt', 2), f.bytes('plainTlm', 12))) };
}

function registration(f: Fields) {
  const agreed = agreeIdentityKey({
    privateKey: f.bytes('resolverPriv', 32),
    peerPublicKey: f.bytes('beaconPub', 32),
    resolverPublicKey: f.bytes('resolverPub', 32),
    beaconPublicKey: f.bytes('beaconPub', 32),
  });
  if (agreed === null) throw bleError('BLE_CRYPTO_INPUT', { reason: 'the shared secret is all zeros' });
  return { shared: toHex(agreed.shared), ik: toHex(agreed.identityKey) };
}

function exposure(f: Fields) {
  const keys = exposureKeys(f.bytes('tek', 16), Math.trunc(f.number('enin', 0, MAX_COUNTER)), f.bytes('metadata', 4));
  return Object.fromEntries(Object.entries(keys).map(([name, bytes]: [string, Uint8Array]) => [name, toHex(bytes)]));
}

function eax(f: Fields) {
  const { cipher, tag } = eaxSeal(f.bytes('key', 16), f.bytes('nonce'), f.bytes('header'), f.bytes('msg'));
  return { cipher: toHex(cipher) + toHex(tag) };
}

export const keyCodecs: readonly Codec[] = [
  {
    name: 'crypto',
    description: 'What a key gives: EID, eTLM, registration, EAX, CMAC, resolvable address, Exposure Notification',
    decode(input) {
      const fields = fieldsOf(input);
      const found = COMPUTATIONS.find(([needs]) => fields.has(needs));
      if (found) return found[1](fields);
      throw bleError('BLE_CRYPTO_INPUT', { reason: 'no known set of fields' });
    },
  },
];
