import type { Clock } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { encodeCommandLine } from './parse-command.js';
import type { CommandResult } from './parse-devicecmd.js';

/** What a terminal reports about one command; 0 is done. */
export type AdmsResult = Pick<CommandResult, 'id' | 'code' | 'fields'>;

/**
 * Commands that wait for one terminal to fetch them: queued → sent (at a poll) → done or failed (at a result).
 * A command whose result does not come within some polls counts as lost and is sent again; so all of them must be safe
 * to repeat. Nothing here outlives the process: the host repeats a command that it did not see end.
 */
export interface AdmsQueue {
  /** Resolves with the terminal's result, whatever its code. @throws ADMS_COMMAND_INVALID, ADMS_COMMAND_LOST, or the signal's reason */
  send(command: string, signal: AbortSignal): Promise<AdmsResult>;
  /** The answer to a poll: lines `C:<id>:<command>`, or an empty text. */
  poll(): string;
  /** @returns false when no such command waits. */
  settle(result: AdmsResult): boolean;
  close(): void;
}

export interface AdmsQueueOptions {
  readonly serialNumber: string;
  readonly clock: Clock;
  /** Sent again after this long and this many polls without a result. */
  readonly lostAfterMs?: number;
  readonly lostAfterPolls?: number;
  readonly maxSends?: number;
}

/**
 * Old firmware takes 40 KB and 200 commands in one answer (vendor document 2.0.1); ours are few and short. A photograph of
 * a face is longer and goes alone; only newer firmware gets one.
 */
const MAX_ANSWER_BYTES = 32 * 1024;
const MAX_QUEUED = 200;

interface Entry {
  readonly command: string;
  readonly line: string;
  sends: number;
  sentAtMs: number;
  pollsSince: number;
  readonly finish: (outcome: AdmsResult | Error) => void;
}

export function admsQueue(options: AdmsQueueOptions): AdmsQueue {
  const { clock, serialNumber, lostAfterMs = 60_000, lostAfterPolls = 3, maxSends = 5 } = options;
  const entries = new Map<string, Entry>();
  // Digits only, at most 16 of them; counted from the present so that a result for a forgotten id fits no new one.
  let lastId = Math.floor(clock.now() / 1000);

  function isDue(entry: Entry): boolean {
    if (entry.sends === 0) return true;
    return entry.pollsSince >= lostAfterPolls && clock.now() - entry.sentAtMs >= lostAfterMs;
  }

  return {
    send(command, signal) {
      if (entries.size >= MAX_QUEUED) throw zkError('ADMS_COMMAND_INVALID', { reason: 'too many commands waiting' });
      signal.throwIfAborted();
      lastId += 1;
      const id = String(lastId);
      const line = encodeCommandLine({ id, text: command });
      return new Promise((resolve, reject) => {
        const onAbort = () => finish(signal.reason instanceof Error ? signal.reason : zkLost(serialNumber, command));
        const finish = (outcome: AdmsResult | Error) => {
          entries.delete(id);
          signal.removeEventListener('abort', onAbort);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        };
        signal.addEventListener('abort', onAbort, { once: true });
        entries.set(id, { command, line, sends: 0, sentAtMs: 0, pollsSince: 0, finish });
      });
    },
    poll() {
      const lines: string[] = [];
      let bytes = 0;
      for (const entry of [...entries.values()]) {
        entry.pollsSince += 1;
        if (!isDue(entry)) continue;
        if (entry.sends >= maxSends) {
          entry.finish(zkLost(serialNumber, entry.command));
          continue;
        }
        bytes += Buffer.byteLength(entry.line);
        if (bytes > MAX_ANSWER_BYTES && lines.length > 0) break;
        entry.sends += 1;
        entry.sentAtMs = clock.now();
        entry.pollsSince = 0;
        lines.push(entry.line);
      }
      return lines.join('');
    },
    settle(result) {
      const entry = entries.get(result.id);
      // A result for what was never sent is an impostor's or a mix-up, and must not count.
      if (entry === undefined || entry.sends === 0) return false;
      entry.finish(result);
      return true;
    },
    close() {
      for (const entry of [...entries.values()]) entry.finish(zkLost(serialNumber, entry.command));
    },
  };
}

function zkLost(serial: string, command: string): Error {
  // The rest of a command may hold names and card numbers.
  return zkError('ADMS_COMMAND_LOST', { serial, command: command.split(/[\t ](?=\w+=)/)[0] ?? '' });
}
