import { type Clock, isHadirError } from '@hadir/core';
import type { DeviceCommand } from '@hadir/sdk';
import type { PluginHost } from '@hadir/sdk/host';
import type { HubLog } from '../observability/index.js';
import type { Database } from '../store/index.js';
import { type CommandRecord, toCommand } from './commands.js';

/** Carries orders from the table to the devices and their outcomes back. */
export interface Dispatcher {
  /** Looks at the table now instead of at the next round. */
  wake(): void;
  stop(): Promise<void>;
}

const ROUND_MS = 2_000;

/**
 * One order at a time for each device, oldest first. The table is the truth: what a killed hub had sent is sent again
 * under the same id, which drivers take as the same order.
 */
export function createDispatcher(options: {
  readonly database: Database;
  readonly host: PluginHost;
  readonly clock: Clock;
  readonly log: HubLog;
}): Dispatcher {
  const { database, host, clock, log } = options;
  const busy = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  let looking: Promise<void> | null = null;

  const look = async (): Promise<void> => {
    await expire(database, new Date(clock.now()));
    const rows = await database.kysely
      .selectFrom('device_command')
      .selectAll()
      .where('state', 'in', ['queued', 'sent'])
      .orderBy('requested_at')
      .orderBy('id')
      .limit(1000)
      .execute();
    for (const row of rows) {
      if (busy.has(row.device_id) || stopping.signal.aborted) continue;
      const work = carry(toCommand(row))
        .catch((error: unknown) =>
          log.error({ err: error, command: row.id }, 'the outcome of a command was not stored'),
        )
        .finally(() => {
          busy.delete(row.device_id);
        });
      busy.set(row.device_id, work);
    }
  };

  const carry = async (command: CommandRecord): Promise<void> => {
    const deadlineMs = command.deadline.getTime() - clock.now();
    await database.kysely.updateTable('device_command').set({ state: 'sent' }).where('id', '=', command.id).execute();
    const order = {
      id: command.id,
      command: { name: command.name, ...command.arguments } as DeviceCommand,
      deadlineMs,
    };
    try {
      const outcome = await host.command(
        command.deviceId,
        order,
        (fraction) => progress(command.id, fraction),
        stopping.signal,
      );
      await finish(
        command.id,
        outcome.status,
        outcome.status === 'done' ? (outcome.data ?? {}) : { reason: outcome.reason },
      );
    } catch (error) {
      if (stopping.signal.aborted) return;
      const known = isHadirError(error) ? error : null;
      if (known?.retryable && clock.now() < command.deadline.getTime()) {
        await database.kysely
          .updateTable('device_command')
          .set({ state: 'queued' })
          .where('id', '=', command.id)
          .execute();
        await pauseBeforeRetry();
        return;
      }
      await finish(command.id, 'failed', {
        code: known?.code ?? 'PLUGIN_FAILED',
        message: known ? { id: known.text('id'), en: known.text('en') } : null,
        remedy: known ? { id: known.remedy('id'), en: known.remedy('en') } : null,
      });
    }
  };

  const pauseBeforeRetry = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ROUND_MS);
      stopping.signal.addEventListener(
        'abort',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });

  const progress = (id: string, fraction: number): void => {
    void database.kysely
      .updateTable('device_command')
      .set({ progress: Math.min(1, Math.max(0, fraction)) })
      .where('id', '=', id)
      .where('state', '=', 'sent')
      .execute()
      .catch((error: unknown) => log.warn({ err: error }, 'progress of a command was not stored'));
  };

  const finish = async (id: string, state: 'done' | 'failed' | 'unsupported', outcome: object): Promise<void> => {
    await database.kysely
      .updateTable('device_command')
      .set({
        state,
        outcome: JSON.stringify(outcome),
        finished_at: new Date(clock.now()),
        ...(state === 'done' ? { progress: 1 } : {}),
      })
      .where('id', '=', id)
      .execute();
    wake();
  };

  const wake = (): void => {
    if (stopping.signal.aborted || looking) return;
    looking = look()
      .catch((error: unknown) => log.warn({ err: error }, 'commands could not be looked up; trying again'))
      .finally(() => {
        looking = null;
      });
  };

  const timer = setInterval(wake, ROUND_MS);
  wake();
  return {
    wake,
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await looking;
      await Promise.all(busy.values());
    },
  };
}

async function expire(database: Database, now: Date): Promise<void> {
  await database.kysely
    .updateTable('device_command')
    .set({ state: 'expired', finished_at: now })
    .where('state', '=', 'queued')
    .where('deadline', '<', now)
    .execute();
}
