import { type AttendanceBatch, createAttendanceDecoder } from '@hadir/plugin-zkteco/codecs';
import nodeZkLib from 'node-zklib/utils.js';
import zktecoJs from 'zkteco-js/src/helper/utils.js';
import { type Totals, timeNumberOf, timeNumberOfText } from '../lib/totals.js';

/** Decodes a whole log and gives a function that adds up what came out (outside the time that is measured). */
export type Decoder = (log: Buffer) => () => Totals;

const RECORD = 40;
/** What a terminal gives per request, and so what our decoder is fed while a log arrives. */
const CHUNK = 65_472;

function total<Item>(items: Iterable<Item>, userId: (item: Item) => string, time: (item: Item) => number): Totals {
  const sums = { records: 0, userIdSum: 0, timeSum: 0, badDates: 0 };
  for (const item of items) {
    sums.records += 1;
    sums.userIdSum += Number(userId(item));
    sums.timeSum += time(item);
  }
  return sums;
}

/** The peers' own loop: cut off the first record, decode it, keep an object for it. */
function peerLoop<Row>(log: Buffer, decode: (record: Buffer) => Row): Row[] {
  const rows: Row[] = [];
  let rest = log.subarray(4);
  while (rest.length >= RECORD) {
    rows.push({ ...decode(rest.subarray(0, RECORD)), ip: '127.0.0.1' });
    rest = rest.subarray(RECORD);
  }
  return rows;
}

function batches(log: Buffer): AttendanceBatch[] {
  const decoder = createAttendanceDecoder({ announcedBytes: log.length, count: null, latestYear: 2026 });
  const found: AttendanceBatch[] = [];
  for (let at = 0; at < log.length; at += CHUNK) found.push(decoder.push(log.subarray(at, at + CHUNK)));
  decoder.finish();
  return found;
}

function* records(found: readonly AttendanceBatch[]) {
  for (const batch of found) for (let i = 0; i < batch.count; i += 1) yield batch.record(i);
}

export const DECODERS = {
  'node-zklib': (log) => {
    const rows = peerLoop(log, nodeZkLib.decodeRecordData40);
    return () =>
      total(
        rows,
        (row) => row.deviceUserId,
        (row) => timeNumberOf(row.recordTime),
      );
  },
  'zkteco-js': (log) => {
    const rows = peerLoop(log, zktecoJs.decodeRecordData40);
    return () =>
      total(
        rows,
        (row) => row.user_id,
        (row) => timeNumberOf(new Date(row.record_time)),
      );
  },
  /** What the driver keeps of a log: one typed array per field, user ids told apart, layout recognised, rows watched. */
  'hadir columns': (log) => {
    const found = batches(log);
    return () =>
      total(
        records(found),
        (row) => row.deviceUserId,
        (row) => timeNumberOfText(row.time.text),
      );
  },
  /** The same, and an object with all texts for every record, as the peers give. */
  'hadir objects': (log) => {
    const rows = [...records(batches(log))];
    return () =>
      total(
        rows,
        (row) => row.deviceUserId,
        (row) => timeNumberOfText(row.time.text),
      );
  },
} as const satisfies Readonly<Record<string, Decoder>>;

export type DecoderName = keyof typeof DECODERS;
