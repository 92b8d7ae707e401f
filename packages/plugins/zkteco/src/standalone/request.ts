import { isHadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { COMMAND, commandName, REPLY } from '../wire/commands.js';
import type { Frame } from '../wire/frame.js';
import type { Line } from './line.js';
import type { RequestOptions, SessionLimits } from './session-types.js';

/** Times that RETRY (2003) or REPEAT (2004) is obeyed before it counts as a refusal. */
const MAX_RETRIES_ASKED = 3;

/** Sends one request over a line that the caller holds, and reads its one answer. @throws as `StandaloneSession.request` */
export async function sendRequest(
  line: Line,
  limits: SessionLimits,
  command: number,
  data: Uint8Array | undefined,
  options: RequestOptions,
): Promise<Frame> {
  const operation = options.operation ?? commandName(command);
  const attempts = options.attempts ?? limits.attempts;
  let silent = 0;
  let askedAgain = 0;
  for (;;) {
    const exchange = line.ask(command, data, {
      operation,
      idleTimeoutMs: options.idleTimeoutMs ?? limits.idleTimeoutMs,
      signal: options.signal,
    });
    try {
      const answer = await exchange.next();
      if ((answer.command === REPLY.RETRY || answer.command === REPLY.REPEAT) && ++askedAgain < MAX_RETRIES_ASKED) {
        continue;
      }
      return acceptAnswer(command, answer);
    } catch (error) {
      if (!isHadirError(error) || error.code !== 'ZK_TIMEOUT' || ++silent >= attempts) throw error;
    } finally {
      exchange.end();
    }
  }
}

/** Passes OK and DATA on. @throws ZK_UNSUPPORTED_COMMAND, ZK_KEY_NEEDED, ZK_COMMAND_REFUSED */
export function acceptAnswer(command: number, answer: Frame): Frame {
  switch (answer.command) {
    case REPLY.OK:
    case REPLY.DATA:
    case COMMAND.DATA:
      return answer;
    case REPLY.UNKNOWN:
    case REPLY.ERROR_CMD:
      throw zkError('ZK_UNSUPPORTED_COMMAND', { command: commandName(command) });
    case REPLY.UNAUTH:
      throw zkError('ZK_KEY_NEEDED', { command: commandName(command) });
    default:
      throw zkError('ZK_COMMAND_REFUSED', { command: commandName(command), reply: answer.command });
  }
}
