import type { Cursor, DeviceContext, EmitReceipt, PunchReading } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { punchFromRecord } from '../readings-from-rows.js';
import {
  type AttendanceSummary,
  type LogVerdict,
  parseLogCursor,
  readAttendance,
  type StandaloneSession,
} from '../standalone/index.js';
import { layoutOfSize, SLOT_LAYOUT, TEXT_LAYOUT } from '../wire/attendance-layout.js';
import { hexSample } from '../wire/bytes.js';
import type { CursorBook } from './cursor-book.js';
import type { PullSettings } from './device-settings.js';

/** Pages on their way to the journal while the next is read from the terminal. */
const PAGES_IN_FLIGHT = 3;
/** Name of the log's part of the cursor. */
export const LOG_PART = 'log';
/** From this share of the memory a log whose old part changed has wrapped round. */
const FULL_SHARE = 0.95;

export interface LogReading {
  readonly context: DeviceContext;
  readonly session: StandaloneSession;
  readonly pull: PullSettings;
  readonly fullRereadMs: number;
  readonly book: CursorBook;
  /** Records the terminal can hold; null when it does not say. */
  readonly capacity: number | null;
  /** Bytes of a record that terminals of this kind send; undefined when nothing is known of them. */
  readonly usualBytes: number | undefined;
}

/** Brings everything new of the attendance log into the journal. @throws as `readAttendance` and `emit` */
export async function readLog(reading: LogReading, reread: boolean, signal: AbortSignal): Promise<AttendanceSummary> {
  const { context, session, pull, book } = reading;
  const layout = pull.recordSize === undefined ? null : layoutOfSize(pull.recordSize);
  if (pull.recordSize !== undefined && layout === null) {
    throw zkError('ZK_VALUE_OUT_OF_RANGE', { what: 'recordSize', value: pull.recordSize, limit: '8–128' });
  }
  const inFlight: Promise<EmitReceipt>[] = [];
  let undated = 0;
  let nobody = 0;
  let sample: string | null = null;
  const summary = await readAttendance(session, {
    cursor: parseLogCursor(book.part(LOG_PART)),
    reread,
    fullRereadEveryMs: reading.fullRereadMs,
    holdTerminal: pull.disableWhileReading,
    usualBytes: reading.usualBytes,
    signal,
    ...(layout === null ? {} : { layout }),
    async take({ rows, cursor, progress }) {
      const readings: PunchReading[] = [];
      for (let i = 0; i < rows.count; i += 1) {
        const record = rows.record(i);
        const raw = rows.raw(i);
        const found = punchFromRecord(record, raw, raw.length <= SLOT_LAYOUT.recordBytes ? SLOT_LAYOUT : TEXT_LAYOUT, {
          transport: pull.transport === 'udp' ? 'zk-udp' : 'zk-tcp',
        });
        if (found === null) {
          nobody += 1;
          sample ??= hexSample(raw);
        } else readings.push(found);
        if (record.time.wall === null) undated += 1;
      }
      const stored = context.emit({
        readings,
        ...(cursor === null ? {} : { cursor: book.with(LOG_PART, cursor as unknown as Cursor) }),
      });
      // A refusal is met when this page's turn comes; until then it must not count as unhandled.
      stored.catch(() => undefined);
      inFlight.push(stored);
      context.report({ type: 'progress', what: 'backfill', received: progress.records, total: progress.total });
      if (inFlight.length > PAGES_IN_FLIGHT) await inFlight.shift();
    },
  });
  await Promise.all(inFlight);
  if (summary.records === 0 && summary.cursor !== null) {
    await context.emit({ readings: [], cursor: book.with(LOG_PART, summary.cursor as unknown as Cursor) });
  }
  if (undated > 0) context.raise({ code: 'ZK_IMPOSSIBLE_DATES', details: { count: undated } });
  if (nobody > 0) context.raise({ code: 'ZK_RECORD_NOBODY', details: { count: nobody, sample } });
  reportVerdict(reading, summary.log);
  return summary;
}

/** What happened to the part of the log that was read before is news for the operator: pay may hang on it. */
function reportVerdict({ context, capacity }: LogReading, verdict: LogVerdict): void {
  if (verdict.kind !== 'shrunk' && verdict.kind !== 'changed') return;
  const { known, now, lastKnownFound } = verdict;
  if (verdict.kind === 'shrunk') context.raise({ code: 'ZK_LOG_CLEARED', details: { known, now } });
  else if (!lastKnownFound) context.raise({ code: 'ZK_LOG_GAP', details: { known, now } });
  else if (capacity !== null && now < capacity * FULL_SHARE)
    context.raise({ code: 'ZK_LOG_CHANGED', details: { known } });
  else context.raise({ code: 'ZK_LOG_WRAPPED', details: { known, now } });
}
