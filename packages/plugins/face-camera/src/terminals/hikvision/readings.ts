import type { OperationReading, PunchReading, Reading, TemperatureMode, TemperatureReading } from '@hadir/sdk';
import type { HikEvent } from '../../wire/hik-event.js';
import { hikMeaning, hikOperationCode, hikStateCode } from '../../wire/hik-meaning.js';
import { deviceTimeOf } from '../../wire/stated-time.js';

export type HikTransport = 'isapi-push' | 'isapi-stream' | 'isapi-search';

/** What is known beside the event itself. */
export interface HikReadingContext {
  readonly transport: HikTransport;
  readonly live: boolean;
  readonly clockOffsetMs: number;
  /** Null: temperatures are not taken. */
  readonly temperature: TemperatureMode | null;
}

const MAX_KEY_CHARS = 200;

/** The same happening gives the same text, by whatever way it comes: push and search state the same wall time and number. */
function happening({ time, serialNo }: HikEvent): string {
  return `${time?.wall ?? time?.text ?? '-'}|${serialNo ?? '-'}`;
}

function common(event: HikEvent, context: HikReadingContext) {
  const { time } = event;
  return {
    time: time === null ? ({ form: 'absent' } as const) : deviceTimeOf(time),
    transport: context.transport,
    clockOffsetMs: context.clockOffsetMs,
  };
}

function punchOf(event: HikEvent, deviceUserId: string, context: HikReadingContext): PunchReading {
  const state = hikStateCode(event);
  return {
    kind: 'punch',
    key: `p|${deviceUserId}|${happening(event)}|${event.minor}`.slice(0, MAX_KEY_CHARS),
    deviceUserId,
    verify: { table: 'hikvision.verify', code: event.minor },
    ...(state === null ? {} : { state: { table: 'hikvision.state', code: state } }),
    live: context.live,
    ...(event.liveness === null ? {} : { liveness: event.liveness }),
    ...common(event, context),
    raw: { encoding: 'utf8', data: JSON.stringify(event.evidence) },
  };
}

/** Health data: made only when the site asked for it, and never part of the punch. */
function temperatureOf(
  event: HikEvent,
  deviceUserId: string,
  mode: TemperatureMode,
  context: HikReadingContext,
): TemperatureReading | null {
  const { temperature } = event;
  if (temperature === null) return null;
  const { value, unit, isAbnormal } = temperature;
  return {
    kind: 'temperature',
    key: `t|${deviceUserId}|${happening(event)}`.slice(0, MAX_KEY_CHARS),
    deviceUserId,
    value,
    unit,
    mode,
    compensation: { byDevice: 'unknown', offsetCelsius: 0 },
    live: context.live,
    ...common(event, context),
    raw: { encoding: 'utf8', data: JSON.stringify({ currTemperature: value, unit, isAbnormal }) },
  };
}

function operationOf(event: HikEvent, context: HikReadingContext): OperationReading {
  const code = hikOperationCode(event.major, event.minor);
  return {
    kind: 'operation',
    key: `o|${code}|${happening(event)}`.slice(0, MAX_KEY_CHARS),
    operation: { table: 'hikvision.operation', code },
    ...(event.employeeNo === null ? {} : { operator: event.employeeNo }),
    values: [],
    ...common(event, context),
    raw: { encoding: 'utf8', data: JSON.stringify(event.evidence) },
  };
}

/** Readings of one event: none for doors and for faces that were refused, of which nothing is kept. */
export function hikReadings(event: HikEvent, context: HikReadingContext): readonly Reading[] {
  const meaning = hikMeaning(event);
  if (meaning === 'operation') return [operationOf(event, context)];
  if (meaning !== 'punch' || event.employeeNo === null) return [];
  const punch = punchOf(event, event.employeeNo, context);
  const temperature =
    context.temperature === null ? null : temperatureOf(event, event.employeeNo, context.temperature, context);
  return temperature === null ? [punch] : [punch, temperature];
}
