import { u32 } from './bytes.js';

/**
 * Counts and capacities from CMD_GET_FREE_SIZES. Null where the answer is too short to hold the field: 92 bytes is normal,
 * 80 lacks faces (K20), 4 holds nothing (WL20), 112 is SpeedFace, which says 0 records although it has some
 * (fananimi/pyzk issues 76, 126, 170). So no count here may ever stand for "nothing to read".
 */
export interface FreeSizes {
  readonly dataBytes: number;
  readonly users: number | null;
  readonly fingers: number | null;
  readonly records: number | null;
  readonly opLogs: number | null;
  readonly admins: number | null;
  readonly passwords: number | null;
  readonly fingerCap: number | null;
  readonly userCap: number | null;
  readonly recordCap: number | null;
  readonly fingerFree: number | null;
  readonly userFree: number | null;
  readonly recordFree: number | null;
  readonly faces: number | null;
  readonly faceCap: number | null;
}

/** Never throws: every length is answered by some firmware. */
export function decodeFreeSizes(data: Uint8Array): FreeSizes {
  const at = (offset: number): number | null => (data.length >= offset + 4 ? u32(data, offset) : null);
  return {
    dataBytes: data.length,
    users: at(16),
    fingers: at(24),
    records: at(32),
    opLogs: at(40),
    admins: at(48),
    passwords: at(52),
    fingerCap: at(56),
    userCap: at(60),
    recordCap: at(64),
    fingerFree: at(68),
    userFree: at(72),
    recordFree: at(76),
    faces: at(80),
    faceCap: at(88),
  };
}
