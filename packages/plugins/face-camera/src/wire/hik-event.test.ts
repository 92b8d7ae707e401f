import { describe, expect, it } from 'vitest';
import { hikReadings } from '../terminals/hikvision/readings.js';
import { hikFoundEvent } from './hik-event.js';

const event = (more: Record<string, unknown>) =>
  hikFoundEvent({
    major: 5,
    minor: 75,
    time: '2026-09-20T07:28:41+07:00',
    employeeNoString: '1001',
    serialNo: 9,
    ...more,
  });

describe('the terminal’s own verdict on a living person', () => {
  it.each([
    ['success', 'passed'],
    ['Pass', 'passed'],
    ['live', 'passed'],
    ['fail', 'failed'],
    ['failed', 'failed'],
    ['noLive', 'failed'],
    ['unknown', null],
    ['notSupport', null],
    ['', null],
    [7, null],
    [undefined, null],
  ])('%j is read as %j and stays in the evidence', (livenessDetectionStatus, verdict) => {
    const read = event({ livenessDetectionStatus });
    if (read === null) throw new Error('no event');
    const where = { transport: 'isapi-search', live: false, clockOffsetMs: 0, temperature: null } as const;
    const [punch] = hikReadings(read, where);
    expect(punch).toMatchObject({ kind: 'punch', ...(verdict === null ? {} : { liveness: verdict }) });
    expect('liveness' in (punch ?? {})).toBe(verdict !== null);
    if (typeof livenessDetectionStatus === 'string') {
      expect(JSON.parse(punch?.raw.data ?? '{}')).toMatchObject({ livenessDetectionStatus });
    }
  });
});
