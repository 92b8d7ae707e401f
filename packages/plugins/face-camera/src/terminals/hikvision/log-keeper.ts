import type { DeviceContext, EmitReceipt, Reading, TemperatureMode, WallTime } from '@hadir/sdk';
import type { HikEvent } from '../../wire/hik-event.js';
import { type DeviceClock, deviceNow, shifted, spanMs } from '../device-clock.js';
import { codedError } from '../failures.js';
import { type HikProgress, progressCursor, readProgress } from './cursor.js';
import { type HikReadingContext, hikReadings } from './readings.js';
import type { HikFound, HikSearcher, HikSearchRange } from './search.js';

export interface LogKeeperOptions {
  readonly context: Pick<DeviceContext, 'clock' | 'cursor' | 'emit' | 'report' | 'log'>;
  readonly searcher: HikSearcher;
  /** What is known of the terminal's clock now. */
  readonly clock: () => DeviceClock;
  readonly historyDays: number;
  readonly temperature: TemperatureMode | null;
}

/** Knows what of a terminal's log is stored, whichever way it came, and fetches what is missing. */
export interface LogKeeper {
  /** Makes events durable that came by themselves. @returns whether the log must be asked for others between them */
  take(events: readonly HikEvent[], transport: 'isapi-push' | 'isapi-stream'): Promise<{ readonly hasGap: boolean }>;
  /** Reads the log from where it is known. Calls at the same time are one. */
  fill(signal: AbortSignal): Promise<void>;
  /** Reads again what was recorded in that time; what is known is not doubled. */
  reread(from: WallTime, signal: AbortSignal): Promise<number>;
  readonly earliest: () => WallTime;
}

const DAY_MS = 86_400_000;
/** Events are recorded a little after they happen, and a set-back clock writes a few minutes twice. */
const OVERLAP_MS = 5 * 60_000;
/** Clocks run apart while nobody looks. */
const AHEAD_MS = 2 * 60_000;

/** Access events of every kind, and openings from afar, which are kept under operations. */
const EVENTS = { major: 5, minor: 0 } as const;
const REMOTE_OPENINGS = { major: 3, minor: 1024 } as const;

const later = (a: WallTime, b: WallTime): WallTime => (a.localeCompare(b) < 0 ? b : a);
const earlier = (a: WallTime, b: WallTime): WallTime => (a.localeCompare(b) < 0 ? a : b);

