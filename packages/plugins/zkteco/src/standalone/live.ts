import { isHadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { putU32 } from '../wire/bytes.js';
import { COMMAND } from '../wire/commands.js';
import type { Frame } from '../wire/frame.js';
import type { StandaloneSession } from './session-types.js';

/** Every event there is; what the vendor's own software asks for. */
const ALL_EVENTS = 0xffff;

export interface LiveOptions {
  readonly signal?: AbortSignal;
  /** Default all. */
  readonly mask?: number;
  /** Called for each event as it comes, already acknowledged. The frame's data is valid during the call only. Must not throw. */
  onEvent(frame: Frame): void;
  /** The terminal has agreed to send events. */
  onReady?: () => void;
}

/**
 * Listens until the signal aborts (resolves) or the session ends (throws why). The terminal may send the same event
 * twice, and events are lost while the line is down: what was missed is in the attendance log.
 * The line stays free for requests meanwhile.
 */
export async function watchLive(session: StandaloneSession, options: LiveOptions): Promise<void> {
  const { signal, mask = ALL_EVENTS } = options;
  const stop = session.onEvent(options.onEvent);
  try {
    await register(session, mask, signal);
    options.onReady?.();
    const ended = await untilOver(session, signal);
    if (ended === 'aborted') await unregister(session);
    else throw ended ?? zkError('ZK_SESSION_CLOSED', { operation: 'live' });
  } finally {
    stop();
  }
}

/** 62 and 60 first: some units send nothing before (fananimi/pyzk does the same; node-zklib issue 35). */
async function register(session: StandaloneSession, mask: number, signal: AbortSignal | undefined): Promise<void> {
  const reserved = await session.reserve('live', signal);
  const request = { signal, operation: 'live' };
  try {
    for (const command of [COMMAND.ENABLEDEVICE, COMMAND.CANCELCAPTURE, COMMAND.STARTVERIFY]) {
      await reserved.request(command, undefined, request).catch(ignoreUnsupported);
    }
    await reserved.request(COMMAND.REG_EVENT, maskData(mask), request);
    session.leaveWith.set(COMMAND.REG_EVENT, maskData(0));
  } finally {
    reserved.release();
  }
}

async function unregister(session: StandaloneSession): Promise<void> {
  try {
    await session.request(COMMAND.REG_EVENT, maskData(0), { operation: 'live' });
    session.leaveWith.delete(COMMAND.REG_EVENT);
  } catch (error) {
    // Whoever stops listening does not care that the line broke at that moment; closing the session tries once more.
    if (!isHadirError(error)) throw error;
  }
}

async function untilOver(
  session: StandaloneSession,
  signal: AbortSignal | undefined,
): Promise<'aborted' | Awaited<StandaloneSession['ended']>> {
  if (signal === undefined) return await session.ended;
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<'aborted'>((resolve) => {
    onAbort = () => resolve('aborted');
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([session.ended, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function maskData(mask: number): Uint8Array {
  const data = new Uint8Array(4);
  putU32(data, 0, mask);
  return data;
}

function ignoreUnsupported(error: unknown): void {
  if (isHadirError(error) && (error.code === 'ZK_UNSUPPORTED_COMMAND' || error.code === 'ZK_COMMAND_REFUSED')) return;
  throw error;
}
