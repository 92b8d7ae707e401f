import { aesBlock } from './aes.js';

/**
 * Whether a resolvable private address was made with this identity resolving key: its lower half is
 * `ah(IRK, upper half)` (Bluetooth Core, Vol 3 Part H, 2.2.2).
 * @param address 6 bytes, most significant first
 */
export function resolvesPrivateAddress(identityResolvingKey: Uint8Array, address: Uint8Array): boolean {
  if (address.length !== 6 || ((address[0] ?? 0) & 0xc0) !== 0x40) return false;
  const block = new Uint8Array(16);
  block.set(address.subarray(0, 3), 13);
  const hash = aesBlock(identityResolvingKey, block);
  return hash[13] === address[3] && hash[14] === address[4] && hash[15] === address[5];
}
