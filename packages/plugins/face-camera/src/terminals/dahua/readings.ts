import type { OperationReading, PunchReading, Reading } from '@hadir/sdk';
import type { DahuaAccess } from '../../wire/dahua-event.js';
import { dahuaMeaning, dahuaStateCode } from '../../wire/dahua-meaning.js';

export type DahuaTransport = 'dahua-stream' | 'dahua-records';

/** What is known beside the record itself. */
export interface DahuaReadingContext {
  readonly transport: DahuaTransport;
  readonly live: boolean;
  readonly clockOffsetMs: number;
  /** True UTC of what the record states. */
  readonly utcSeconds: number;
}

function common(record: DahuaAccess, context: DahuaReadingContext) {
  return {
    time: { form: 'instant', epochMs: context.utcSeconds * 1000 } as const,
    transport: context.transport,
    clockOffsetMs: context.clockOffsetMs,
    raw: { encoding: 'utf8', data: JSON.stringify(record.evidence) } as const,
  };
}

function punchOf(record: DahuaAccess, deviceUserId: string, context: DahuaReadingContext): PunchReading {
  const state = dahuaStateCode(record);
  return {
    kind: 'punch',
    // Live events state neither a record number nor, on some firmware, the same method as the log; user and second they do.
    key: `p|${deviceUserId}|${context.utcSeconds}`,
    deviceUserId,
    ...(record.method === null ? {} : { verify: { table: 'dahua.verify', code: record.method } }),
    ...(state === null ? {} : { state: { table: 'dahua.state', code: state } }),
    live: context.live,
    ...common(record, context),
  };
}

function operationOf(record: DahuaAccess, method: number, context: DahuaReadingContext): OperationReading {
  return {
    kind: 'operation',
    key: `o|${method}|${context.utcSeconds}`,
    operation: { table: 'dahua.operation', code: method },
    ...(record.userId === null ? {} : { operator: record.userId }),
    values: [],
    ...common(record, context),
  };
}

/** None for refusals and for passes of nobody, of which nothing is kept. */
export function dahuaReadings(record: DahuaAccess, context: DahuaReadingContext): readonly Reading[] {
  const meaning = dahuaMeaning(record);
  if (meaning === 'operation' && record.method !== null) return [operationOf(record, record.method, context)];
  return meaning === 'punch' && record.userId !== null ? [punchOf(record, record.userId, context)] : [];
}
