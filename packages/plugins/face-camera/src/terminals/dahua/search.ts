import { faceError } from '../../errors.js';
import type { DahuaAccess } from '../../wire/dahua-event.js';
import { readDahuaRecords } from '../../wire/dahua-records.js';
import type { DahuaApi } from './api.js';

/** Records asked for at once. */
const COUNT = 512;
const MAX_BYTES = 4 * 1024 * 1024;

/** Seconds as the terminal states them, both inclusive. */
export interface DahuaRange {
  readonly from: number;
  readonly to: number;
}

export interface DahuaFound {
  readonly records: readonly DahuaAccess[];
  /** Everything up to this second has been given. */
  readonly doneTo: number;
}

/**
 * Reads the card record log. An answer that is full is divided by time instead of paged: firmware differs in the order of
 * records and in whether it can page at all.
 * @throws as `DahuaApi.get`, FACE_TERMINAL_LINE_CUT when an answer was cut
 */
export async function* findRecords(
  api: DahuaApi,
  { from, to }: DahuaRange,
  signal: AbortSignal,
): AsyncIterable<DahuaFound> {
  const path = `/cgi-bin/recordFinder.cgi?action=find&name=AccessControlCardRec&StartTime=${from}&EndTime=${to}&count=${COUNT}`;
  const body = await api.get(path, signal, MAX_BYTES);
  const answer = readDahuaRecords(body);
  const isFull = answer.found >= COUNT || answer.records.length < answer.found;
  if (isFull && from < to) {
    const middle = from + Math.floor((to - from) / 2);
    yield* findRecords(api, { from, to: middle }, signal);
    yield* findRecords(api, { from: middle + 1, to }, signal);
    return;
  }
  if (!answer.isWhole && !isFull) throw faceError('FACE_TERMINAL_LINE_CUT', { address: api.address });
  yield { records: answer.records, doneTo: to };
}
