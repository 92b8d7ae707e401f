import type { Assurance, Direction, EventFlag, Method, Verdict } from '@hadir/core';
import type { Named, Time } from './common.js';

/** One scan of one number on one device, whatever number of readings told of it. */
export interface EventView {
  readonly id: string;
  /** Place in the change feed; a stream resumes after it. Opaque. */
  readonly cursor: string;
  /** Grows when the event is told anew, for instance because its number was mapped to a person. */
  readonly revision: number;
  readonly occurredAt: Time;
  /** What the clock of the device showed, without a zone; null when it gave no usable time. */
  readonly wall: string | null;
  readonly zone: string;
  readonly receivedAt: Time;
  /** Device clock minus hub clock when it was read. */
  readonly clockOffsetMs: number | null;
  readonly device: Named;
  readonly station: Named | null;
  readonly unit: Named | null;
  /** Null while nobody is mapped to the number on that day. */
  readonly person: Named | null;
  readonly deviceUserId: string;
  readonly methods: readonly Method[];
  readonly direction: Direction;
  readonly assurance: Assurance;
  readonly verdict: Verdict;
  readonly flags: readonly EventFlag[];
  readonly workCode: string | null;
  readonly transport: string;
}

/** One event and the way it came. */
/** What an officer decided about a scan that waited for one. */
export interface EventDecision {
  readonly verdict: 'accepted' | 'rejected';
  readonly reason: string;
  readonly by: string;
  readonly at: Time;
}

export interface EventDetail {
  readonly event: EventView;
  /** In order; the last one counts, the event itself is never edited. */
  readonly decisions: readonly EventDecision[];
  /** Why it says what it says, a sentence a line, in the language asked for. */
  readonly explanation: readonly string[];
  /** Journal rows that tell of this scan. */
  readonly evidence: readonly JournalRow[];
}

export interface JournalRow {
  /** Place in the device's journal. */
  readonly seq: number;
  readonly kind: string;
  readonly receivedAt: Time;
  /** What the device said, with the raw bytes. */
  readonly reading: unknown;
  readonly hash: string;
}

export interface JournalHead {
  readonly device: Named;
  readonly seq: number;
  readonly hash: string;
  readonly cursorAt: Time | null;
}

export interface JournalReport {
  readonly ok: boolean;
  readonly devices: number;
  readonly rows: number;
  readonly checkpoints: number;
  readonly faults: readonly {
    readonly deviceId: string | null;
    readonly kind: string;
    readonly seq: number | null;
    readonly detail: string;
  }[];
}
