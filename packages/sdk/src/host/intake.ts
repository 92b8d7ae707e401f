import { assertReadings } from '@hadir/core';
import { type Cursor, type EmitReceipt, MAX_CURSOR_BYTES } from '../driver/context.js';
import { pluginError } from '../plugin-errors.js';
import { looksLikeHadirError, reasonOf } from '../protocol/error-facts.js';
import type { ReadingSink } from './sink.js';

/** A batch as it came from a runner; nothing in it is trusted yet. */
interface IncomingBatch {
  readonly pluginId: string;
  readonly deviceId: string;
  /** Different for every session of the device, also over restarts of its process. */
  readonly session: string;
  readonly readings: readonly unknown[];
  readonly cursor?: unknown;
}

/**
 * The border between plugins and the sink: readings are checked here, and stored per device in the order in which they
 * came. After a batch that was not stored, those behind it of the same session are refused: their cursor would step
 * over the hole.
 */
export interface Intake {
  /** @throws READING_INVALID, PLUGIN_SESSION_ENDED, PLUGIN_SINK_FAILED or the sink's own HadirError */
  take(batch: IncomingBatch): Promise<EmitReceipt>;
  /** Batches of the device that wait for the sink. */
  waiting(deviceId: string): number;
  /** Resolves when all that came so far of the device is stored or refused. */
  settled(deviceId: string): Promise<void>;
}

interface Lane {
  tail: Promise<unknown>;
  waiting: number;
  refusedSession: string | null;
}

export function createIntake(sink: ReadingSink): Intake {
  const lanes = new Map<string, Lane>();

  const laneOf = (deviceId: string): Lane => {
    const lane = lanes.get(deviceId) ?? { tail: Promise.resolve(), waiting: 0, refusedSession: null };
    lanes.set(deviceId, lane);
    return lane;
  };

  const store = async (lane: Lane, batch: IncomingBatch): Promise<EmitReceipt> => {
    if (lane.refusedSession === batch.session) throw pluginError('PLUGIN_SESSION_ENDED');
    try {
      const { pluginId, deviceId, readings, cursor } = batch;
      assertReadings(readings);
      const cursorBytes = cursor === undefined ? 0 : Buffer.byteLength(JSON.stringify(cursor));
      if (cursorBytes > MAX_CURSOR_BYTES) {
        throw pluginError('PLUGIN_BATCH_INVALID', { path: '/cursor', reason: `has ${cursorBytes} bytes` });
      }
      return await sink.append({
        pluginId,
        deviceId,
        readings,
        ...(cursor === undefined ? {} : { cursor: cursor as Cursor }),
      });
    } catch (thrown) {
      lane.refusedSession = batch.session;
      throw looksLikeHadirError(thrown)
        ? thrown
        : pluginError('PLUGIN_SINK_FAILED', { reason: reasonOf(thrown) }, thrown);
    }
  };

  return {
    take(batch) {
      const lane = laneOf(batch.deviceId);
      lane.waiting += 1;
      const result = lane.tail
        .then(() => store(lane, batch))
        .finally(() => {
          lane.waiting -= 1;
          if (lane.waiting === 0 && lane.refusedSession === null) lanes.delete(batch.deviceId);
        });
      lane.tail = result.catch(() => undefined);
      return result;
    },
    waiting: (deviceId) => lanes.get(deviceId)?.waiting ?? 0,
    async settled(deviceId) {
      await lanes.get(deviceId)?.tail;
    },
  };
}
