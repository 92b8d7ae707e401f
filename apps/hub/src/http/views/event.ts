import { DIRECTIONS, EVENT_FLAGS, METHODS } from '@hadir/core';
import Type, { type Static } from 'typebox';
import type { EventRow } from '../../events/index.js';
import { Named, nullable, Time, Uuid } from './common.js';

export const EventView = Type.Object(
  {
    id: Uuid,
    cursor: Type.String({ description: 'Place in the change feed; a stream resumes after it.' }),
    revision: Type.Integer({ description: 'Grows when the event is told anew, for instance because it was mapped.' }),
    occurredAt: Time,
    wall: nullable(Type.String({ description: 'What the clock of the device showed.' })),
    zone: Type.String(),
    receivedAt: Time,
    clockOffsetMs: nullable(Type.Number({ description: 'Device clock minus hub clock when it was read.' })),
    device: Named,
    station: nullable(Named),
    unit: nullable(Named),
    person: nullable(Named),
    deviceUserId: Type.String(),
    methods: Type.Array(Type.Enum([...METHODS])),
    direction: Type.Enum([...DIRECTIONS]),
    assurance: Type.Enum(['multi-factor', 'biometric', 'possession', 'knowledge', 'statement', 'unknown']),
    verdict: Type.Enum(['accepted', 'review', 'rejected']),
    flags: Type.Array(Type.Enum([...EVENT_FLAGS])),
    workCode: nullable(Type.String()),
    transport: Type.String(),
  },
  { description: 'One scan of one number on one device, whatever number of readings told of it.' },
);
export type EventView = Static<typeof EventView>;

export function eventView(row: EventRow): EventView {
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  return {
    id: row.id,
    cursor: String(row.position),
    revision: row.revision,
    occurredAt: row.occurredAt.toISOString(),
    wall: row.wall,
    zone: row.zone,
    receivedAt: row.receivedAt.toISOString(),
    clockOffsetMs: row.clockOffsetMs,
    device: { id: row.deviceId, name: row.deviceName },
    station: named(row.stationId, row.stationName),
    unit: named(row.unitId, row.unitName),
    person: named(row.personId, row.personName),
    deviceUserId: row.deviceUserId,
    methods: [...row.methods],
    direction: row.direction,
    assurance: row.assurance,
    verdict: row.verdict,
    flags: [...row.flags],
    workCode: row.workCode,
    transport: row.transport,
  };
}
