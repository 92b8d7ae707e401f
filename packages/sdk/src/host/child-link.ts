import type { Socket } from 'node:net';
import { type EmitReceipt, MAX_BATCH_BYTES } from '../driver/context.js';
import { pluginError } from '../plugin-errors.js';
import { type ErrorFacts, errorOf } from '../protocol/error-facts.js';
import { encodeFrame, frameText } from '../protocol/frame.js';
import { packReadings } from '../protocol/pack.js';
import type { BatchMessage, ToHost } from '../protocol/to-host.js';
import type { RunnerLink } from '../runner/link.js';

/** The plugin process's end of the pipe. */
export interface ChildLink extends RunnerLink {
  say(message: ToHost, sent?: () => void): void;
  stored(batchId: number, receipt: EmitReceipt): void;
  refused(batchId: number, error: ErrorFacts): void;
}

interface Pending {
  readonly bytes: number;
  readonly resolve: (receipt: EmitReceipt) => void;
  readonly reject: (error: Error) => void;
}

/** @param pendingBytes bytes of batches that wait for the host at once; a batch more may be begun while there is room */
export function createChildLink(pipe: Socket, pendingBytes: number): ChildLink {
  const pending = new Map<number, Pending>();
  let room: (() => void)[] = [];
  let bytesWaiting = 0;
  let lastBatchId = 0;

  const take = (batchId: number): Pending | undefined => {
    const entry = pending.get(batchId);
    if (entry === undefined) return undefined;
    pending.delete(batchId);
    bytesWaiting -= entry.bytes;
    const waiting = room;
    room = [];
    for (const resume of waiting) resume();
    return entry;
  };

  return {
    say(message, sent) {
      pipe.write(encodeFrame(message), sent);
    },
    notice(notice) {
      pipe.write(encodeFrame(notice));
    },
    async append(deviceId, session, batch) {
      while (bytesWaiting >= pendingBytes) await new Promise<void>((resolve) => room.push(resolve));
      lastBatchId += 1;
      const batchId = lastBatchId;
      const message: BatchMessage = {
        type: 'batch',
        batchId,
        deviceId,
        session,
        readings: packReadings(batch.readings),
        ...(batch.cursor === undefined ? {} : { cursor: batch.cursor }),
      };
      const frame = frameText(JSON.stringify(message));
      if (frame.length > MAX_BATCH_BYTES) {
        throw pluginError('PLUGIN_BATCH_INVALID', {
          path: '/readings',
          reason: `has ${frame.length} bytes, at most ${MAX_BATCH_BYTES} are allowed`,
        });
      }
      bytesWaiting += frame.length;
      return new Promise((resolve, reject) => {
        pending.set(batchId, { bytes: frame.length, resolve, reject });
        pipe.write(frame);
      });
    },
    stored(batchId, receipt) {
      take(batchId)?.resolve(receipt);
    },
    refused(batchId, error) {
      take(batchId)?.reject(errorOf(error));
    },
  };
}
