import { coreError } from '../error/core-errors.js';
import { type DateRange, isForwardRange, isInRange, rangesOverlap } from '../time/date-range.js';
import type { CivilDate } from '../time/wall-time.js';

/**
 * Says that a number on one device means one person, for a time. Numbers are given anew when people leave, so a mapping
 * without dates would hand old scans to the wrong person.
 */
export interface DeviceUserMapping extends DateRange {
  readonly deviceId: string;
  readonly deviceUserId: string;
  readonly personId: string;
}

/** Mappings made ready for look-up. */
export interface MappingIndex {
  /**
   * Whose scan it is, by the scan's own civil date at its place; null when nobody was mapped then. Such a scan is kept
   * and found again when a mapping is made; a person is never made up for it.
   */
  personOf(deviceId: string, deviceUserId: string, date: CivilDate): string | null;
}

/** Two mappings of the same number on the same device that hold on the same day. */
export function mappingsClash(a: DeviceUserMapping, b: DeviceUserMapping): boolean {
  return a.deviceId === b.deviceId && a.deviceUserId === b.deviceUserId && rangesOverlap(a, b);
}

/**
 * Checks a new mapping against those that hold already.
 * @throws MAPPING_RANGE when it ends before it begins, MAPPING_OVERLAP when the number has an owner on some of its days.
 */
export function assertMappingFits(existing: Iterable<DeviceUserMapping>, candidate: DeviceUserMapping): void {
  const { deviceId, deviceUserId, from, to } = candidate;
  if (!isForwardRange(candidate)) throw coreError('MAPPING_RANGE', { from, to });
  for (const other of existing) {
    if (!mappingsClash(other, candidate)) continue;
    throw coreError('MAPPING_OVERLAP', {
      deviceId,
      deviceUserId,
      personId: other.personId,
      from: other.from,
      to: other.to ?? '…',
    });
  }
}

/** @throws MAPPING_RANGE or MAPPING_OVERLAP; an ambiguous set of mappings is never made into an index. */
export function indexMappings(mappings: Iterable<DeviceUserMapping>): MappingIndex {
  const byDevice = new Map<string, Map<string, DeviceUserMapping[]>>();
  for (const mapping of mappings) {
    const byUser = byDevice.get(mapping.deviceId) ?? new Map<string, DeviceUserMapping[]>();
    byDevice.set(mapping.deviceId, byUser);
    const same = byUser.get(mapping.deviceUserId) ?? [];
    assertMappingFits(same, mapping);
    byUser.set(mapping.deviceUserId, [...same, mapping]);
  }
  return {
    personOf(deviceId, deviceUserId, date) {
      const candidates = byDevice.get(deviceId)?.get(deviceUserId);
      return candidates?.find((mapping) => isInRange(mapping, date))?.personId ?? null;
    },
  };
}
