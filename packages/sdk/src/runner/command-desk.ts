import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { CommandOutcome, DeviceCommand } from '../driver/command.js';
import { pluginError } from '../plugin-errors.js';
import { abortIgnored, failureOf } from './failure.js';
import type { LiveSession } from './live-session.js';
import { childController, settle } from './settle.js';
import type { RunnerTimings } from './timings.js';

export interface Order {
  readonly id: string;
  readonly command: DeviceCommand;
  /** Time allowed from now on. */
  readonly deadlineMs: number;
}

export type OnProgress = (fraction: number, note?: string) => void;

/** Takes the orders for one device: one at a time, each with a deadline, none done twice while it is remembered. */
export interface CommandDesk {
  run(order: Order, onProgress: OnProgress, signal: AbortSignal): Promise<CommandOutcome>;
  /** What orders can reach now: a session, one that is about to open, or none. */
  setLine(line: LiveSession | 'opening' | null): void;
}

/** Outcomes kept so that a repeated order is answered instead of done again. */
const REMEMBERED = 64;
const MAX_DATA_BYTES = 256 * 1024;

export const CommandOutcomeSchema = Type.Union([
  Type.Object(
    { status: Type.Literal('done'), data: Type.Optional(Type.Record(Type.String(), Type.Unknown())) },
    { additionalProperties: false },
  ),
  Type.Object(
    { status: Type.Literal('unsupported'), reason: Type.String({ maxLength: 500 }) },
    { additionalProperties: false },
  ),
]);
const outcomeChecker = Compile(CommandOutcomeSchema);

export function createCommandDesk(
  deviceId: string,
  timings: RunnerTimings,
  onBug: (error: Error) => void,
): CommandDesk {
  let line: LiveSession | 'opening' | null = null;
  let waiting: (() => void)[] = [];
  let tail: Promise<unknown> = Promise.resolve();
  const remembered = new Map<string, Promise<CommandOutcome>>();

  return {
    setLine(next) {
      line = next;
      if (line === 'opening') return;
      const ready = waiting;
      waiting = [];
      for (const resume of ready) resume();
    },
    run(order, onProgress, signal) {
      const known = remembered.get(order.id);
      if (known !== undefined) return known;
      const outcome = inTime(order, onProgress, signal);
      remembered.set(order.id, outcome);
      const oldest = remembered.keys().next().value;
      if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
      outcome.catch(() => remembered.delete(order.id));
      return outcome;
    },
  };

  /** Answers at the deadline or the cancellation, whatever the driver does. */
  async function inTime(order: Order, onProgress: OnProgress, signal: AbortSignal): Promise<CommandOutcome> {
    const { controller, release } = childController(signal);
    const deadline = setTimeout(() => controller.abort(timeout(order)), order.deadlineMs);
    const job = tail.then(() => execute(order, onProgress, controller.signal));
    tail = job.catch(() => undefined);
    try {
      return await Promise.race([job, rejectOnAbort(controller.signal, signal)]);
    } finally {
      clearTimeout(deadline);
      release();
      // Lets go of the listener behind the race, and of a job that is still in the queue.
      controller.abort();
    }
  }

  async function execute(order: Order, onProgress: OnProgress, signal: AbortSignal): Promise<CommandOutcome> {
    while (line === 'opening' && !signal.aborted) await nextLine(signal);
    if (signal.aborted) throw pluginError('PLUGIN_CANCELLED');
    const live = line;
    if (live === null || live === 'opening') throw pluginError('PLUGIN_DEVICE_OFFLINE', { deviceId });
    const command = live.session.command;
    if (command === undefined) return { status: 'unsupported', reason: 'The driver takes no orders for this device.' };

    const { controller, release } = childController(signal);
    const onLeave = () => controller.abort();
    live.leaving.addEventListener('abort', onLeave, { once: true });
    const context = { id: order.id, signal: controller.signal, progress: throttled(onProgress) };
    const settled = await settle(
      () => command.call(live.session, order.command, context),
      controller.signal,
      timings.abortGraceMs,
    );
    release();
    live.leaving.removeEventListener('abort', onLeave);

    if (settled.type === 'value') return checked(settled.value);
    if (settled.type === 'abandoned') live.fail(abortIgnored('command'));
    if (live.leaving.aborted) throw pluginError('PLUGIN_COMMAND_LOST', { command: order.command.name });
    if (settled.type === 'abandoned') throw timeout(order);
    const failure = failureOf(settled.error, 'command');
    if (failure.kind === 'bug' && !signal.aborted) onBug(failure.error);
    throw failure.error;
  }

  function nextLine(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done);
        waiting = waiting.filter((resume) => resume !== done);
        resolve();
      };
      waiting.push(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  function checked(outcome: unknown): CommandOutcome {
    const fault = outcomeChecker.Check(outcome) ? null : outcomeChecker.Errors(outcome)[0];
    const bytes = fault === null ? Buffer.byteLength(JSON.stringify(outcome)) : 0;
    if (fault === null && bytes <= MAX_DATA_BYTES) return outcome as CommandOutcome;
    const reason =
      fault === null ? `outcome has ${bytes} bytes` : `outcome${fault?.instancePath ?? ''} ${fault?.message ?? ''}`;
    const error = pluginError('PLUGIN_BUG', { phase: 'command', reason });
    onBug(error);
    throw error;
  }
}

function timeout(order: Order): Error {
  return pluginError('PLUGIN_COMMAND_TIMEOUT', { command: order.command.name, deadlineMs: order.deadlineMs });
}

function rejectOnAbort(signal: AbortSignal, caller: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = () => reject(caller.aborted ? pluginError('PLUGIN_CANCELLED') : (signal.reason as Error));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

const PROGRESS_EVERY_MS = 200;

/** Keeps a driver that reports every byte from filling the pipe; the last step (1) always passes. */
function throttled(onProgress: OnProgress): OnProgress {
  let sentAt = Number.NEGATIVE_INFINITY;
  return (fraction, note) => {
    if (!Number.isFinite(fraction)) return;
    const now = performance.now();
    if (now - sentAt < PROGRESS_EVERY_MS && fraction < 1) return;
    sentAt = now;
    onProgress(Math.min(1, Math.max(0, fraction)), note?.slice(0, 500));
  };
}
