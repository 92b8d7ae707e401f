import { type DeviceTime, tryParseWall, type WallTime } from '@hadir/sdk';

/** A time as a terminal wrote it in ISO 8601, with or without an offset. */
export interface StatedTime {
  /** By the terminal's own clock; null when no calendar has it. */
  readonly wall: WallTime | null;
  /** Seconds east of UTC, when stated. */
  readonly utcOffsetSeconds: number | null;
  /** As written. */
  readonly text: string;
}

const ISO = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?\s*(Z|[+-]\d{2}:?\d{2})?$/;
const MAX_CHARS = 64;
const MAX_OFFSET_SECONDS = 64_800;

/** Null for a text that is no time of any kind. */
export function readStatedTime(text: string): StatedTime | null {
  const match = ISO.exec(text.trim());
  if (match === null)
    return text.trim() === '' ? null : { wall: null, utcOffsetSeconds: null, text: text.slice(0, MAX_CHARS) };
  return {
    wall: tryParseWall(`${match[1]}T${match[2]}`),
    utcOffsetSeconds: offsetOf(match[3]),
    text: text.trim().slice(0, MAX_CHARS),
  };
}

function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined) return null;
  if (zone === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60;
  return seconds > MAX_OFFSET_SECONDS ? null : zone.startsWith('-') ? -seconds : seconds;
}

export function deviceTimeOf(time: StatedTime): DeviceTime {
  const { wall, utcOffsetSeconds, text } = time;
  if (wall === null) return { form: 'invalid', text };
  return utcOffsetSeconds === null ? { form: 'wall', wall } : { form: 'wall', wall, utcOffsetSeconds };
}

/** `+07:00`; what ISAPI wants behind a wall time. */
export function offsetText(utcOffsetSeconds: number): string {
  const minutes = Math.round(Math.abs(utcOffsetSeconds) / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${utcOffsetSeconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
