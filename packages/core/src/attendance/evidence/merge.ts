import type { Instant } from '../../time/instant.js';
import { tryParseWall } from '../../time/wall-time.js';
import type { Zone } from '../../time/zone.js';
import { attendanceError } from '../attendance-errors.js';

/** One transport's word about a scan. `local` is the device's wall time, to the second or only to the minute. */
export interface ScanReport {
  readonly deviceId: string;
  readonly deviceUserId: string;
  readonly local: string;
  readonly zone: Zone;
  readonly transport: string;
}

export interface MergedScan {
  readonly deviceId: string;
  readonly deviceUserId: string;
  readonly at: Instant;
  /** False when only the minute was told; its beginning is taken, in the person's favour. */
  readonly isToTheSecond: boolean;
  /** In alphabetical order. */
  readonly transports: readonly string[];
}

/**
 * Makes one scan of everything that was told about it: same device, same user, same second. A report that knows only the
 * minute joins the first full one of that minute. In order of time.
 */
export function mergeReports(reports: readonly ScanReport[]): readonly MergedScan[] {
  const scans = new Map<string, { scan: Omit<MergedScan, 'transports'>; minute: string; transports: Set<string> }>();
  const placed = reports.map(place).sort((a, b) => Number(b.isToTheSecond) - Number(a.isToTheSecond) || a.at - b.at);
  for (const { report, at, isToTheSecond } of placed) {
    const { deviceId, deviceUserId } = report;
    const who = JSON.stringify([deviceId, deviceUserId]);
    const minute = `${who} ${Math.floor(at / 60_000)}`;
    const known = isToTheSecond ? scans.get(`${who} ${at}`) : [...scans.values()].find((one) => one.minute === minute);
    if (known !== undefined) {
      known.transports.add(report.transport);
      continue;
    }
    const scan = { deviceId, deviceUserId, at, isToTheSecond };
    scans.set(`${who} ${at}`, { scan, minute, transports: new Set([report.transport]) });
  }
  return [...scans.values()]
    .map(({ scan, transports }) => ({ ...scan, transports: [...transports].sort() }))
    .sort((a, b) => a.at - b.at || (a.deviceId < b.deviceId ? -1 : 1));
}

const MINUTE_ONLY = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}$/;

function place(report: ScanReport): { report: ScanReport; at: Instant; isToTheSecond: boolean } {
  const isToTheSecond = !MINUTE_ONLY.test(report.local);
  const wall = tryParseWall(isToTheSecond ? report.local : `${report.local}:00`);
  if (wall === null)
    throw attendanceError('CASE_INVALID', { id: report.deviceId, reason: `${report.local} is no time` });
  return { report, at: report.zone.instantOf(wall), isToTheSecond };
}
