import { isHadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { scrambleCommKey } from '../wire/comm-key.js';
import { COMMAND, commandName, REPLY } from '../wire/commands.js';
import type { Frame } from '../wire/frame.js';
import type { Line } from './line.js';
import type { SessionLimits } from './session-types.js';

/**
 * CONNECT, and AUTH when the terminal wants the communication key. A wrong key is tried once only: some firmware locks
 * itself after several (answer 2032).
 */
export async function authorise(
  line: Line,
  limits: SessionLimits,
  commKey: number | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const answer = await greet(line, limits, signal);
  switch (answer.command) {
    case REPLY.OK:
      line.sessionId = answer.session;
      return;
    case REPLY.UNAUTH:
      line.sessionId = answer.session;
      return await presentKey(line, limits, commKey, signal);
    case REPLY.ENCRYPTION_REQUIRED:
      throw zkError('ZK_ENCRYPTED_FIRMWARE');
    case REPLY.AUTH_LOCKED:
      throw zkError('ZK_KEY_LOCKED');
    default:
      throw zkError('ZK_COMMAND_REFUSED', { command: commandName(COMMAND.CONNECT), reply: answer.command });
  }
}

async function greet(line: Line, limits: SessionLimits, signal: AbortSignal | undefined): Promise<Frame> {
  const { transport, address } = line.connection;
  for (let attempt = 1; ; attempt++) {
    const exchange = line.ask(COMMAND.CONNECT, undefined, { operation: 'CONNECT', ...limits, signal });
    try {
      return await exchange.next();
    } catch (error) {
      if (!isHadirError(error)) throw error;
      const silent = error.code === 'ZK_TIMEOUT';
      if (silent && attempt < limits.attempts) continue;
      // Most terminals take one TCP client: a second is accepted and then reset, closed or left without an answer.
      if (transport === 'tcp' && (silent || error.code === 'ZK_LINE_CUT')) {
        throw zkError('ZK_BUSY_OTHER_CLIENT', { address }, error);
      }
      if (silent || error.code === 'ZK_LINE_CUT') {
        const reason = silent ? `no answer within ${limits.idleTimeoutMs} ms` : String(error.details.reason ?? '');
        throw zkError('ZK_UNREACHABLE', { address, reason }, error);
      }
      throw error;
    } finally {
      exchange.end();
    }
  }
}

async function presentKey(
  line: Line,
  limits: SessionLimits,
  commKey: number | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const proof = scrambleCommKey(commKey ?? 0, line.sessionId);
  for (let attempt = 1; ; attempt++) {
    const exchange = line.ask(COMMAND.AUTH, proof, { operation: 'AUTH', ...limits, signal });
    try {
      const answer = await exchange.next();
      switch (answer.command) {
        case REPLY.OK:
          return;
        case REPLY.UNAUTH:
          throw commKey === undefined || commKey === 0 ? zkError('ZK_KEY_NEEDED') : zkError('ZK_KEY_WRONG');
        case REPLY.AUTH_LOCKED:
          throw zkError('ZK_KEY_LOCKED');
        default:
          throw zkError('ZK_COMMAND_REFUSED', { command: commandName(COMMAND.AUTH), reply: answer.command });
      }
    } catch (error) {
      if (!isHadirError(error) || error.code !== 'ZK_TIMEOUT' || attempt >= limits.attempts) throw error;
    } finally {
      exchange.end();
    }
  }
}
