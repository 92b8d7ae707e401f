import { type Instant, instant, wallToFields, zoneOf } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { putU32, u32 } from '../wire/bytes.js';
import { COMMAND } from '../wire/commands.js';
import { decodePackedTime, encodePackedTime, type ZkTime } from '../wire/packed-time.js';
import { pause } from './pause.js';
import type { StandaloneSession } from './session-types.js';

export interface ClockReading {
  /** What the terminal's clock showed, to the whole second. `wall` is null when it is a time that does not exist. */
  readonly time: ZkTime;
  /** Our own time half-way between question and answer. */
  readonly at: Instant;
  readonly roundTripMs: number;
}

/** Asks the terminal for its time. @throws ZK_DATA_TOO_SHORT, ZK_TIMEOUT, ZK_LINE_CUT… */
export async function readClock(session: StandaloneSession, signal?: AbortSignal): Promise<ClockReading> {
  const reserved = await session.reserve('clock', signal);
  try {
    // Measured only once the line is ours, or waiting for another operation would count as travel.
    const asked = session.clock.now();
    const answer = await reserved.request(COMMAND.GET_TIME, undefined, { signal, operation: 'clock' });
    const answered = session.clock.now();
    if (answer.data.length < 4) {
      throw zkError('ZK_DATA_TOO_SHORT', { what: 'clock', received: answer.data.length, expected: 4 });
    }
    const roundTripMs = answered - asked;
    return { time: decodePackedTime(u32(answer.data, 0)), at: instant(asked + roundTripMs / 2), roundTripMs };
  } finally {
    reserved.release();
  }
}

/** A shown second may have begun up to this long ago; on average half of it. */
const SECOND_MS = 1000;

/**
 * How far the terminal's clock is ahead, in ms, good to half a second and half the round trip. Null when it shows a time
 * that does not exist.
 * @param zone IANA name of the zone in which the terminal stands
 */
export function clockOffset(reading: ClockReading, zone: string): number | null {
  const { wall } = reading.time;
  if (wall === null) return null;
  return Math.round(zoneOf(zone).instantOf(wall) + SECOND_MS / 2 - reading.at);
}

/**
 * Sets the terminal's clock to the zone's time (202, then 1013), timed so that it changes seconds when we do.
 * @throws ZK_COMMAND_REFUSED, ZK_UNSUPPORTED_COMMAND, ZK_TIMEOUT, ZK_LINE_CUT…
 */
export async function setClock(session: StandaloneSession, zone: string, signal?: AbortSignal): Promise<void> {
  const { roundTripMs } = await readClock(session, signal);
  const reserved = await session.reserve('clock', signal);
  try {
    const travelMs = roundTripMs / 2;
    const arrival = session.clock.now() + travelMs;
    const target = Math.ceil(arrival / SECOND_MS) * SECOND_MS;
    await pause(target - arrival, signal);
    const data = new Uint8Array(4);
    putU32(data, 0, encodePackedTime(wallToFields(zoneOf(zone).wallOf(instant(target)))));
    await reserved.request(COMMAND.SET_TIME, data, { signal, operation: 'set clock' });
    await reserved.request(COMMAND.REFRESHDATA, undefined, { signal, operation: 'set clock' });
  } finally {
    reserved.release();
  }
}
