import { createHash, randomUUID } from 'node:crypto';
import type { DeviceCommand } from '@hadir/sdk';
import type { Selectable } from 'kysely';
import { writeAudit } from '../audit/index.js';
import type { Database, Tables } from '../store/index.js';
import type { DeviceRecord } from './devices.js';
import { deviceError } from './errors.js';

/** An order to a device, from request to outcome. */
export interface CommandRecord {
  readonly id: string;
  readonly deviceId: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly deadline: Date;
  readonly state: 'queued' | 'sent' | 'done' | 'failed' | 'expired' | 'unsupported';
  readonly progress: number | null;
  readonly outcome: unknown;
  readonly finishedAt: Date | null;
}

type Row = Selectable<Tables['device_command']>;

export const toCommand = (row: Row): CommandRecord => ({
  id: row.id,
  deviceId: row.device_id,
  name: row.name,
  arguments: row.arguments,
  requestedBy: row.requested_by,
  requestedAt: row.requested_at,
  deadline: row.deadline,
  state: row.state,
  progress: row.progress,
  outcome: row.outcome,
  finishedAt: row.finished_at,
});

/**
 * Queues an order. With an idempotency key, the same key, caller and order give the same command, done once.
 * @throws COMMAND_CONFIRMATION, COMMAND_KEY_REUSED
 */
export async function requestCommand(
  database: Database,
  device: DeviceRecord,
  command: DeviceCommand,
  options: {
    readonly deadline: Date;
    readonly actor: string;
    readonly keyId: string;
    readonly idempotencyKey?: string | undefined;
  },
): Promise<CommandRecord> {
  if (command.name === 'records.clear' && command.confirmDeviceName !== device.name) {
    throw deviceError('COMMAND_CONFIRMATION', { name: device.name });
  }
  const { name, ...rest } = command;
  const id =
    options.idempotencyKey === undefined ? randomUUID() : commandId(device.id, options.keyId, options.idempotencyKey);
  return database.kysely.transaction().execute(async (trx) => {
    const made = await trx
      .insertInto('device_command')
      .values({
        id,
        device_id: device.id,
        name,
        arguments: JSON.stringify(rest),
        requested_by: options.actor,
        // Whole milliseconds, so that a cursor made of it is exact.
        requested_at: new Date(),
        deadline: options.deadline,
        progress: null,
        outcome: null,
        finished_at: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (made) {
      await writeAudit(trx, {
        actor: options.actor,
        action: `command.${name}`,
        subject: device.id,
        details: { command: id },
      });
      return toCommand(made);
    }
    const known = await trx.selectFrom('device_command').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    if (known.name !== name || canonical(known.arguments) !== canonical(rest)) throw deviceError('COMMAND_KEY_REUSED');
    return toCommand(known);
  });
}

/** @throws COMMAND_NOT_FOUND */
export async function getCommand(database: Database, deviceId: string, id: string): Promise<CommandRecord> {
  const row = await database.kysely
    .selectFrom('device_command')
    .selectAll()
    .where('id', '=', id)
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  if (!row) throw deviceError('COMMAND_NOT_FOUND', { id });
  return toCommand(row);
}

/** Newest first; one more than `limit` when there are more. */
export async function listCommands(
  database: Database,
  deviceId: string,
  query: { readonly before?: { readonly at: string; readonly id: string }; readonly limit: number },
): Promise<readonly CommandRecord[]> {
  const { before } = query;
  const rows = await database.kysely
    .selectFrom('device_command')
    .selectAll()
    .where('device_id', '=', deviceId)
    .$if(before !== undefined, (q) =>
      q.where((eb) =>
        eb(eb.refTuple('requested_at', 'id'), '<', eb.tuple(new Date(before?.at ?? 0), before?.id ?? '')),
      ),
    )
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  return rows.map(toCommand);
}

/** UUID version 8 (RFC 9562 §5.8) from device, caller and their key. */
function commandId(deviceId: string, keyId: string, idempotencyKey: string): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([deviceId, keyId, idempotencyKey]))
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** JSON with sorted keys: `jsonb` does not keep the order in which they were sent. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
