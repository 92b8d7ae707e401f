import {
  type DeviceContext,
  type DeviceSession,
  type ProbeContext,
  type ProbeReport,
  type ProbeStep,
  pause,
} from '@hadir/sdk';
import type { DeviceConfig } from '../config.js';
import { asFailure, codedError } from './failures.js';
import type { Line, LineSink, OpenLine } from './line.js';
import type { LiveLine, ThermoShared } from './live-lines.js';

/** How each kind of connection is opened. */
export type Lines = Readonly<Record<DeviceConfig['connection'], OpenLine>>;

export async function openThermometer(
  context: DeviceContext,
  config: DeviceConfig,
  lines: Lines,
  shared: ThermoShared,
): Promise<DeviceSession> {
  const held = shared.hold(config);
  const line = await lines[config.connection](config, context).catch((error: unknown) => {
    held.release();
    throw asFailure(error);
  });
  context.report({ type: 'info', info: line.info });
  tellCalibration(context, config);
  const sink: LineSink = {
    clock: context.clock,
    log: context.log,
    emit: (batch) => context.emit(batch),
    raise: (issue) => context.raise(issue),
    clear: (code, subject) => context.clear(code, subject),
    report(report) {
      held.line.heardAt = context.clock.now();
      context.report(report);
    },
  };
  return {
    async stream(signal) {
      try {
        await line.stream(sink, signal);
      } catch (error) {
        throw asFailure(error);
      }
    },
    async close() {
      held.release();
      await line.close();
    },
  };
}

/** The day by the clock of the place where it stands. */
function tellCalibration(context: DeviceContext, { calibrationExpiresOn }: DeviceConfig): void {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: context.zone }).format(context.clock.now());
  if (calibrationExpiresOn !== undefined && calibrationExpiresOn < today) {
    context.raise({ code: 'THERMO_CALIBRATION_EXPIRED', details: { expiresOn: calibrationExpiresOn } });
  } else context.clear('THERMO_CALIBRATION_EXPIRED');
}

const HEARD_MS = 5_000;
const LOOK_EVERY_MS = 50;

async function isHeard(line: LiveLine, signal: AbortSignal): Promise<boolean> {
  const end = performance.now() + HEARD_MS;
  while (line.heardAt === null && !line.ended && !signal.aborted && performance.now() < end) {
    await pause(LOOK_EVERY_MS, signal);
  }
  return line.heardAt !== null;
}

/** Climbs as far as it can; a rung that fails is reported, never thrown. */
export async function probeThermometer(
  context: ProbeContext,
  config: DeviceConfig,
  lines: Lines,
  shared: ThermoShared,
): Promise<ProbeReport> {
  const steps: ProbeStep[] = [];
  const inService = shared.find(config);
  // Opened by our own session: what it hears is the test.
  if (inService !== null && (await isHeard(inService, context.signal))) {
    steps.push({ step: 'reachable', ok: true, detail: 'in service' }, { step: 'session', ok: true });
    return { steps };
  }
  let line: Line | null = null;
  const fail = (step: ProbeStep['step'], error: unknown): void => {
    const coded = codedError(asFailure(error));
    if (coded === null) throw error;
    steps.push({ step, ok: false, code: coded.code, detail: coded.text('en') });
  };
  try {
    line = await lines[config.connection](config, context);
    steps.push({ step: 'reachable', ok: true });
  } catch (error) {
    fail(codedError(error)?.code === 'THERMO_ACCESS_DENIED' ? 'authorised' : 'reachable', error);
  }
  if (line === null) return { steps };
  try {
    const detail = await line.proof(context.signal);
    steps.push({ step: 'session', ok: true });
    if (detail !== null) steps.push({ step: 'read', ok: true, detail });
  } catch (error) {
    fail('session', error);
  } finally {
    await line.close();
  }
  return { steps, info: line.info };
}
