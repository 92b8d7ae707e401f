import type { HadirError } from '@hadir/core';
import {
  type Cursor,
  type EmitBatch,
  type EmitReceipt,
  MAX_BATCH_READINGS,
  MAX_CURSOR_BYTES,
} from '../driver/context.js';
import { pluginError } from '../plugin-errors.js';
import { looksLikeHadirError, reasonOf } from '../protocol/error-facts.js';
import type { SessionFailure } from './failure.js';
import type { RunnerLink } from './link.js';
import { createSlots } from './slots.js';

export interface EmitterOptions {
  readonly deviceId: string;
  readonly session: number;
  readonly link: RunnerLink;
  /** Batches that wait for the host at once. */
  readonly pendingBatches: number;
  /** A batch is durable, and its cursor with it. */
  readonly onStored: (cursor: Cursor | undefined) => void;
  /** A batch was not stored: the session cannot go on, or a later cursor would step over the hole. */
  readonly onBroken: (failure: SessionFailure) => void;
}

export interface Emitter {
  emit(batch: EmitBatch): Promise<EmitReceipt>;
  close(): void;
}

/** Hands a session's batches to the host: in order, a few at a time, none after the first that was not stored. */
export function createEmitter(options: EmitterOptions): Emitter {
  const slots = createSlots(options.pendingBatches);
  let ended = false;

  const broken = (failure: SessionFailure): HadirError => {
    if (!ended) {
      ended = true;
      options.onBroken(failure);
    }
    return failure.error;
  };

  return {
    async emit(batch) {
      if (ended) throw pluginError('PLUGIN_SESSION_ENDED');
      const fault = faultOf(batch);
      if (fault !== null) throw broken({ kind: 'bug', error: fault });
      if (batch.readings.length === 0 && batch.cursor === undefined) return { appended: 0, known: 0 };
      await slots.take();
      try {
        if (ended) throw pluginError('PLUGIN_SESSION_ENDED');
        const receipt = await options.link.append(options.deviceId, options.session, batch);
        options.onStored(batch.cursor);
        return receipt;
      } catch (thrown) {
        throw broken(appendFailure(thrown));
      } finally {
        slots.give();
      }
    },
    close() {
      ended = true;
    },
  };
}

const BUG_CODES = new Set(['READING_INVALID', 'PLUGIN_BATCH_INVALID']);

function appendFailure(thrown: unknown): SessionFailure {
  if (!looksLikeHadirError(thrown)) {
    return { kind: 'not-stored', error: pluginError('PLUGIN_SINK_FAILED', { reason: reasonOf(thrown) }, thrown) };
  }
  return { kind: BUG_CODES.has(thrown.code) ? 'bug' : 'not-stored', error: thrown };
}

/** Readings themselves are checked where they arrive; here only what the host could not even be asked to look at. */
function faultOf(batch: EmitBatch): HadirError | null {
  if (!Array.isArray(batch?.readings)) {
    return pluginError('PLUGIN_BATCH_INVALID', { path: '/readings', reason: 'must be a list of readings' });
  }
  if (batch.readings.length > MAX_BATCH_READINGS) {
    return pluginError('PLUGIN_BATCH_INVALID', {
      path: '/readings',
      reason: `has ${batch.readings.length} readings, at most ${MAX_BATCH_READINGS} are allowed`,
    });
  }
  return batch.cursor === undefined ? null : cursorFault(batch.cursor);
}

function cursorFault(cursor: unknown): HadirError | null {
  let text: string | undefined;
  try {
    text = JSON.stringify(cursor);
  } catch (thrown) {
    return pluginError('PLUGIN_BATCH_INVALID', { path: '/cursor', reason: reasonOf(thrown) });
  }
  if (text === undefined) return pluginError('PLUGIN_BATCH_INVALID', { path: '/cursor', reason: 'is not JSON' });
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_CURSOR_BYTES) return null;
  return pluginError('PLUGIN_BATCH_INVALID', {
    path: '/cursor',
    reason: `has ${bytes} bytes, at most ${MAX_CURSOR_BYTES} are allowed`,
  });
}
