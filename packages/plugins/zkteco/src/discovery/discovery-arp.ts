import { readFile } from 'node:fs/promises';

const ARP_TABLE = '/proc/net/arp';
const NO_MAC = '00:00:00:00:00:00';

/**
 * The hardware address that the kernel knows for an IPv4 address on the local network, lower case; null when it knows
 * none or does not tell (only Linux has this table). It names a locked terminal, which says nothing of itself.
 */
export async function hardwareAddressOf(address: string): Promise<string | null> {
  const table = await readFile(ARP_TABLE, 'utf8').catch(() => '');
  for (const line of table.split('\n').slice(1)) {
    const [ip, , , mac] = line.trim().split(/\s+/);
    if (ip === address && mac !== undefined && mac !== NO_MAC) return mac.toLowerCase();
  }
  return null;
}
