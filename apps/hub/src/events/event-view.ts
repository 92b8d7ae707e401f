import type { AttendanceEvent } from '@hadir/core';
import type { Kysely } from 'kysely';
import type { Tables } from '../store/index.js';

/** An event with the names that a reader needs beside it. */
export interface EventRow {
  readonly id: string;
  readonly position: number;
  readonly revision: number;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly deviceUserId: string;
  readonly stationId: string | null;
  readonly stationName: string | null;
  readonly personId: string | null;
  readonly personName: string | null;
  readonly unitId: string | null;
  readonly unitName: string | null;
  readonly occurredAt: Date;
  readonly wall: string | null;
  readonly zone: string;
  readonly receivedAt: Date;
  readonly clockOffsetMs: number | null;
  readonly methods: AttendanceEvent['methods'];
  readonly direction: AttendanceEvent['direction'];
  readonly assurance: AttendanceEvent['assurance'];
  readonly verdict: AttendanceEvent['verdict'];
  readonly flags: AttendanceEvent['flags'];
  readonly workCode: string | null;
  readonly transport: string;
  readonly journalSeq: number;
}

/** `unit` is the person's; of a person unknown, that of the station. */
export function selectEvents(kysely: Kysely<Tables>) {
  return kysely
    .selectFrom('attendance_event as e')
    .innerJoin('device as d', 'd.id', 'e.device_id')
    .leftJoin('station as s', 's.id', 'd.station_id')
    .leftJoin('person as p', 'p.id', 'e.person_id')
    .leftJoin('organisation_unit as u', (join) =>
      join.on((eb) => eb('u.id', '=', eb.fn.coalesce('p.unit_id', 's.unit_id'))),
    )
    .select([
      'e.id',
      'e.position',
      'e.revision',
      'e.device_id as deviceId',
      'd.name as deviceName',
      'e.device_user_id as deviceUserId',
      's.id as stationId',
      's.name as stationName',
      'e.person_id as personId',
      'p.name as personName',
      'u.id as unitId',
      'u.name as unitName',
      'e.occurred_at as occurredAt',
      'e.wall',
      'e.zone',
      'e.received_at as receivedAt',
      'e.clock_offset_ms as clockOffsetMs',
      'e.methods',
      'e.direction',
      'e.assurance',
      'e.verdict',
      'e.flags',
      'e.work_code as workCode',
      'e.transport',
      'e.journal_seq as journalSeq',
    ]);
}
