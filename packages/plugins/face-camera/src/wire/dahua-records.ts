import { faceError } from '../errors.js';
import { type DahuaAccess, dahuaAccessOf } from './dahua-event.js';

export interface DahuaRecords {
  /** What the answer says it found; may be more than it lists. */
  readonly found: number;
  readonly records: readonly DahuaAccess[];
  /** The last line has its end, and every record up to the number found is there. */
  readonly isWhole: boolean;
}

const LINE = /^records\[(\d{1,7})\]\.([A-Za-z][\w.[\]]{0,63})=(.*)$/;
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Answer of recordFinder: `found=N`, then `records[i].Key=Value` lines; keys that a record has no value for are left out.
 * @throws FACE_WIRE_UNREADABLE, FACE_WIRE_TOO_LARGE
 */
export function readDahuaRecords(bytes: Uint8Array): DahuaRecords {
  if (bytes.length > MAX_BYTES)
    throw faceError('FACE_WIRE_TOO_LARGE', { what: 'an answer of recordFinder', limit: MAX_BYTES });
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').split(/\r?\n/);
  const found = /^found=(\d{1,9})$/.exec(lines.find((line) => line.startsWith('found=')) ?? '')?.[1];
  if (found === undefined) {
    throw faceError('FACE_WIRE_UNREADABLE', { format: 'dahua-cgi', where: 'records', reason: 'no "found=" line' });
  }
  const byIndex = new Map<number, Record<string, string>>();
  // A line that the answer was cut in is not believed.
  const whole = lines.at(-1) === '' ? lines : lines.slice(0, -1);
  for (const line of whole) {
    const match = LINE.exec(line);
    if (match === null) continue;
    const index = Number(match[1]);
    const record = byIndex.get(index) ?? {};
    record[match[2] as string] = match[3] as string;
    byIndex.set(index, record);
  }
  const records = [...byIndex].sort(([a], [b]) => a - b).map(([, record]) => dahuaAccessOf(record));
  return { found: Number(found), records, isWhole: lines.at(-1) === '' && records.length >= Number(found) };
}

/** Lines `key=value` of `magicBox.cgi`, `global.cgi` and their kin. */
export function readDahuaPairs(bytes: Uint8Array): Readonly<Record<string, string>> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64 * 1024)).toString('utf8');
  return Object.fromEntries(
    text.split(/\r?\n/).flatMap((line) => {
      const cut = line.indexOf('=');
      return cut > 0 ? [[line.slice(0, cut).trim(), line.slice(cut + 1).trim()]] : [];
    }),
  );
}
