import type { CodecContext } from '@hadir/sdk/codec';
import { COMMAND } from '../wire/commands.js';
import { decodeEvent, type ZkEvent } from '../wire/event.js';
import type { PunchEvent } from '../wire/event-punch.js';
import { frameJson, readFrame } from './frame-input.js';
import { codec, timeJson } from './json.js';

/** The 12-byte form holds the user id as a number. */
function punchJson(punch: PunchEvent, dataBytes: number) {
  const numeric = punch.deviceUserId !== null && dataBytes % 12 === 0 && punch.raw.length === 24;
  return {
    ...(punch.uid === null ? {} : { uid: punch.uid }),
    ...(punch.deviceUserId === null
      ? {}
      : { userId: numeric ? Number(punch.deviceUserId) : punch.deviceUserId, deviceUserId: punch.deviceUserId }),
    verify: punch.verify,
    punch: punch.state,
    ...timeJson(punch.time),
    ...(punch.rest === '' ? {} : { rest: punch.rest }),
  };
}

function eventJson(event: ZkEvent, dataBytes: number) {
  if (event.type !== 'punch') return event;
  const punches = event.punches.map((punch) => punchJson(punch, dataBytes));
  return { type: event.type, ...punches[0], punches };
}

function decode(input: Uint8Array, context: CodecContext) {
  const captured = readFrame(input, context, COMMAND.REG_EVENT);
  const { session, data } = captured.frame;
  return { ...frameJson(captured), event: session, ...eventJson(decodeEvent(session, data), data.length) };
}

export const eventCodecs = [codec('event', 'Live event: the event code is in the session field', decode)];
