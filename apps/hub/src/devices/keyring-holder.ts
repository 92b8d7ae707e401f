import { deviceError } from './errors.js';
import type { Keyring } from './keyring.js';
import { sealedWith, unseal } from './seal.js';

/** The keys as this process knows them; read again when something was sealed with a key it has not seen (rotation). */
export interface KeyringHolder {
  current(): Keyring;
  /** @throws SECRET_SEAL_BROKEN */
  open(device: { readonly id: string; readonly sealed: Buffer }): Promise<Record<string, unknown>>;
}

export function createKeyringHolder(first: Keyring, reload: () => Promise<Keyring>): KeyringHolder {
  let keyring = first;
  return {
    current: () => keyring,
    async open(device) {
      if (device.sealed.length < 5) throw deviceError('SECRET_SEAL_BROKEN', { deviceId: device.id });
      if (!keyring.all.some((key) => key.id === sealedWith(device.sealed))) keyring = await reload();
      return unseal(keyring, device.id, device.sealed);
    },
  };
}
