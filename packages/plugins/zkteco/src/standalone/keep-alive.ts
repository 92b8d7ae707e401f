import { type HadirError, isHadirError } from '@hadir/sdk';
import { COMMAND } from '../wire/commands.js';
import type { Gate } from './gate.js';
import type { StandaloneSession } from './session-types.js';

/**
 * Asks for the time when nothing has come for a while, so that a line that died without a word is noticed. Silence is
 * normal on these devices: nobody may come to the office for days.
 * @returns stops it
 */
export function keepAlive(
  session: Pick<StandaloneSession, 'idleMs' | 'request'>,
  gate: Gate,
  everyMs: number,
  onDead: (error: HadirError) => void,
): () => void {
  if (everyMs <= 0) return () => undefined;
  let stopped = false;
  let timer = setTimeout(check, everyMs);

  function again(afterMs: number): void {
    if (!stopped) timer = setTimeout(check, afterMs);
  }

  function check(): void {
    const idleMs = session.idleMs();
    // A request under way has a time-out of its own and will tell.
    if (idleMs < everyMs || gate.busy) {
      again(idleMs < everyMs ? everyMs - idleMs : everyMs);
      return;
    }
    session.request(COMMAND.GET_TIME, undefined, { operation: 'keep-alive' }).then(
      () => again(everyMs),
      (error: unknown) => {
        if (stopped || !isHadirError(error)) return;
        // A refusal is an answer too.
        if (error.code === 'ZK_COMMAND_REFUSED' || error.code === 'ZK_UNSUPPORTED_COMMAND') again(everyMs);
        else onDead(error);
      },
    );
  }

  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
