import type { HadirError } from '@hadir/core';
import type { FaceService } from '../driver/face-service.js';
import { isDeviceFailure } from '../driver/failure.js';
import { pluginError } from '../plugin-errors.js';
import { looksLikeHadirError, reasonOf } from '../protocol/error-facts.js';
import { faceFault, isFaceCall } from '../protocol/face-check.js';
import { childController, settle } from './settle.js';

/** A question about faces as it reached the plugin. */
export interface FaceOrder {
  readonly call: string;
  readonly request: unknown;
  readonly budgetMs: number;
}

export interface FaceDesk {
  readonly pluginId: string;
  readonly faces: FaceService | undefined;
  readonly abortGraceMs: number;
  /** Aborts when the plugin is being closed. */
  readonly end: AbortSignal;
  readonly onBug: (error: HadirError) => void;
}

/**
 * Asks the driver. Errors that it names itself are its answer, all others are bugs; no text of an error carries a
 * picture or a template on.
 * @throws PLUGIN_FACES_UNSUPPORTED, PLUGIN_FACES_INVALID, PLUGIN_PHASE_TIMEOUT, PLUGIN_CANCELLED, PLUGIN_BUG or the driver's error
 */
export async function askFaces(desk: FaceDesk, order: FaceOrder, signal: AbortSignal): Promise<unknown> {
  const { call, request, budgetMs } = order;
  const { pluginId, faces, end } = desk;
  const serve = isFaceCall(call) ? faces?.[call] : undefined;
  if (!isFaceCall(call) || serve === undefined) throw pluginError('PLUGIN_FACES_UNSUPPORTED', { pluginId, call });
  const wrong = faceFault(call, 'request', request);
  if (wrong !== null) throw pluginError('PLUGIN_FACES_INVALID', { call, ...wrong });

  const phase = `faces.${call}`;
  const { controller, release } = childController(signal);
  const onEnd = () => controller.abort();
  end.addEventListener('abort', onEnd, { once: true });
  if (end.aborted) onEnd();
  const timer = setTimeout(() => controller.abort(), budgetMs);
  // The map of calls makes one type of all functions; which one it is was just checked against its schema.
  const settled = await settle(
    () =>
      (serve as (request: unknown, signal: AbortSignal) => Promise<unknown>).call(faces, request, controller.signal),
    controller.signal,
    desk.abortGraceMs,
  );
  clearTimeout(timer);
  release();
  end.removeEventListener('abort', onEnd);

  if (settled.type === 'value') {
    const fault = faceFault(call, 'answer', settled.value);
    if (fault === null) return settled.value;
    throw bug(desk, phase, `its answer is not valid at ${fault.path}: ${fault.reason}`);
  }
  if (settled.type === 'abandoned') desk.onBug(pluginError('PLUGIN_ABORT_IGNORED', { phase }));
  if (signal.aborted || end.aborted) throw pluginError('PLUGIN_CANCELLED');
  if (settled.type === 'abandoned' || controller.signal.aborted) {
    throw pluginError('PLUGIN_PHASE_TIMEOUT', { phase, budgetMs });
  }
  const { error } = settled;
  if (isDeviceFailure(error)) throw error.error;
  if (looksLikeHadirError(error)) throw error;
  throw bug(desk, phase, withoutData(reasonOf(error)));
}

function bug(desk: FaceDesk, phase: string, reason: string): HadirError {
  const error = pluginError('PLUGIN_BUG', { phase, reason });
  desk.onBug(error);
  return error;
}

/** Long runs of base64 or of numbers in the text of an error are somebody's face. */
function withoutData(text: string): string {
  return text.replace(/[A-Za-z0-9+/=]{48,}|(?:-?\d+(?:\.\d+)?(?:e-?\d+)?[,;\s]+){4,}/g, '…');
}
