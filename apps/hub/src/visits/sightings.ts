import { DEFAULT_CLOCK_POLICY, type EventFlag, type IdentitySighting, instant, type SightingKind } from '@hadir/core';

/** An attendance event as far as it tells of somebody at a station. */
export interface SeenEvent {
  readonly id: string;
  readonly deviceId: string;
  readonly deviceUserId: string;
  readonly personId: string | null;
  readonly occurredAtMs: number;
  readonly receivedAtMs: number;
  /** Device clock minus hub clock; null when nobody measured it. */
  readonly clockOffsetMs: number | null;
  readonly methods: readonly string[];
  readonly flags: readonly EventFlag[];
  /** Told as it happened; false for what came out of a memory. */
  readonly live: boolean;
}

/** Told so soon after it happened by the hub's own clock, it cannot be off by more, measured or not. */
export const PROMPT_MS = 5_000;

const NO_TIME: ReadonlySet<EventFlag> = new Set(['clock-unset', 'time-invalid']);
const DOUBTFUL_TIME: ReadonlySet<EventFlag> = new Set(['clock-skew', 'time-future', 'wall-ambiguous']);
const DOUBTFUL_PERSON: ReadonlySet<EventFlag> = new Set(['face-alike', 'liveness-failed']);

export function toSighting(event: SeenEvent): IdentitySighting {
  const { atMs, isSure } = timeOf(event);
  return {
    id: event.id,
    deviceId: event.deviceId,
    kind: kindOf(event.methods),
    who: whoOf(event.personId, event.deviceId, event.deviceUserId),
    at: instant(atMs),
    isTimeSure: isSure,
    isPersonSure: !event.flags.some((flag) => DOUBTFUL_PERSON.has(flag)),
  };
}

/** Equal for the same person. Whoever is not mapped is one for each device: two of them may be one, never the reverse. */
export function whoOf(personId: string | null, deviceId: string, deviceUserId: string): string {
  return personId === null ? `user:${deviceId}:${deviceUserId}` : `person:${personId}`;
}

/** A phone's check-in rests on its nearness to the office's beacon. */
function kindOf(methods: readonly string[]): SightingKind {
  if (methods.includes('face')) return 'face';
  return methods.includes('phone') ? 'proximity' : 'punch';
}

/**
 * Attendance leaves a clock alone that is off by less than a minute; joining counts seconds, so every measured offset is
 * taken off here. Without a measurement only what was told at once is sure.
 */
function timeOf({ occurredAtMs, receivedAtMs, clockOffsetMs, flags, live }: SeenEvent): {
  readonly atMs: number;
  readonly isSure: boolean;
} {
  const has = (those: ReadonlySet<EventFlag>): boolean => flags.some((flag) => those.has(flag));
  if (flags.includes('time-absent')) return { atMs: receivedAtMs, isSure: live };
  if (has(NO_TIME)) return { atMs: receivedAtMs, isSure: false };
  if (clockOffsetMs === null) {
    const isPrompt = live && Math.abs(receivedAtMs - occurredAtMs) <= PROMPT_MS;
    return { atMs: occurredAtMs, isSure: isPrompt && !has(DOUBTFUL_TIME) };
  }
  const atMs = flags.includes('clock-corrected') ? occurredAtMs : Math.round(occurredAtMs - clockOffsetMs);
  const isFresh = live || receivedAtMs - atMs <= DEFAULT_CLOCK_POLICY.measurementValidForMs;
  return { atMs, isSure: isFresh && !has(DOUBTFUL_TIME) };
}
