import type { DeviceInfo } from '@hadir/sdk';
import type { TerminalIdentity } from '../standalone/index.js';

/** What the terminal says of itself, without what it does not say. */
export function infoOf(identity: TerminalIdentity): DeviceInfo {
  const { counts } = identity;
  const facts: Record<keyof DeviceInfo, string | number | null | undefined> = {
    serialNumber: identity.serialNumber,
    model: identity.name,
    firmware: identity.firmware,
    platform: identity.platform,
    vendor: identity.vendor,
    macAddress: identity.macAddress,
    userCount: counts?.users,
    recordCount: counts?.records,
    recordCapacity: counts?.recordCap,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null && value !== undefined));
}
