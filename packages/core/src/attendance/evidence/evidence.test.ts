import {
  checkPull,
  decidePhone,
  instantToText,
  judgeTemperature,
  mergeReports,
  type PhoneCheckIn,
  type ScanReport,
  zoneOf,
} from '@hadir/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const report = (local: string, transport: string, change: Partial<ScanReport> = {}): ScanReport => ({
  deviceId: 'C1',
  deviceUserId: '7',
  local,
  zone: zoneOf('Asia/Makassar'),
  transport,
  ...change,
});

describe('reports of one scan', () => {
  it('a report that knows only the minute joins the full one, in whatever order they come', () => {
    const reports = [
      report('2026-07-15 07:30', 'webhook'),
      report('2026-07-15T07:30:41', 'pull'),
      report('2026-07-15T07:30:05', 'pull'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(reports, { minLength: 3 }), (shuffled) => {
        const merged = mergeReports([...shuffled, ...shuffled]);
        expect(merged.map(({ at, transports }) => [instantToText(at), transports])).toEqual([
          ['2026-07-14T23:30:05.000Z', ['pull', 'webhook']],
          ['2026-07-14T23:30:41.000Z', ['pull']],
        ]);
      }),
    );
  });

  it('of another minute, user or device are other scans', () => {
    const reports = [
      report('2026-07-15 07:31', 'webhook'),
      report('2026-07-15T07:30:05', 'pull'),
      report('2026-07-15T07:30:05', 'pull', { deviceUserId: '8' }),
      report('2026-07-15T07:30:05', 'pull', { deviceId: 'C2' }),
    ];
    expect(mergeReports(reports)).toHaveLength(4);
  });
});

describe('pull', () => {
  it('never takes silence for absence', () => {
    expect(checkPull(412, 412)).toEqual({ action: 'CONTINUE', dayState: null });
    expect(checkPull(413, 412, false)).toEqual({ action: 'ALARM', dayState: 'MENUNGGU' });
    expect(checkPull(3, 412)).toEqual({ action: 'ALARM', dayState: 'MENUNGGU' });
    expect(checkPull(0, 0)).toEqual({ action: 'CONTINUE', dayState: null });
  });
});

describe('phone', () => {
  const good: PhoneCheckIn = {
    boundTo: 'self',
    beacon: { heard: true, tokenValid: true, tokenAgeSeconds: 20 },
    mockLocation: false,
    biometricOk: true,
    queuedSeconds: 0,
    wfaApproved: false,
    sameCoordinatePersons: 1,
  };

  it.each([
    [{}, 'ACCEPT', []],
    [{ mockLocation: true }, 'REVIEW', ['MOCK_LOCATION']],
    [{ beacon: { heard: false, tokenValid: false, tokenAgeSeconds: null } }, 'REJECT', ['NO_BEACON']],
    [{ beacon: { heard: true, tokenValid: true, tokenAgeSeconds: 121 } }, 'REJECT', ['TOKEN_EXPIRED']],
    [{ boundTo: 'none' as const }, 'REJECT', ['UNBOUND_PHONE']],
    [{ queuedSeconds: 86_401 }, 'REVIEW', ['QUEUED_TOO_LONG']],
    [{ boundTo: 'other' as const, mockLocation: true }, 'REJECT', ['OTHER_PHONE']],
    [{ sameCoordinatePersons: 4 }, 'ACCEPT', []],
  ])('%j → %s', (change, decision, reasons) => {
    expect(decidePhone({ ...good, ...change })).toEqual({ decision, reasons });
  });
});

describe('temperature', () => {
  it.each([
    [[37.4], 'REMEASURE'],
    [[37.4, 37.1], 'PASS'],
    [[37.4, 37.5], 'REFUSE'],
    [[32, 37.5], 'REMEASURE'],
    [[43, 36.6], 'PASS'],
    [[], 'REMEASURE'],
  ])('%j → %s', (readings, gate) => {
    expect(judgeTemperature(readings, true).gate).toBe(gate);
    expect(judgeTemperature(readings, false).attendance).toBe('NONE');
  });
});
