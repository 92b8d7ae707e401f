import { type DeviceInfo, tryParseWall, type WallTime } from '@hadir/sdk';
import { faceError } from '../../errors.js';
import type { StatedTime } from '../../wire/stated-time.js';
import type { DahuaApi } from './api.js';

/** @throws as `DahuaApi.get` */
export async function readInfo(api: DahuaApi, signal: AbortSignal): Promise<DeviceInfo> {
  const system = await api.pairs('/cgi-bin/magicBox.cgi?action=getSystemInfo', signal);
  const software = await api
    .pairs('/cgi-bin/magicBox.cgi?action=getSoftwareVersion', signal)
    .catch(() => ({}) as Record<string, string>);
  const facts = {
    vendor: 'Dahua',
    serialNumber: system.serialNumber,
    model: system.deviceType ?? system.updateSerial,
    firmware: software.version,
  };
  const entries = Object.entries(facts).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, value.slice(0, 120)]],
  );
  return Object.fromEntries(entries) as DeviceInfo;
}

/** The terminal's wall clock; it does not say its zone. @throws as `DahuaApi.get`, FACE_WIRE_UNREADABLE */
export async function readClock(api: DahuaApi, signal: AbortSignal): Promise<StatedTime & { readonly wall: WallTime }> {
  const { result = '' } = await api.pairs('/cgi-bin/global.cgi?action=getCurrentTime', signal);
  const wall = tryParseWall(result.replace(' ', 'T'));
  if (wall === null) {
    throw faceError('FACE_WIRE_UNREADABLE', { format: 'dahua-cgi', where: 'getCurrentTime', reason: 'no time' });
  }
  return { wall, utcOffsetSeconds: null, text: result };
}

/** @throws as `DahuaApi.get` */
export async function setClock(api: DahuaApi, wall: WallTime, signal: AbortSignal): Promise<void> {
  const time = encodeURIComponent(wall.replace('T', ' '));
  await api.get(`/cgi-bin/global.cgi?action=setCurrentTime&time=${time}`, signal);
}
