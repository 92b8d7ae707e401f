import { type HadirError, isHadirError, type Language, zoneOf } from '@hadir/core';
import type { ProbeReport } from '@hadir/sdk';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { checkDeviceConfig, type DeviceRecord, getDevice, manifestOf } from '../../devices/index.js';
import { speak } from '../../issues/index.js';
import type { App } from '../app-types.js';
import type { HubServices } from '../services.js';
import { IdParams } from '../views/common.js';
import { LadderView, ProbeInput, trouble } from '../views/device.js';

type Rung = LadderView['steps'][number];

/** "Test connection": how far a device gets on the way from the wire to an accepted attendance event. */
export function ladderRoutes(app: App, services: HubServices): void {
  const tags = ['devices'];

  app.post(
    '/devices/:id/test',
    {
      config: { scope: 'devices:write' },
      schema: {
        tags,
        summary: 'Climb the ladder of a device',
        description:
          'reachable → session → authorised → records on the device → read → mapped → accepted. Changes nothing on the device.',
        params: IdParams,
        response: { 200: LadderView },
      },
    },
    async (request) => {
      const device = await getDevice(services.database, request.params.id);
      const config = await services.keyring.open(device);
      const report = await probe(request, device.pluginId, config, device.zone);
      return ladder(
        services,
        report,
        await hubRungs(services, device, request.language),
        request.language,
        device.pluginId,
      );
    },
  );

  app.post(
    '/devices/probe',
    {
      config: { scope: 'devices:write' },
      schema: {
        tags,
        summary: 'Try a configuration before adding it',
        body: ProbeInput,
        response: { 200: LadderView },
      },
    },
    async (request) => {
      const { pluginId, config } = request.body;
      const zone = zoneOf(request.body.zone ?? services.config.zone).name;
      checkDeviceConfig(manifestOf(services.fleet().host, pluginId), config);
      return ladder(services, await probe(request, pluginId, config, zone), [], request.language, pluginId);
    },
  );

  /** A caller that hangs up ends the test. */
  const probe = async (
    request: FastifyRequest,
    pluginId: string,
    config: Readonly<Record<string, unknown>>,
    zone: string,
  ): Promise<ProbeReport | HadirError> => {
    const { host } = services.fleet();
    const gone = new AbortController();
    const onClose = (): void => gone.abort();
    request.raw.socket.once('close', onClose);
    try {
      return await host.probe(pluginId, config, zone, gone.signal);
    } catch (error) {
      if (isHadirError(error)) return error;
      throw error;
    } finally {
      request.raw.socket.off('close', onClose);
    }
  };
}

function ladder(
  services: HubServices,
  report: ProbeReport | HadirError,
  hub: readonly Rung[],
  language: Language,
  pluginId: string,
): LadderView {
  if (isHadirError(report)) {
    const steps: Rung[] = [{ step: 'reachable', ok: false, detail: null, trouble: trouble(report, language) }];
    return { ok: false, stoppedAt: 'reachable', steps, info: null, clockOffsetMs: null, recordsOnDevice: null };
  }
  const device = report.steps.map((step): Rung => {
    const code = step.ok ? undefined : (step.code ?? 'DEVICE_STEP_FAILED');
    const told = code === undefined ? null : speak(services.codes(code, pluginId), code, {}, language);
    return {
      step: step.step,
      ok: step.ok,
      detail: step.detail ?? null,
      trouble: told && code !== undefined ? { code, message: told.message, remedy: told.remedy ?? '' } : null,
    };
  });
  const below = device.every((step) => step.ok);
  const steps = below ? [...device, ...hub] : device;
  return {
    ok: steps.every((step) => step.ok),
    stoppedAt: steps.find((step) => !step.ok)?.step ?? null,
    steps,
    info: report.info ? { ...report.info } : null,
    clockOffsetMs: report.clockOffsetMs ?? null,
    recordsOnDevice: report.recordsOnDevice ?? null,
  };
}

/** What became of the device's readings inside the hub. A rung without anything to judge yet is passed and says so. */
async function hubRungs(services: HubServices, device: DeviceRecord, language: Language): Promise<readonly Rung[]> {
  const counts = await services.database.kysely
    .selectFrom('attendance_event')
    .select([
      sql<number>`count(*)`.as('events'),
      sql<number>`count(*) filter (where person_id is not null)`.as('mapped'),
      sql<number>`count(distinct device_user_id) filter (where person_id is null)`.as('strangers'),
      sql<number>`count(*) filter (where verdict = 'accepted')`.as('accepted'),
    ])
    .where('device_id', '=', device.id)
    .executeTakeFirstOrThrow();
  const id = language === 'id';
  const none = id ? 'belum ada kejadian' : 'no events yet';
  const { events, mapped, strangers, accepted } = counts;
  return [
    {
      step: 'mapped',
      ok: events === 0 || mapped > 0,
      detail:
        events === 0
          ? none
          : id
            ? `${mapped} dari ${events} kejadian, ${strangers} nomor belum dipetakan`
            : `${mapped} of ${events} events, ${strangers} numbers not mapped`,
      trouble:
        events > 0 && mapped === 0
          ? {
              code: 'DEVICE_NOBODY_MAPPED',
              message: id
                ? 'Tidak satu nomor pun di mesin ini dipetakan kepada orang.'
                : 'No number on this device is mapped to a person.',
              remedy: id ? 'Petakan nomor mesin kepada pegawai.' : 'Map the numbers of the device to people.',
            }
          : null,
    },
    {
      step: 'accepted',
      ok: events === 0 || accepted > 0,
      detail: events === 0 ? none : id ? `${accepted} dari ${events} kejadian` : `${accepted} of ${events} events`,
      trouble:
        events > 0 && accepted === 0
          ? {
              code: 'DEVICE_NOTHING_ACCEPTED',
              message: id ? 'Tidak satu kejadian pun dari mesin ini diterima.' : 'No event of this device is accepted.',
              remedy: id
                ? 'Periksa jam mesin; lihat tanda pada kejadiannya.'
                : 'Check the clock of the device; look at the flags of its events.',
            }
          : null,
    },
  ];
}
