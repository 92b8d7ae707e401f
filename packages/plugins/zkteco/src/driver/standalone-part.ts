import { type DeviceContext, type DeviceInfo, isHadirError, pause } from '@hadir/sdk';
import { quirkEffect } from '../quirks.js';
import { deviceUserFromRecord } from '../readings-from-rows.js';
import {
  clockOffset,
  identify,
  openSession,
  readClock,
  readUsers,
  type StandaloneSession,
  type TerminalIdentity,
} from '../standalone/index.js';
import type { CursorBook } from './cursor-book.js';
import type { DeviceSettings, PullSettings } from './device-settings.js';
import { emitAll } from './emit.js';
import type { Part } from './part.js';
import { requireSerial } from './serial.js';
import { standaloneCommand } from './standalone-command.js';
import { infoOf } from './standalone-info.js';
import type { StandaloneLink } from './standalone-link.js';
import { streamLive } from './standalone-live.js';
import { LOG_PART, readLog } from './standalone-log.js';
import { readNewOperations } from './standalone-operations.js';

/** How often a sign of life is passed on while the line is open. */
const TRAFFIC_EVERY_MS = 10_000;
const NEARLY_FULL_SHARE = 0.9;

/** The way over port 4370, TCP or UDP: connected, authorised and identified when this resolves. */
export async function standalonePart(
  context: DeviceContext,
  settings: DeviceSettings,
  pull: PullSettings & { readonly transport: 'tcp' | 'udp' },
  book: CursorBook,
): Promise<Part> {
  const { clock, signal } = context;
  const session = await openSession({
    host: pull.host,
    port: pull.port,
    transport: pull.transport,
    clock,
    signal,
    ...(pull.commKey === undefined ? {} : { commKey: pull.commKey }),
  });
  let identity: TerminalIdentity;
  try {
    identity = await identify(session, signal);
    requireSerial(settings.serialNumber, identity.serialNumber);
  } catch (error) {
    await session.close();
    throw error;
  }
  context.report({ type: 'traffic' });
  const info = infoOf(identity);
  context.report({ type: 'info', info });
  applyQuirks(context, session, info);
  const capacity = identity.counts?.recordCap ?? null;
  const usualBytes = quirkEffect(info, 'record-size')?.bytes;
  const slots = new Map<number, string>();
  let hasOperations = true;
  let usersAtMs: number | null = null;
  let wake = new AbortController();

  const link: StandaloneLink = {
    context,
    session,
    settings,
    pull,
    async readLog(reread, within) {
      const summary = await readLog(
        { context, session, pull, book, fullRereadMs: settings.fullRereadMs, capacity, usualBytes },
        reread,
        within,
      );
      reportFill(context, summary.recordsInLog, capacity);
      context.report({ type: 'traffic' });
      return summary;
    },
    async logErased() {
      await context.emit({ readings: [], cursor: book.with(LOG_PART, null) });
    },
    async readUsers(within) {
      const { users } = await readUsers(session, { encoding: settings.encoding, signal: within });
      slots.clear();
      for (const user of users) slots.set(user.uid, user.deviceUserId);
      if (users.some((user) => user.nameFallback)) {
        context.raise({ code: 'ZK_TEXT_FALLBACK', details: { encoding: settings.encoding } });
      } else context.clear('ZK_TEXT_FALLBACK');
      await emitAll(
        context,
        users.map((user) => deviceUserFromRecord(user, { transport: pull.transport === 'udp' ? 'zk-udp' : 'zk-tcp' })),
      );
      usersAtMs = clock.now();
      return users.length;
    },
    async readClock(within) {
      const reading = await readClock(session, within);
      const offsetMs = clockOffset(reading, context.zone);
      reportOffset(context, offsetMs, reading.time.text, settings.clockToleranceMs);
      return { wall: reading.time.text, offsetMs };
    },
  };

  async function backfill(within: AbortSignal): Promise<void> {
    await link.readClock(within);
    // Before the log: live events of old firmware name slots only, and the log of such terminals does too.
    if (usersAtMs === null || clock.now() - usersAtMs >= settings.fullRereadMs) await link.readUsers(within);
    await link.readLog(false, within);
    if (hasOperations) hasOperations = await readNewOperations(context, session, book, within);
  }

  async function poll(within: AbortSignal): Promise<void> {
    while (!within.aborted) {
      await pause(pull.pollMs, AbortSignal.any([within, wake.signal]));
      wake = new AbortController();
      if (within.aborted) return;
      await backfill(within);
    }
  }

  async function breathe(within: AbortSignal): Promise<void> {
    while (!within.aborted) {
      await pause(TRAFFIC_EVERY_MS, within);
      if (session.idleMs() < TRAFFIC_EVERY_MS) context.report({ type: 'traffic' });
    }
  }

  /** The first of the three that fails ends the others; a closed session is a failure. */
  async function stream(outer: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const within = AbortSignal.any([outer, stop.signal]);
    const live = pull.liveEvents
      ? streamLive({ context, session, userIdOfSlot: (uid) => slots.get(uid), changed: () => wake.abort() }, within)
      : untilClosed(session, within);
    const tasks = [live, poll(within), breathe(within)];
    try {
      await Promise.all(tasks);
    } catch (error) {
      if (!outer.aborted) throw error;
    } finally {
      stop.abort();
      await Promise.allSettled(tasks);
    }
  }

  return {
    backfill,
    stream,
    command: (command, commandContext) => standaloneCommand(link, command, commandContext),
    close: () => session.close(),
  };
}

function applyQuirks(context: DeviceContext, session: StandaloneSession, info: DeviceInfo): void {
  const chunk = quirkEffect(info, 'chunk-limit');
  session.adapt({
    bufferedRead: quirkEffect(info, 'no-buffered-read') === undefined,
    directRead: quirkEffect(info, 'no-direct-read') === undefined,
    ...(chunk === undefined ? {} : { chunkBytes: Math.min(chunk.bytes, session.limits.chunkBytes) }),
  });
  if (quirkEffect(info, 'clock-resets') === undefined) context.clear('ZK_CLOCK_WITHOUT_BATTERY');
  else context.raise({ code: 'ZK_CLOCK_WITHOUT_BATTERY', details: { model: info.model ?? '?' } });
}

function reportFill(context: DeviceContext, records: number, capacity: number | null): void {
  context.report({ type: 'info', info: { recordCount: records } });
  if (capacity === null || capacity === 0) return;
  if (records >= capacity * NEARLY_FULL_SHARE)
    context.raise({ code: 'ZK_LOG_NEARLY_FULL', details: { records, capacity } });
  else context.clear('ZK_LOG_NEARLY_FULL');
}

function reportOffset(context: DeviceContext, offsetMs: number | null, text: string, toleranceMs: number): void {
  if (offsetMs === null) {
    context.raise({ code: 'ZK_CLOCK_UNREADABLE', details: { text } });
    return;
  }
  context.clear('ZK_CLOCK_UNREADABLE');
  context.report({ type: 'clock', offsetMs });
  if (Math.abs(offsetMs) > toleranceMs) {
    context.raise({ code: 'ZK_CLOCK_SKEW', details: { seconds: Math.round(offsetMs / 1000) } });
  } else context.clear('ZK_CLOCK_SKEW');
}

async function untilClosed(session: StandaloneSession, within: AbortSignal): Promise<void> {
  const error = await Promise.race([session.ended, pause(2 ** 31 - 1, within).then(() => null)]);
  if (isHadirError(error)) throw error;
}
