import { createHash, hash, randomUUID } from 'node:crypto';
import {
  celsiusOf,
  instant,
  measurementId,
  type TemperatureMode,
  type TemperatureReading,
  type TemperatureUnit,
} from '@hadir/core';
import type { ReadingSink } from '@hadir/sdk/host';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { type DeviceRecord, getDevice, type KeyringHolder } from '../devices/index.js';
import { inTransaction } from '../store/index.js';
import type { VisitContext } from './context.js';
import { visitError } from './errors.js';
import { mergeRules, rulesOf, type StationRules } from './rules.js';
import { rowsOf } from './sql.js';

/** What the entry of measurements stands on besides. */
export interface EntryContext extends VisitContext {
  readonly keyring: Pick<KeyringHolder, 'open'>;
  /** The way of all readings: journal, then the rest. */
  readonly readings: Pick<ReadingSink, 'append'>;
}

/** What an officer read from a gun. */
export interface EntryInput {
  readonly deviceId: string;
  /** Whom it was held at; or the number by which this gun's list knows them; or neither, and it is joined by the rule. */
  readonly personId?: string;
  readonly deviceUserId?: string;
  readonly value: number;
  readonly unit: TemperatureUnit;
  readonly mode?: TemperatureMode;
  /** Where on the body. */
  readonly site?: string;
  /** Of the room, in the same unit. */
  readonly ambient?: number;
  readonly measuredAt?: Date;
}

export interface EntryReceipt {
  /** Of the measurement; it can be read as soon as the normaliser has seen it. */
  readonly id: string;
  /** The same entry was here before, under the same idempotency key; nothing was added. */
  readonly known: boolean;
}

/** What the plugin's configuration says of a gun without an interface. Other fields are none of the hub's business. */
const GunConfig = Type.Object({
  connection: Type.Literal('operator'),
  mode: Type.Optional(Type.Enum(['surface', 'body', 'ambient', 'unknown'])),
  offsetCelsius: Type.Optional(Type.Number({ minimum: -20, maximum: 20 })),
  ambientFactor: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  calibrationExpiresOn: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
});
const gunChecker = Compile(GunConfig);

const PLUGIN = 'ir-thermo';
const MAX_AGE_MINUTES = 15;
const MAX_AHEAD_MS = 60_000;
/** Rooms in which people work. */
const PLAUSIBLE_ROOM = [-10, 60] as const;

/**
 * Takes what an officer typed as a reading of the gun: into the journal, sealed, like any other. Who typed it stands in the
 * sealed reading, in a table of its own, and in the audit record, the latter two without the value.
 * @throws DEVICE_NOT_FOUND, TEMPERATURE_DEVICE, TEMPERATURE_TIME, TEMPERATURE_IMPLAUSIBLE, PERSON_UNKNOWN
 */
export async function enterReading(
  context: EntryContext,
  input: EntryInput,
  by: { readonly actor: string; readonly keyId: string; readonly idempotencyKey?: string | undefined },
): Promise<EntryReceipt> {
  const device = await getDevice(context.database, input.deviceId);
  const gun = await gunOf(context, device);
  const atMs = measuredMs(context, input);
  const mode = input.mode ?? gun.mode ?? 'unknown';
  const { stationId } = device;
  const rules =
    stationId === null ? mergeRules(context.rules) : await rulesOf(context.database.pool, context.rules, stationId);
  refuseImplausible(celsiusOf(input.value, input.unit) + (gun.offsetCelsius ?? 0), mode, rules);
  const reading = readingOf(input, gun, { mode, atMs, by });
  const id = measurementId((text) => hash('sha256', text, 'hex'), device.id, reading.key);
  await noteEntry(context, device, id, input, by.actor);
  const receipt = await context.readings.append({ pluginId: PLUGIN, deviceId: device.id, readings: [reading] });
  return { id, known: receipt.known > 0 };
}

async function gunOf(context: EntryContext, device: DeviceRecord): Promise<Static<typeof GunConfig>> {
  const config: unknown = device.pluginId === PLUGIN ? await context.keyring.open(device) : null;
  if (!device.enabled || !gunChecker.Check(config)) throw visitError('TEMPERATURE_DEVICE', { name: device.name });
  return config;
}

