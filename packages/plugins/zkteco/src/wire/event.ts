import { zkError } from '../errors.js';
import { hex, hexSample, u16, u32 } from './bytes.js';
import { EVENT } from './commands.js';
import { decodePunchEvents, type PunchEvent } from './event-punch.js';
import { decodeLatin1 } from './text.js';

/**
 * What a terminal tells while it happens (CMD_REG_EVENT frames: the event code is in the session field). The payloads
 * carry no version; their length is all there is to go by (adrobinoga/zk-protocol, realtime.md; pyzk issues 86, 153, 164).
 */
export type ZkEvent =
  | { readonly type: 'punch'; readonly punches: readonly PunchEvent[] }
  /** Quality of a fingerprint, 0–100. */
  | { readonly type: 'finger-score'; readonly score: number }
  | { readonly type: 'finger' }
  /** Somebody was verified; null when the finger was unknown. */
  | { readonly type: 'verify'; readonly uid: number | null }
  /** `result` 0 ok, 5 duplicate, 4 and 6 failed. */
  | {
      readonly type: 'enrol';
      readonly result: number;
      readonly deviceUserId: string | null;
      readonly finger: number | null;
    }
  | { readonly type: 'enrol-user' }
  | { readonly type: 'button'; readonly key: number | null }
  | { readonly type: 'unlock' }
  | { readonly type: 'alarm'; readonly reason: number | null; readonly data: string }
  | { readonly type: 'unknown'; readonly event: number; readonly data: string };

/** Longer payloads are not kept whole: nothing in them is understood. */
const MAX_KEPT_BYTES = 128;

function decodeEnrol(data: Uint8Array): ZkEvent {
  if (data.length < 4) return { type: 'enrol', result: data[0] ?? 0, deviceUserId: null, finger: null };
  const hasUser = data.length >= 6;
  return {
    type: 'enrol',
    result: u16(data, 0),
    deviceUserId: hasUser ? decodeLatin1(data.subarray(4, data.length - 1)) : null,
    finger: hasUser ? (data[data.length - 1] ?? null) : null,
  };
}

const UNKNOWN_FINGER = 0xffffffff;

/**
 * Reads one event.
 * @param event the frame's session field
 * @throws ZK_EVENT_UNREADABLE for punches of a length or content that no terminal is known to send
 */
export function decodeEvent(event: number, data: Uint8Array): ZkEvent {
  switch (event) {
    case EVENT.ATTLOG: {
      const punches = decodePunchEvents(data);
      if (punches === null) {
        throw zkError('ZK_EVENT_UNREADABLE', { event, length: data.length, sample: hexSample(data) });
      }
      return { type: 'punch', punches };
    }
    case EVENT.FPFTR:
      return { type: 'finger-score', score: data[0] ?? 0 };
    case EVENT.FINGER:
      return { type: 'finger' };
    case EVENT.VERIFY: {
      const uid = data.length >= 4 ? u32(data, 0) : UNKNOWN_FINGER;
      return { type: 'verify', uid: uid === UNKNOWN_FINGER ? null : uid };
    }
    case EVENT.ENROLLFINGER:
      return decodeEnrol(data);
    case EVENT.ENROLLUSER:
      return { type: 'enrol-user' };
    case EVENT.BUTTON:
      return { type: 'button', key: data[0] ?? null };
    case EVENT.UNLOCK:
      return { type: 'unlock' };
    case EVENT.ALARM:
      return { type: 'alarm', reason: data[0] ?? null, data: hex(data.subarray(0, MAX_KEPT_BYTES)) };
    default:
      return { type: 'unknown', event, data: hex(data.subarray(0, MAX_KEPT_BYTES)) };
  }
}
