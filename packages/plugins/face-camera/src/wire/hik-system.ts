import { faceError } from '../errors.js';
import { readStatedTime, type StatedTime } from './stated-time.js';
import { childText, descendant, escapeXml, parseXml } from './xml.js';

export interface HikDeviceInfo {
  readonly serialNumber: string | null;
  readonly model: string | null;
  readonly firmware: string | null;
  readonly macAddress: string | null;
}

const FORMAT = 'hikvision-isapi';
const said = (text: string | null): string | null => (text === null || text === '' ? null : text.slice(0, 120));

/** Answer to `GET /ISAPI/System/deviceInfo`. @throws FACE_WIRE_UNREADABLE */
export function readHikDeviceInfo(text: string): HikDeviceInfo {
  const info = descendant(parseXml(text, FORMAT), 'DeviceInfo');
  if (info === null)
    throw faceError('FACE_WIRE_UNREADABLE', { format: FORMAT, where: 'DeviceInfo', reason: 'missing' });
  const release = said(childText(info, 'firmwareReleasedDate'));
  const version = said(childText(info, 'firmwareVersion'));
  return {
    // Newer firmware has the short number that is printed on the box beside the long one.
    serialNumber: said(childText(info, 'subSerialNumber')) ?? said(childText(info, 'serialNumber')),
    model: said(childText(info, 'model')),
    firmware: version === null ? null : release === null ? version : `${version} ${release}`,
    macAddress: said(childText(info, 'macAddress')),
  };
}

export interface HikClock {
  readonly time: StatedTime;
  readonly timeZone: string | null;
  readonly timeMode: string | null;
}

/** Answer to `GET /ISAPI/System/time`. @throws FACE_WIRE_UNREADABLE */
export function readHikClock(text: string): HikClock {
  const clock = descendant(parseXml(text, FORMAT), 'Time');
  const stated = clock === null ? null : readStatedTime(childText(clock, 'localTime') ?? '');
  if (clock === null || stated?.wall == null) {
    throw faceError('FACE_WIRE_UNREADABLE', { format: FORMAT, where: 'Time', reason: 'no local time' });
  }
  return { time: stated, timeZone: said(childText(clock, 'timeZone')), timeMode: said(childText(clock, 'timeMode')) };
}

/** POSIX counts zones the other way round: Jakarta is `CST-7:00:00`. */
export function hikTimeZone(utcOffsetSeconds: number): string {
  const minutes = Math.round(Math.abs(utcOffsetSeconds) / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return `CST${utcOffsetSeconds < 0 ? '+' : '-'}${Math.floor(minutes / 60)}:${two(minutes % 60)}:00`;
}

/** Body of `PUT /ISAPI/System/time`. @param local wall time with its offset, `2026-09-01T07:00:00+07:00` */
export function hikClockXml(local: string, timeZone: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><Time version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><timeMode>manual</timeMode><localTime>${escapeXml(local)}</localTime><timeZone>${escapeXml(timeZone)}</timeZone></Time>`;
}