export function logKeeper(options: LogKeeperOptions): LogKeeper {
  const { context, searcher, clock } = options;
  let progress: HikProgress = readProgress(context.cursor);
  let hasOperationLog = true;
  let running: Promise<void> | null = null;
  let isAsked = false;

  const now = (): WallTime => deviceNow(clock(), context);
  const earliest = (): WallTime => shifted(now(), -options.historyDays * DAY_MS);

  function readingsOf(events: readonly HikEvent[], where: Pick<HikReadingContext, 'transport' | 'live'>): Reading[] {
    const { offsetMs: clockOffsetMs } = clock();
    const { temperature } = options;
    return events.flatMap((event) => hikReadings(event, { ...where, clockOffsetMs, temperature }));
  }

  function emit(readings: readonly Reading[], next: HikProgress | null): Promise<EmitReceipt> {
    if (next !== null) progress = next;
    return context.emit({ readings, ...(next === null ? {} : { cursor: progressCursor(next) }) });
  }

  /** Progress after an event that came by itself: it moves only when no number is missing before it. */
  function after(known: HikProgress, { serialNo, time }: HikEvent): { progress: HikProgress; hasGap: boolean } {
    if (serialNo === null || known.at === null) return { progress: known, hasGap: false };
    // The log was empty: of the first event's number nothing is known, so the log is asked what stands before it.
    if (known.serial === null) return { progress: known, hasGap: true };
    const wall = time?.wall ?? null;
    if (serialNo === known.serial + 1) {
      // Never ahead of the clock: an event of a clock that was wrong for a while must not hide what follows.
      const at = wall !== null && wall > known.at && wall <= now() ? wall : known.at;
      return { progress: { serial: serialNo, at }, hasGap: false };
    }
    if (serialNo > known.serial) return { progress: known, hasGap: true };
    // A terminal that was reset counts from 1 again; an old number in an old event is only told twice.
    const isReset = wall !== null && wall > known.at;
    return isReset ? { progress: { ...known, serial: serialNo }, hasGap: true } : { progress: known, hasGap: false };
  }

  async function* found(range: Pick<HikSearchRange, 'from' | 'to'>, signal: AbortSignal): AsyncIterable<HikFound> {
    const { utcOffsetSeconds } = clock();
    if (hasOperationLog) {
      try {
        // Operations first: the end of the events then ends the whole.
        for await (const { page } of searcher.find({ ...range, ...REMOTE_OPENINGS }, utcOffsetSeconds, signal)) {
          yield { page, doneTo: null };
        }
      } catch (error) {
        const code = codedError(error)?.code;
        if (code !== 'FACE_TERMINAL_REFUSED' && code !== 'FACE_TERMINAL_UNSUPPORTED') throw error;
        hasOperationLog = false;
        context.log.info('the terminal keeps no log of operations that can be searched');
      }
    }
    yield* searcher.find({ ...range, ...EVENTS }, utcOffsetSeconds, signal);
  }

  async function read(from: WallTime, isResumable: boolean, signal: AbortSignal): Promise<number> {
    const to = shifted(now(), AHEAD_MS);
    let received = 0;
    let highest: number | null = null;
    for await (const { page, doneTo } of found({ from, to }, signal)) {
      signal.throwIfAborted();
      received += page.events.length;
      for (const { serialNo } of page.events) if (serialNo !== null) highest = Math.max(highest ?? 0, serialNo);
      context.report({ type: 'traffic' });
      context.report({ type: 'progress', what: 'backfill', received, total: null });
      const readings = readingsOf(page.events, { transport: 'isapi-search', live: false });
      await store(readings, isResumable ? doneTo : null, doneTo === to ? highest : null);
    }
    return received;
  }

  async function store(readings: readonly Reading[], doneTo: WallTime | null, highest: number | null): Promise<void> {
    if (doneTo === null) {
      if (readings.length > 0) await emit(readings, null);
      return;
    }
    const limit = now();
    const reached = earlier(doneTo, limit);
    const serial = highest === null ? progress.serial : Math.max(highest, progress.serial ?? 0);
    const at = progress.at === null ? reached : later(reached, progress.at);
    await emit(readings, { serial, at });
  }

  async function catchUp(signal: AbortSignal): Promise<void> {
    do {
      isAsked = false;
      const known = progress.at;
      // A clock that was set back must not leave a hole that begins in the future. How far back the first reading goes
      // says nothing of the next: a hub that was away for long owes all of it.
      await read(known === null ? earliest() : shifted(earlier(known, now()), -OVERLAP_MS), true, signal);
    } while (isAsked && !signal.aborted);
  }

  return {
    earliest,
    async take(events, transport) {
      let next = progress;
      let hasGap = false;
      for (const event of events) {
        const step = after(next, event);
        next = step.progress;
        hasGap ||= step.hasGap;
      }
      const readings = readingsOf(events, { transport, live: true });
      const moved = next !== progress;
      if (readings.length > 0) await emit(readings, moved ? next : null);
      // The place in the log is stored with the next reading; until then it is only remembered.
      else if (moved) progress = next;
      return { hasGap };
    },
    fill(signal) {
      isAsked = true;
      running ??= catchUp(signal).finally(() => {
        running = null;
      });
      return running;
    },
    async reread(from, signal) {
      while (running !== null) await running;
      return spanMs(from, now()) <= 0 ? 0 : read(from, false, signal);
    },
  };
}
