import type { DeviceInfo, WallTime } from '@hadir/sdk';
import { hikClockXml, hikTimeZone, readHikClock, readHikDeviceInfo } from '../../wire/hik-system.js';
import { offsetText, type StatedTime } from '../../wire/stated-time.js';
import type { HikApi } from './api.js';

const CLOCK = '/ISAPI/System/time';

/** @throws as `HikApi.text` */
export async function readInfo(api: HikApi, signal: AbortSignal): Promise<DeviceInfo> {
  const said = readHikDeviceInfo(await api.text('/ISAPI/System/deviceInfo', { signal }));
  const entries = Object.entries({ vendor: 'Hikvision', ...said }).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as DeviceInfo;
}

/** @throws as `HikApi.text` */
export async function readClock(api: HikApi, signal: AbortSignal): Promise<StatedTime & { readonly wall: WallTime }> {
  const { time } = readHikClock(await api.text(CLOCK, { signal }));
  return time as StatedTime & { readonly wall: WallTime };
}

/** Sets clock and zone. @throws as `HikApi.text` */
export async function setClock(
  api: HikApi,
  right: { readonly wall: WallTime; readonly utcOffsetSeconds: number },
  signal: AbortSignal,
): Promise<void> {
  const local = `${right.wall}${offsetText(right.utcOffsetSeconds)}`;
  const body = hikClockXml(local, hikTimeZone(right.utcOffsetSeconds));
  await api.text(CLOCK, { method: 'PUT', contentType: 'application/xml', body, signal });
}
