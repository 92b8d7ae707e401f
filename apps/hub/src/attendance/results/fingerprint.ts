import { createHash } from 'node:crypto';
import type { DayQuestion } from './day-question.js';

/** SHA-256 of everything that decides a day, whatever the order it was read in. Rules count by the id of their version. */
export function fingerprintOf({ input, rules, unitId, profile, schedule }: DayQuestion): Buffer {
  const { date, scans, requests, manual, apel, before, after, unreadDevices, isRunning } = input;
  const facts = [
    date,
    unitId,
    profile,
    schedule,
    rules,
    scans
      .map(({ eventId, at, deviceId, methods, verdict, otherUnit, nearBeacon }) => [
        eventId,
        at,
        deviceId,
        methods,
        verdict,
        otherUnit,
        nearBeacon,
      ])
      .sort(byText),
    (requests ?? []).map(({ id, state }) => [id, state]).sort(byText),
    (manual ?? []).map(({ id, state }) => [id, state]).sort(byText),
    apel,
    before?.date,
    after?.date,
    [...(unreadDevices ?? [])].sort(),
    isRunning,
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest();
}

function byText(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}
