import { type ProbeContext, type ProbeReport, type ProbeStep, pause } from '@hadir/sdk';
import type { DeviceConfig } from '../config.js';
import { type DeviceSettings, deviceSettings, type PullSettings } from './device-settings.js';
import { asFailure, codedError } from './failures.js';
import type { ProbeLadder } from './probe-ladder.js';
import { probeLadder } from './probe-ladder.js';
import { probeSoap } from './probe-soap.js';
import { probeStandalone } from './probe-standalone.js';
import type { ZkShared } from './shared.js';

/** Climbs as far as it can without changing anything on the terminal. A rung that fails is reported, never thrown. */
export async function probeDevice(context: ProbeContext, config: DeviceConfig, shared: ZkShared): Promise<ProbeReport> {
  const ladder = probeLadder();
  try {
    const settings = deviceSettings(config);
    if (settings.pull === null) await probePush(ladder, context, settings, shared);
    else await probePull(ladder, context, settings, settings.pull);
  } catch (error) {
    const coded = codedError(asFailure(error));
    if (coded === null) throw error;
    ladder.fail(stepOf(coded.code) ?? ladder.next(), coded);
  }
  return ladder.report();
}

function probePull(
  ladder: ProbeLadder,
  context: ProbeContext,
  settings: DeviceSettings,
  pull: PullSettings,
): Promise<void> {
  return pull.transport === 'soap'
    ? probeSoap(ladder, context, settings, pull)
    : probeStandalone(ladder, context, settings, { ...pull, transport: pull.transport });
}

/** Terminals poll every 10 s when they were greeted, and come back within half a minute when they were not. */
const CALL_WITHIN_MS = 40_000;
const FRESH_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** A terminal that calls us can only be waited for. */
async function probePush(
  ladder: ProbeLadder,
  { clock, signal }: ProbeContext,
  settings: DeviceSettings,
  { adms }: ZkShared,
): Promise<void> {
  const serial = settings.push?.serialNumber ?? '';
  if (adms === null) {
    ladder.failWith('reachable', 'ADMS_LISTENER_OFF', {});
    return;
  }
  const untilMs = clock.now() + CALL_WITHIN_MS;
  for (;;) {
    const last = adms.lastHeard(serial);
    if (last !== null && clock.now() - last.atMs <= FRESH_MS) {
      ladder.ok('reachable', `called from ${last.address}`);
      return;
    }
    if (signal.aborted || clock.now() >= untilMs) break;
    await pause(LOOK_EVERY_MS, signal);
  }
  ladder.failWith('reachable', 'ADMS_SILENT', { serial });
}

/** The rung on which an error belongs, where the error itself tells. */
const STEP_OF: Readonly<Record<string, ProbeStep['step']>> = {
  ZK_UNREACHABLE: 'reachable',
  SOAP_UNREACHABLE: 'reachable',
  ZK_BUSY_OTHER_CLIENT: 'session',
  ZK_NOT_THIS_PROTOCOL: 'session',
  ZK_C3_PANEL: 'session',
  ZK_ENCRYPTED_FIRMWARE: 'session',
  SOAP_HTTP_STATUS: 'session',
  SOAP_NOT_THIS_SERVICE: 'session',
  ZK_KEY_NEEDED: 'authorised',
  ZK_KEY_WRONG: 'authorised',
  ZK_KEY_LOCKED: 'authorised',
  SOAP_KEY_WRONG: 'authorised',
  ZK_SERIAL_MISMATCH: 'identified',
};

function stepOf(code: string): ProbeStep['step'] | undefined {
  return STEP_OF[code];
}
