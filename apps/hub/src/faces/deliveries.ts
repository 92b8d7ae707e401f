import { isHadirError } from '@hadir/core';
import type { PluginHost } from '@hadir/sdk/host';
import type { PoolClient } from 'pg';
import { getDevice } from '../devices/index.js';
import { inTransaction } from '../store/index.js';
import { type FaceContext, today } from './context.js';
import { faceError } from './errors.js';
import { EXPECTED, mapOne } from './mappings.js';
import { checkPicture, pictureOf, stagePicture } from './pictures.js';
import { facePlugins, isUnsupported } from './recognisers.js';
import { DAY_MS } from './settings.js';
import { noteFace, type Runner, select } from './sql.js';
import { retryAt } from './waits.js';

export const DELIVERY_STATES = ['waiting', 'stored', 'unsupported', 'failed', 'withdrawing', 'withdrawn'] as const;

/** How one device stands to one person's face. */
export interface DeliveryRecord {
  readonly deviceId: string;
  readonly deviceName: string;
  readonly state: (typeof DELIVERY_STATES)[number];
  readonly errorCode: string | null;
  readonly attempts: number;
  readonly changedAt: Date;
}

export async function listDeliveries(runner: Runner, personId: string): Promise<readonly DeliveryRecord[]> {
  return select<DeliveryRecord>(
    runner,
    `select f.device_id as "deviceId", d.name as "deviceName", f.state, f.error_code as "errorCode", f.attempts,
       f.changed_at as "changedAt"
     from face_delivery f join device d on d.id = f.device_id where f.person_id = $1 order by d.name, d.id`,
    [personId],
  );
}

interface Addressee {
  readonly personId: string;
  readonly personKey: string;
}

/** Notes that the devices at which the person is expected are to get the face. Which of them take one they say themselves. */
export async function addressExpected(
  context: FaceContext,
  client: PoolClient,
  personId: string,
  host: PluginHost,
  actor: string,
): Promise<void> {
  const now = new Date(context.clock.now());
  await client.query(
    `${EXPECTED}
     insert into face_delivery (person_key, device_id, person_id, state, next_try, asked_by, changed_at)
     select person_key, device_id, person_id, 'waiting', $4, $5, $4 from expected
     ${ASK_AGAIN}`,
    [facePlugins(host).map(({ pluginId }) => pluginId), today(context), personId, now, actor],
  );
}

const ASK_AGAIN = `on conflict (person_key, device_id) do update set state = 'waiting', next_try = excluded.next_try,
  asked_by = excluded.asked_by, changed_at = excluded.changed_at, error_code = null, attempts = 0`;

/**
 * Sends an enrolled person's face to terminals that an officer names.
 * @throws FACE_NOT_FOUND, DEVICE_NOT_FOUND, FACE_PICTURE_GONE, FACE_UPLOAD_INVALID
 */
export async function sendTo(
  context: FaceContext,
  personId: string,
  input: { readonly deviceIds: readonly string[]; readonly picture?: string },
  actor: string,
): Promise<void> {
  if (input.picture !== undefined) checkPicture(input.picture);
  for (const id of input.deviceIds) await getDevice(context.database, id);
  const now = new Date(context.clock.now());
  await inTransaction(context.database.pool, async (client) => {
    const { personKey } = await subjectOf(client, personId);
    if (input.picture !== undefined) await keepForTerminals(context, client, personId, input.picture);
    else if ((await pictureOf(context, client, personId)) === null) throw faceError('FACE_PICTURE_GONE');
    await client.query(
      `insert into face_delivery (person_key, device_id, person_id, state, next_try, asked_by, changed_at)
       select $1, id, $2, 'waiting', $3, $4, $3 from unnest($5::uuid[]) as wanted (id) ${ASK_AGAIN}`,
      [personKey, personId, now, actor, [...new Set(input.deviceIds)]],
    );
    await noteFace(client, {
      actor,
      action: 'face.send',
      subject: personId,
      details: { deviceIds: input.deviceIds },
    });
  });
}

async function keepForTerminals(
  context: FaceContext,
  client: PoolClient,
  personId: string,
  picture: string,
): Promise<void> {
  const [active] = await select<{ id: string }>(
    client,
    `select id from face_enrolment where person_id = $1 and status = 'active'`,
    [personId],
  );
  if (active === undefined) throw faceError('FACE_NOT_FOUND', { what: 'enrolled person', id: personId });
  const expiresAt = new Date(context.clock.now() + context.settings.terminalPictureDays * DAY_MS);
  const view = { personId, enrolmentId: active.id, number: 0, picture, purpose: 'terminals', expiresAt } as const;
  await stagePicture(context, client, view);
}

/** Takes the face back from one terminal. @throws FACE_NOT_FOUND */
export async function withdrawFrom(
  context: FaceContext,
  personId: string,
  deviceId: string,
  actor: string,
): Promise<void> {
  const now = new Date(context.clock.now());
  await inTransaction(context.database.pool, async (client) => {
    const { rowCount } = await client.query(
      `update face_delivery set state = 'withdrawing', next_try = $3, changed_at = $3, error_code = null, attempts = 0
       where person_id = $1 and device_id = $2 and state <> 'withdrawn'`,
      [personId, deviceId, now],
    );
    if (rowCount === 0) throw faceError('FACE_NOT_FOUND', { what: 'terminal', id: deviceId });
    await noteFace(client, { actor, action: 'face.withdraw', subject: personId, details: { deviceId } });
  });
}

