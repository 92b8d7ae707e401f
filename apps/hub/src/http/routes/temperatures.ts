import { TEMPERATURE_MODES, TEMPERATURE_UNITS, type TemperatureMeasurement } from '@hadir/core';
import Type from 'typebox';
import { listTemperatures } from '../../temperature/index.js';
import type { App } from '../app-types.js';
import { cutPage, decodeCursor, PageQuery, pageOf } from '../cursor.js';
import type { HubServices } from '../services.js';
import { nullable, Time, Uuid } from '../views/common.js';

const Place = Type.Tuple([Type.Integer(), Uuid]);
const TemperatureView = Type.Object({
  id: Uuid,
  deviceId: Uuid,
  eventId: nullable(Uuid),
  measuredAt: Time,
  value: Type.Number({ description: 'As the device said it, in `unit`.' }),
  unit: Type.Enum(TEMPERATURE_UNITS),
  rawCelsius: Type.Number({ description: '`value` in °C; not corrected.' }),
  mode: Type.Enum(TEMPERATURE_MODES),
  site: nullable(Type.String()),
  ambientCelsius: nullable(Type.Number()),
  offsetCelsius: Type.Number({ description: 'Correction of this device; not in `value`.' }),
  calibrationExpiresOn: nullable(Type.String()),
  screeningGrade: Type.Boolean(),
  stable: Type.Boolean(),
});

function temperatureView(one: TemperatureMeasurement) {
  return {
    id: one.id,
    deviceId: one.deviceId,
    eventId: one.eventId,
    measuredAt: new Date(one.measuredAt).toISOString(),
    value: one.value,
    unit: one.unit,
    rawCelsius: one.rawCelsius,
    mode: one.mode,
    site: one.site,
    ambientCelsius: one.ambientCelsius,
    offsetCelsius: one.compensation.offsetCelsius,
    calibrationExpiresOn: one.calibrationExpiresOn,
    screeningGrade: one.screeningGrade,
    stable: one.stable,
  };
}

export function temperatureRoutes(app: App, services: HubServices): void {
  app.get(
    '/temperatures',
    {
      config: { scope: 'health:read' },
      schema: {
        tags: ['temperatures'],
        summary: 'Temperatures, newest first',
        description: 'Health data: kept for days, readable only with a permission of its own.',
        querystring: Type.Object({ ...PageQuery, deviceId: Type.Optional(Uuid) }),
        response: { 200: pageOf(TemperatureView) },
      },
    },
    async (request) => {
      const { limit, cursor, deviceId } = request.query;
      const rows = await listTemperatures(services.database, {
        limit,
        ...(deviceId === undefined ? {} : { deviceId }),
        ...(cursor === undefined ? {} : { before: decodeCursor(Place, cursor) }),
      });
      return cutPage(rows, limit, (row) => [row.measuredAt, row.id], temperatureView);
    },
  );
}
