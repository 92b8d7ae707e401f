import type { Brand } from '../brand.js';

/** A point on the world's time line: milliseconds since 1970-01-01T00:00:00Z. Never a device's wall clock. */
export type Instant = Brand<number, 'Instant'>;

export function instant(epochMs: number): Instant {
  return epochMs as Instant;
}

/** RFC 3339 in UTC, with milliseconds. */
export function instantToText(value: Instant): string {
  return new Date(value).toISOString();
}

/** Where the present comes from. Core has none of its own; callers pass one in. */
export interface Clock {
  now(): Instant;
}
