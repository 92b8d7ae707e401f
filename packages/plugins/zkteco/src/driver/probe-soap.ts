import { isHadirError, type ProbeContext } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { clockOffsetMs } from './clock-offset.js';
import type { DeviceSettings, PullSettings } from './device-settings.js';
import type { ProbeLadder } from './probe-ladder.js';
import { requireSerial } from './serial.js';
import { soapClientOf } from './soap-part.js';

/** @throws the error of the rung that it could not climb */
export async function probeSoap(
  ladder: ProbeLadder,
  { signal, clock, zone }: ProbeContext,
  settings: DeviceSettings,
  pull: PullSettings,
): Promise<void> {
  const client = soapClientOf(settings, pull);
  const serialNumber = await client.option('~SerialNumber', signal);
  ladder.ok('reachable', `${pull.host}:${pull.port}`);
  ladder.ok('session');
  requireSerial(settings.serialNumber, serialNumber);
  if (serialNumber !== null) ladder.info({ serialNumber });
  const offsetMs = await offsetOf(client.date(signal), clock, zone);
  const { rows } = await client.attlog(signal);
  // Neither a serial number, a time nor a punch: so answer some boxes whose key is another.
  if (serialNumber === null && offsetMs === null && rows.length === 0) throw zkError('SOAP_KEY_WRONG');
  ladder.ok('authorised');
  ladder.ok('identified', serialNumber ?? undefined);
  if (offsetMs === null) ladder.failWith('clock', 'ZK_CLOCK_UNREADABLE', { text: '' });
  else {
    ladder.clockOffset(offsetMs);
    ladder.ok('clock');
  }
  ladder.recordsOnDevice(rows.length);
  ladder.ok('records-on-device', String(rows.length));
  ladder.ok('read', String(rows.length));
}

async function offsetOf(
  asked: ReturnType<ReturnType<typeof soapClientOf>['date']>,
  clock: ProbeContext['clock'],
  zone: string,
): Promise<number | null> {
  try {
    const { wall } = await asked;
    return wall === null ? null : clockOffsetMs(wall, clock, zone);
  } catch (error) {
    if (isHadirError(error) && error.code === 'SOAP_ROW_UNREADABLE') return null;
    throw error;
  }
}