/** @throws FACE_NOT_FOUND */
export async function subjectOf(runner: Runner, personId: string): Promise<Addressee> {
  const [row] = await select<Addressee>(
    runner,
    'select person_id as "personId", person_key as "personKey" from face_subject where person_id = $1',
    [personId],
  );
  if (row === undefined) throw faceError('FACE_NOT_FOUND', { what: 'enrolled person', id: personId });
  return row;
}

interface Due extends Addressee {
  readonly deviceId: string;
  readonly pluginId: string;
  readonly displayName: string;
  readonly state: 'waiting' | 'withdrawing';
  readonly attempts: number;
}

const AT_ONCE = 4;
const A_ROUND = 40;

/** Carries out what is due. @returns how many were tried */
export async function deliverDue(context: FaceContext, host: PluginHost, signal: AbortSignal): Promise<number> {
  const due = await select<Due>(
    context.database.pool,
    `select f.person_key as "personKey", f.person_id as "personId", f.device_id as "deviceId", d.plugin_id as "pluginId",
       p.name as "displayName", f.state, f.attempts
     from face_delivery f join device d on d.id = f.device_id join person p on p.id = f.person_id
     where f.state in ('waiting', 'withdrawing') and f.next_try <= $1 order by f.next_try limit ${A_ROUND}`,
    [new Date(context.clock.now())],
  );
  // A terminal does one thing at a time; different ones do not wait for each other.
  const lines = [...groups(due).values()];
  const worker = async (): Promise<void> => {
    for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
      for (const one of line) if (!signal.aborted) await carryOut(context, host, one, signal);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return due.length;
}

function groups(due: readonly Due[]): Map<string, Due[]> {
  const byDevice = new Map<string, Due[]>();
  for (const one of due) byDevice.set(one.deviceId, [...(byDevice.get(one.deviceId) ?? []), one]);
  return byDevice;
}

type Outcome = { readonly state: DeliveryRecord['state']; readonly code?: string };

async function carryOut(context: FaceContext, host: PluginHost, due: Due, signal: AbortSignal): Promise<void> {
  const outcome = due.state === 'waiting' ? await send(context, host, due, signal) : await withdraw(host, due, signal);
  if (signal.aborted) return;
  const now = context.clock.now();
  const isDue = outcome.state === due.state;
  const done = await select(
    context.database.pool,
    `update face_delivery set state = $4, error_code = $5, attempts = attempts + 1, next_try = $6, changed_at = $7
     where person_key = $1 and device_id = $2 and state = $3 returning 1`,
    [
      due.personKey,
      due.deviceId,
      due.state,
      outcome.state,
      outcome.code ?? null,
      isDue ? retryAt(now, due.attempts) : null,
      new Date(now),
    ],
  );
  if (outcome.state === 'stored' && done.length > 0) await mapOne(context.database.pool, due);
}

async function send(context: FaceContext, host: PluginHost, due: Due, signal: AbortSignal): Promise<Outcome> {
  const { pluginId, deviceId, personKey, displayName, personId } = due;
  const picture = await pictureOf(context, context.database.pool, personId);
  if (picture === null) return { state: 'failed', code: 'FACE_PICTURE_GONE' };
  try {
    const request = { name: 'send', deviceId, personKey, displayName: displayName.slice(0, 120), picture } as const;
    return { state: (await host.faces(pluginId, 'send', request, signal)).state };
  } catch (error) {
    if (isUnsupported(error)) return { state: 'unsupported' };
    const code = codeOf(error);
    return { state: isHadirError(error) && !mayPass(error.retryable, code) ? 'failed' : 'waiting', code };
  }
}

async function withdraw(host: PluginHost, due: Due, signal: AbortSignal): Promise<Outcome> {
  try {
    const { left } = await askBack(host, due, signal);
    return left === 0 ? { state: 'withdrawn' } : { state: 'withdrawing', code: 'FACE_STILL_THERE' };
  } catch (error) {
    return isUnsupported(error) ? { state: 'withdrawn' } : { state: 'withdrawing', code: codeOf(error) };
  }
}

export function askBack(
  host: PluginHost,
  { pluginId, deviceId, personKey }: Pick<Due, 'pluginId' | 'deviceId' | 'personKey'>,
  signal: AbortSignal,
): Promise<{ readonly left: number }> {
  return host.faces(pluginId, 'withdraw', { name: 'withdraw', deviceId, personKey }, signal);
}

/** A device that is not in service now may be later. */
const mayPass = (retryable: boolean, code: string): boolean =>
  retryable || code === 'PLUGIN_DEVICE_UNKNOWN' || code === 'PLUGIN_UNKNOWN';

export const codeOf = (error: unknown): string => (isHadirError(error) ? error.code : 'PLUGIN_BUG');
