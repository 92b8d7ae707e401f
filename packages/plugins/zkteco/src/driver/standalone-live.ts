import { type DeviceContext, isHadirError, type Reading } from '@hadir/sdk';
import { punchFromEvent } from '../readings-from-rows.js';
import { type StandaloneSession, watchLive } from '../standalone/index.js';
import { decodeEvent, type ZkEvent } from '../wire/event.js';
import type { Frame } from '../wire/frame.js';

/** Alarm reasons that mean force: 54 door forced, 55 the terminal opened (vendor table of alarm reasons; zk-protocol). */
const TAMPER_REASONS: ReadonlySet<number> = new Set([54, 55]);

export interface LiveWatch {
  readonly context: DeviceContext;
  readonly session: StandaloneSession;
  /** The person in a slot, for events that name the slot only. */
  readonly userIdOfSlot: (uid: number) => string | undefined;
  /** Something happened that the log will tell more of. */
  readonly changed: () => void;
}

/**
 * Hands live punches on as they come, until the signal aborts. What cannot be read or resolved is left to the next
 * reading of the log, which holds it too.
 */
export async function streamLive(watch: LiveWatch, signal: AbortSignal): Promise<void> {
  const { context, session } = watch;
  let lastStored: Promise<unknown> = Promise.resolve();
  await watchLive(session, {
    signal,
    onEvent(frame) {
      context.report({ type: 'traffic' });
      const event = decode(frame, context);
      if (event === null) return;
      if (event.type === 'alarm' && event.reason !== null && TAMPER_REASONS.has(event.reason)) {
        context.raise({ code: 'ZK_TAMPER', details: { alarm: event.reason } });
      }
      if (event.type !== 'punch') return;
      const readings = event.punches.flatMap((punch): Reading | readonly Reading[] => {
        // Somebody new in a slot: the log is read with the users anew, and only then can it be said who it was.
        if (punch.uid !== null && watch.userIdOfSlot(punch.uid) === undefined) return [];
        return punchFromEvent(punch, watch.userIdOfSlot, { transport: 'zk-live' }) ?? [];
      });
      if (readings.length < event.punches.length) watch.changed();
      if (readings.length === 0) return;
      // When it is not stored the host ends the session; the log still has the punch.
      lastStored = context.emit({ readings }).catch(() => undefined);
    },
  });
  await lastStored;
}

function decode(frame: Frame, context: DeviceContext): ZkEvent | null {
  try {
    return decodeEvent(frame.session, frame.data);
  } catch (error) {
    if (!isHadirError(error)) throw error;
    context.raise({ code: error.code, details: error.details });
    return null;
  }
}
