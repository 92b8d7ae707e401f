import { COMMAND } from '../wire/commands.js';
import type { ReservedLine, StandaloneSession } from './session-types.js';

/** Locks the terminal ("working…") while `work` runs, and frees it whatever happens, at the latest when the session closes. */
export async function withTerminalHeld<T>(
  session: StandaloneSession,
  reserved: ReservedLine,
  work: () => Promise<T>,
): Promise<T> {
  session.leaveWith.set(COMMAND.ENABLEDEVICE, undefined);
  try {
    await reserved.request(COMMAND.DISABLEDEVICE);
    return await work();
  } finally {
    // When this fails too, `leaveWith` still holds it for the session's end.
    await reserved.request(COMMAND.ENABLEDEVICE).then(
      () => session.leaveWith.delete(COMMAND.ENABLEDEVICE),
      () => undefined,
    );
  }
}
