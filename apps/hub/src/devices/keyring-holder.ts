import { deviceError } from './errors.js';
import type { Keyring } from './keyring.js';
import { sealedWith, unseal } from './seal.js';

/** The keys as this process knows them; read again when something was sealed with a key it has not seen (rotation). */
export interface KeyringHolder {
  current(): Keyring;
  /** The keys as they are now, read anew: what is sealed with a key that a rotation has just dropped is lost. */
  fresh(): Promise<Keyring>;
  /** The keys, read again when none of those known sealed this. */
  ringFor(sealed: Buffer): Promise<Keyring>;
  /** @throws SECRET_SEAL_BROKEN */
  open(device: { readonly id: string; readonly sealed: Buffer }): Promise<Record<string, unknown>>;
}

export function createKeyringHolder(first: Keyring, reload: () => Promise<Keyring>): KeyringHolder {
  let keyring = first;
  const ringFor = async (sealed: Buffer): Promise<Keyring> => {
    if (!keyring.all.some((key) => key.id === sealedWith(sealed))) keyring = await reload();
    return keyring;
  };
  return {
    current: () => keyring,
    async fresh() {
      keyring = await reload();
      return keyring;
    },
    ringFor,
    async open(device) {
      if (device.sealed.length < 5) throw deviceError('SECRET_SEAL_BROKEN', { deviceId: device.id });
      return unseal(await ringFor(device.sealed), device.id, device.sealed);
    },
  };
}
