import { decodePackedTime } from '../wire/packed-time.js';
import type { AdmsPunch } from './adms-terminal-log.js';
import { oldPunch } from './terminal-backlog.js';

/** The past of a simulated push terminal begins here, so that the same terminal always has the same past. */
const FIRST_DAY_MS = Date.UTC(2026, 0, 5);

/** Punch `i` of the past, as a push terminal would have written it down. */
export function pushedPunch(i: number, people: number): AdmsPunch {
  const { deviceUserId, timeRaw, state, verify } = oldPunch(i, people, FIRST_DAY_MS);
  return {
    pin: deviceUserId,
    time: decodePackedTime(timeRaw ?? 0).text.replace('T', ' '),
    state: state ?? 0,
    verify: verify ?? 1,
    workCode: '0',
  };
}