function measuredMs({ clock }: EntryContext, { measuredAt }: EntryInput): number {
  const now = clock.now();
  if (measuredAt === undefined) return now;
  const ms = measuredAt.getTime();
  if (ms < now - MAX_AGE_MINUTES * 60_000 || ms > now + MAX_AHEAD_MS) {
    throw visitError('TEMPERATURE_TIME', { minutes: MAX_AGE_MINUTES });
  }
  return ms;
}

/** A slip of the finger, a wrong unit: said to the one who typed it, while the person still stands there. */
function refuseImplausible(celsius: number, mode: TemperatureMode, { temperature }: StationRules): void {
  const { plausibleBodyCelsius: body, plausibleSurfaceCelsius: surface } = temperature;
  const either = [Math.min(body[0], surface[0]), Math.max(body[1], surface[1])] as const;
  const [low, high] = { body, surface, ambient: PLAUSIBLE_ROOM, unknown: either }[mode];
  if (celsius < low || celsius > high) {
    throw visitError('TEMPERATURE_IMPLAUSIBLE', { celsius: Math.round(celsius * 100) / 100, low, high });
  }
}

function readingOf(
  input: EntryInput,
  gun: Static<typeof GunConfig>,
  {
    mode,
    atMs,
    by,
  }: { readonly mode: TemperatureMode; readonly atMs: number; readonly by: Parameters<typeof enterReading>[2] },
): TemperatureReading {
  const { value, unit, site, ambient } = input;
  const { offsetCelsius = 0, ambientFactor, calibrationExpiresOn } = gun;
  const deviceUserId = input.personId ?? input.deviceUserId;
  return {
    kind: 'temperature',
    key: `o|${entryId(by.keyId, by.idempotencyKey)}`,
    time: { form: 'instant', epochMs: instant(atMs) },
    value,
    unit,
    mode,
    ...(deviceUserId === undefined ? {} : { deviceUserId }),
    ...(site === undefined ? {} : { site }),
    ...(ambient === undefined ? {} : { ambient }),
    compensation: {
      byDevice: 'unknown',
      offsetCelsius,
      ...(ambientFactor === undefined ? {} : { ambientFactor }),
    },
    ...(calibrationExpiresOn === undefined ? {} : { calibrationExpiresOn }),
    live: true,
    transport: 'operator',
    raw: { encoding: 'utf8', data: JSON.stringify({ value, unit, by: by.actor }) },
  };
}

/** The same key of the same caller is the same entry. */
function entryId(keyId: string, idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return randomUUID();
  return createHash('sha256')
    .update(JSON.stringify([keyId, idempotencyKey]))
    .digest('hex')
    .slice(0, 32);
}

/** Before the reading, so that whose word it is is known when it comes. */
async function noteEntry(
  { database, clock }: EntryContext,
  device: DeviceRecord,
  readingId: string,
  { personId }: EntryInput,
  actor: string,
): Promise<void> {
  await inTransaction(database.pool, async (client) => {
    if (personId !== undefined) {
      const person = await rowsOf(client, 'select 1 from person where id = $1', [personId]);
      if (person.length === 0) throw visitError('PERSON_UNKNOWN', { id: personId });
      // The person's number on this gun is the person's own id, so nothing has to be mapped by hand.
      await client.query(
        `insert into identity_mapping (id, device_id, device_user_id, person_id, created_by)
         select $1::uuid, $2::uuid, $3::text, $3::text::uuid, $4::text where not exists (
           select 1 from identity_mapping where device_id = $2::uuid and device_user_id = $3::text)`,
        [randomUUID(), device.id, personId, actor],
      );
    }
    const added = await rowsOf(
      client,
      `insert into temperature_entry (reading_id, device_id, person_id, entered_by, entered_at) values ($1, $2, $3, $4, $5)
       on conflict do nothing returning 1`,
      [readingId, device.id, personId ?? null, actor, new Date(clock.now())],
    );
    if (added.length === 0) return;
    await client.query('insert into audit_entry (actor, action, subject, details) values ($1, $2, $3, $4)', [
      actor,
      'temperature.enter',
      readingId,
      JSON.stringify({ deviceId: device.id, personId: personId ?? null }),
    ]);
  });
}
