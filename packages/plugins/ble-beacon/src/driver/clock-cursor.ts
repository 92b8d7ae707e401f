import type { Cursor } from '@hadir/sdk';
import type { EidTable } from '@hadir/sdk/proximity';

/** `[offset, syncedAt]` of beacons by name. */
export type Clocks = ReadonlyMap<string, readonly [offset: number, syncedAt: number]>;

/** The host keeps 8 KiB; the beacons that were seen last are kept when they do not all fit. */
const MAX_BYTES = 7_500;

export function readClocks(cursor: Cursor): Clocks {
  const clocks = new Map<string, readonly [number, number]>();
  if (typeof cursor !== 'object' || cursor === null || Array.isArray(cursor)) return clocks;
  for (const [id, value] of Object.entries(cursor)) {
    if (!Array.isArray(value)) continue;
    const [offset, syncedAt] = value as readonly unknown[];
    if (Number.isSafeInteger(offset) && Number.isSafeInteger(syncedAt)) {
      clocks.set(id, [offset as number, syncedAt as number]);
    }
  }
  return clocks;
}

export function writeClocks(eids: EidTable, beaconIds: readonly string[]): Cursor {
  const known = beaconIds.map((id) => eids.get(id)).filter((beacon) => beacon !== null);
  known.sort((a, b) => b.syncedAtSeconds - a.syncedAtSeconds);
  const kept: Record<string, Cursor> = {};
  let bytes = 2;
  for (const { id, clockOffsetSeconds, syncedAtSeconds } of known) {
    const value = [Math.trunc(clockOffsetSeconds), Math.trunc(syncedAtSeconds)] as const;
    bytes += id.length + JSON.stringify(value).length + 4;
    if (bytes > MAX_BYTES) break;
    kept[id] = value;
  }
  return kept;
}
