import { type AttendanceEvent, instant } from '@hadir/core';

/** An attendance event with its place in the change feed and what is derived for it. */
export interface FeedEvent extends AttendanceEvent {
  /** Grows in the order of commits; a reader's cursor. An event that changes takes a new place at the end. */
  readonly position: number;
  /** 1 for a new event, more when the person was attached or changed since. */
  readonly revision: number;
  /** Null while nobody is mapped to the device user. */
  readonly personId: string | null;
  /** Row of the device's journal that told of it first. */
  readonly journalSeq: number;
}

/** Columns of `attendance_event` in the order of `feedEvent`'s row. */
export const FEED_COLUMNS = `position, revision, id, device_id, device_user_id, person_id,
  (extract(epoch from occurred_at) * 1000)::bigint as occurred_ms, wall, zone,
  (extract(epoch from received_at) * 1000)::bigint as received_ms, clock_offset_ms, methods, direction, assurance,
  verdict, flags, work_code, transport, journal_seq`;

export interface FeedRow {
  readonly position: number;
  readonly revision: number;
  readonly id: string;
  readonly device_id: string;
  readonly device_user_id: string;
  readonly person_id: string | null;
  readonly occurred_ms: number;
  readonly wall: AttendanceEvent['wall'];
  readonly zone: string;
  readonly received_ms: number;
  readonly clock_offset_ms: number | null;
  readonly methods: AttendanceEvent['methods'];
  readonly direction: AttendanceEvent['direction'];
  readonly assurance: AttendanceEvent['assurance'];
  readonly verdict: AttendanceEvent['verdict'];
  readonly flags: AttendanceEvent['flags'];
  readonly work_code: string | null;
  readonly transport: string;
  readonly journal_seq: number;
}

export function feedEvent(row: FeedRow): FeedEvent {
  return {
    position: row.position,
    revision: row.revision,
    id: row.id,
    deviceId: row.device_id,
    deviceUserId: row.device_user_id,
    personId: row.person_id,
    occurredAt: instant(row.occurred_ms),
    wall: row.wall,
    zone: row.zone,
    receivedAt: instant(row.received_ms),
    clockOffsetMs: row.clock_offset_ms,
    methods: row.methods,
    direction: row.direction,
    assurance: row.assurance,
    verdict: row.verdict,
    flags: row.flags,
    workCode: row.work_code,
    transport: row.transport,
    journalSeq: row.journal_seq,
  };
}
