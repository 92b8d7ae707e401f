import {
  type CommandContext,
  type CommandOutcome,
  type DeviceCommand,
  type DeviceContext,
  type DeviceSession,
  pause,
} from '@hadir/sdk';
import type { DeviceConfig } from '../config.js';
import { admsPart } from './adms-part.js';
import { cursorBook } from './cursor-book.js';
import { deviceSettings, type PullSettings } from './device-settings.js';
import { WITHOUT_FACES } from './face-desk.js';
import { asFailure } from './failures.js';
import type { Part } from './part.js';
import type { ZkShared } from './shared.js';
import { soapPart } from './soap-part.js';
import { standalonePart } from './standalone-part.js';

/** Opens one terminal in the way, or the two ways, that its configuration asks for. */
export async function openDevice(
  context: DeviceContext,
  config: DeviceConfig,
  shared: ZkShared,
): Promise<DeviceSession> {
  const opened: Part[] = [];
  try {
    const settings = deviceSettings(config);
    const book = cursorBook(context.cursor);
    // The listener first: what is pushed while we still connect is taken already.
    const push =
      settings.push === null ? null : admsPart(context, settings, settings.push, shared.adms, book, shared.faceDesk);
    if (push !== null) opened.push(push);
    const pull =
      settings.pull === null
        ? null
        : isStandalone(settings.pull)
          ? await standalonePart(context, settings, settings.pull, book)
          : await soapPart(context, settings, settings.pull, book);
    if (pull !== null) opened.push(pull);
    // Port 4370 and SOAP carry no photographs of faces.
    const leave = push === null ? shared.faceDesk.add(context.deviceId, WITHOUT_FACES) : () => undefined;
    return sessionOf(pull, push, leave);
  } catch (error) {
    for (const part of opened) await part.close();
    throw asFailure(error);
  }
}

function isStandalone(pull: PullSettings): pull is PullSettings & { readonly transport: 'tcp' | 'udp' } {
  return pull.transport !== 'soap';
}

/** One session of one or two parts. Errors leave it sorted into the kinds that the host acts on. */
function sessionOf(pull: Part | null, push: Part | null, leave: () => void): DeviceSession {
  const parts = [pull, push].filter((part) => part !== null);
  const sorted = async <T>(work: Promise<T> | undefined): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      throw asFailure(error);
    }
  };
  const streams = parts.some((part) => part.stream !== undefined);

  async function stream(signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const within = AbortSignal.any([signal, stop.signal]);
    const tasks = parts.map((part) => part.stream?.(within) ?? poll(part, within));
    try {
      await Promise.all(tasks);
    } finally {
      stop.abort();
      await Promise.allSettled(tasks);
    }
  }

  return {
    ...(pull?.backfill === undefined
      ? {}
      : { backfill: async (signal: AbortSignal) => void (await sorted(pull.backfill?.(signal))) }),
    ...(pull?.pollEveryMs === undefined ? {} : { pollEveryMs: pull.pollEveryMs }),
    ...(streams ? { stream: async (signal: AbortSignal) => void (await sorted(stream(signal))) } : {}),
    async command(command, context) {
      try {
        return await inTurn(parts, command, context);
      } catch (error) {
        throw asFailure(error);
      }
    },
    async close() {
      leave();
      for (const part of parts) await part.close();
    },
  };
}

/** Asks the first way; what it cannot do is asked of the second. */
async function inTurn(
  parts: readonly Part[],
  command: DeviceCommand,
  context: CommandContext,
): Promise<CommandOutcome> {
  const reasons: string[] = [];
  for (const part of parts) {
    const outcome = await part.command(command, context);
    if (outcome.status === 'done') return outcome;
    reasons.push(outcome.reason);
  }
  return { status: 'unsupported', reason: reasons.join('; ').slice(0, 500) };
}

async function poll(part: Part, signal: AbortSignal): Promise<void> {
  const { backfill, pollEveryMs } = part;
  if (backfill === undefined || pollEveryMs === undefined) return;
  while (!signal.aborted) {
    await pause(pollEveryMs, signal);
    if (!signal.aborted) await backfill(signal);
  }
}
