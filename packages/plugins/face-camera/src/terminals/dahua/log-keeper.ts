import type { DeviceContext, Reading } from '@hadir/sdk';
import type { DahuaAccess } from '../../wire/dahua-event.js';
import type { DeviceClock } from '../device-clock.js';
import type { DahuaApi } from './api.js';
import { type DahuaProgress, progressCursor, readProgress } from './cursor.js';
import { type DahuaTransport, dahuaReadings } from './readings.js';
import { findRecords } from './search.js';
import { meaningOf, type SecondsMeaning, toUtcSeconds } from './stated-seconds.js';

export interface DahuaKeeperOptions {
  readonly context: Pick<DeviceContext, 'clock' | 'cursor' | 'emit' | 'report' | 'raise'>;
  readonly api: DahuaApi;
  readonly clock: () => DeviceClock;
  readonly historyDays: number;
  /** As configured; null: found out. */
  readonly meaning: SecondsMeaning | null;
}

/** Knows what of a terminal's log is stored, whichever way it came, and fetches what is missing. */
export interface DahuaKeeper {
  /** @returns whether the log must be asked for what came before */
  take(records: readonly DahuaAccess[]): Promise<{ readonly hasGap: boolean }>;
  /** Reads the log from where it is known. Calls at the same time are one. */
  fill(signal: AbortSignal): Promise<void>;
  /** Reads that many days again; what is known is not doubled. */
  reread(days: number, signal: AbortSignal): Promise<number>;
}

const DAY_SECONDS = 86_400;
const OVERLAP_SECONDS = 300;

export function dahuaKeeper(options: DahuaKeeperOptions): DahuaKeeper {
  const { context, api, clock } = options;
  let progress: DahuaProgress = readProgress(context.cursor);
  if (options.meaning !== null) progress = { ...progress, meaning: options.meaning };
  let running: Promise<void> | null = null;
  let isAsked = false;

  const nowSeconds = (): number => Math.floor((context.clock.now() + clock().offsetMs) / 1000);

  /** Now, in the seconds that the terminal states. */
  const statedNow = (): number => nowSeconds() + (progress.meaning === 'local' ? clock().utcOffsetSeconds : 0);

  /** Learns what the terminal's seconds mean from what can only mean one thing. */
  function learn(records: readonly DahuaAccess[], isLive: boolean): void {
    if (options.meaning !== null) return;
    for (const { utc } of records) {
      const proven = utc === null ? null : meaningOf(utc, isLive, nowSeconds(), clock().utcOffsetSeconds);
      if (proven === null || proven === progress.meaning) continue;
      progress = { ...progress, meaning: proven };
      if (proven === 'local') context.raise({ code: 'FACE_TERMINAL_LOCAL_TIMES' });
    }
  }

  function readingsOf(records: readonly DahuaAccess[], transport: DahuaTransport, live: boolean): Reading[] {
    const { offsetMs: clockOffsetMs, utcOffsetSeconds } = clock();
    return records.flatMap((record) => {
      if (record.utc === null) return [];
      const utcSeconds = toUtcSeconds(record.utc, progress.meaning ?? 'utc', utcOffsetSeconds);
      return dahuaReadings(record, { transport, live, clockOffsetMs, utcSeconds });
    });
  }

  function range(from: number): { from: number; to: number } {
    // A day more than now, because the terminal's seconds may run ahead of UTC.
    return { from: Math.max(0, from), to: nowSeconds() + DAY_SECONDS };
  }

  async function read(from: number, isResumable: boolean, signal: AbortSignal): Promise<number> {
    let received = 0;
    for await (const { records, doneTo } of findRecords(api, range(from), signal)) {
      signal.throwIfAborted();
      learn(records, false);
      received += records.length;
      context.report({ type: 'traffic' });
      context.report({ type: 'progress', what: 'backfill', received, total: null });
      const readings = readingsOf(records, 'dahua-records', false);
      if (isResumable) progress = { ...progress, ...reached(records, doneTo) };
      if (readings.length > 0 || isResumable) {
        await context.emit({ readings, ...(isResumable ? { cursor: progressCursor(progress) } : {}) });
      }
    }
    return received;
  }

  function reached(records: readonly DahuaAccess[], doneTo: number): Pick<DahuaProgress, 'recNo' | 'at'> {
    const numbers = records.flatMap(({ recNo }) => (recNo === null ? [] : [recNo]));
    return {
      recNo: Math.max(progress.recNo ?? 0, ...numbers) || null,
      at: Math.max(progress.at ?? 0, Math.min(doneTo, statedNow())),
    };
  }

  async function catchUp(signal: AbortSignal): Promise<void> {
    do {
      isAsked = false;
      const first = nowSeconds() - options.historyDays * DAY_SECONDS;
      // What the newest records say of the clock must be known before the oldest are believed.
      if (progress.meaning === null) await learnFromNewest(signal);
      const { at } = progress;
      // A clock that was set back must not leave a hole that begins in the future.
      await read(at === null ? first : Math.min(at, statedNow()) - OVERLAP_SECONDS, true, signal);
    } while (isAsked && !signal.aborted);
  }

  async function learnFromNewest(signal: AbortSignal): Promise<void> {
    const from = nowSeconds();
    for await (const { records } of findRecords(api, { from, to: from + DAY_SECONDS }, signal)) learn(records, false);
  }

  return {
    async take(records) {
      learn(records, true);
      let hasGap = false;
      for (const { recNo, utc } of records) {
        if (utc === null) hasGap = true;
        if (recNo === null || progress.at === null) continue;
        // The log was empty: of the first record's number nothing is known, so the log is asked what stands before it.
        if (progress.recNo === null || recNo > progress.recNo + 1) hasGap = true;
        else if (recNo === progress.recNo + 1) progress = { ...progress, recNo };
      }
      const readings = readingsOf(records, 'dahua-stream', true);
      if (readings.length > 0) await context.emit({ readings });
      return { hasGap };
    },
    fill(signal) {
      isAsked = true;
      running ??= catchUp(signal).finally(() => {
        running = null;
      });
      return running;
    },
    async reread(days, signal) {
      while (running !== null) await running;
      return read(nowSeconds() - days * DAY_SECONDS, false, signal);
    },
  };
}
