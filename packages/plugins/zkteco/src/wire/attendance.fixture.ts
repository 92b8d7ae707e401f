import { putU16, putU32 } from './bytes.js';

/** Attendance records as terminals lay them out, for tests. Kept apart from the decoder: nothing of it is shared. */
export interface SampleRecord {
  readonly uid: number;
  readonly userId: string;
  readonly verify: number;
  readonly state: number;
  readonly timeRaw: number;
  readonly workCode: number;
}

export function encodeSample(r: SampleRecord, size: number): Uint8Array {
  const b = new Uint8Array(size);
  if (size === 8) {
    putU16(b, 0, r.uid);
    b[2] = (r.state << 5) | (r.verify << 3);
    putU32(b, 4, r.timeRaw);
  } else if (size === 16) {
    putU32(b, 0, Number(r.userId));
    putU32(b, 4, r.timeRaw);
    b[8] = r.state;
    b[9] = r.verify;
    putU32(b, 12, r.workCode);
  } else {
    putU16(b, 0, r.uid);
    b.set(Buffer.from(r.userId, 'latin1'), 2);
    b[26] = r.verify;
    putU32(b, 27, r.timeRaw);
    b[31] = r.state;
    if (size === 49) putU32(b, 40, r.workCode);
  }
  return b;
}

/** The whole table with its length word. */
export function sampleTable(records: readonly SampleRecord[], size: number): Uint8Array {
  const table = new Uint8Array(4 + records.length * size);
  putU32(table, 0, records.length * size);
  for (const [i, r] of records.entries()) table.set(encodeSample(r, size), 4 + i * size);
  return table;
}
