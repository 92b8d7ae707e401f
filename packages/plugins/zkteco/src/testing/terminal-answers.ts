import { putU32, u16, u32 } from '../wire/bytes.js';
import { COMMAND, REPLY } from '../wire/commands.js';
import type { Frame } from '../wire/frame.js';
import { decodeOption, decodeOptionName, encodeOption } from '../wire/option.js';
import { decodeLatin1 } from '../wire/text.js';
import { decodeUser } from '../wire/user-record.js';
import type { TerminalMemory } from './terminal-memory.js';
import type { TerminalOptions } from './terminal-options.js';
import type { FaultState } from './terminal-sender.js';

/** What all clients of a terminal share. */
export interface TerminalState {
  readonly options: TerminalOptions;
  readonly memory: TerminalMemory;
  readonly faultState: FaultState;
  /** The terminal's own option list. */
  readonly settings: Map<string, string>;
  /** Whether people can use it. */
  enabled: boolean;
  acknowledgedEvents: number;
  doorOpenings: number;
  nextSessionId(): number;
  /** A request came. */
  seen(command: number): void;
  /** Somebody is asked to lay a finger on. */
  enrolment(deviceUserId: string, finger: number): void;
}

export interface PlainAnswer {
  readonly command: number;
  readonly data?: Uint8Array;
}

const OK: PlainAnswer = { command: REPLY.OK };
const ERROR: PlainAnswer = { command: REPLY.ERROR };
const CAPACITY = { users: 10_000, fingers: 3_000, records: 2_000_000 };

/** Requests that one frame answers. */
export function plainAnswer(state: TerminalState, frame: Frame): PlainAnswer {
  const { memory, settings } = state;
  switch (frame.command) {
    case COMMAND.GET_VERSION:
      return text(state.options.firmware ?? 'Ver 6.60 Jan  1 2026');
    case COMMAND.OPTIONS_RRQ: {
      const option = decodeOptionName(frame.data);
      const value = settings.get(option);
      return value === undefined ? ERROR : { command: REPLY.OK, data: encodeOption({ option, value }) };
    }
    case COMMAND.OPTIONS_WRQ: {
      const written = decodeOption(frame.data);
      if (written === null) return ERROR;
      settings.set(written.option, written.value);
      return OK;
    }
    case COMMAND.GET_FREE_SIZES:
      return { command: REPLY.OK, data: freeSizes(state) };
    case COMMAND.GET_TIME: {
      const data = new Uint8Array(4);
      putU32(data, 0, memory.nowRaw());
      return { command: REPLY.OK, data };
    }
    case COMMAND.SET_TIME:
      if (frame.data.length < 4) return ERROR;
      memory.setNowRaw(u32(frame.data, 0));
      return OK;
    case COMMAND.ENABLEDEVICE:
      state.enabled = true;
      return OK;
    case COMMAND.DISABLEDEVICE:
      state.enabled = false;
      return OK;
    case COMMAND.GET_PINWIDTH:
      return { command: REPLY.OK, data: Uint8Array.of(9) };
    case COMMAND.DOORSTATE_RRQ:
      return { command: REPLY.OK, data: Uint8Array.of(0) };
    case COMMAND.UNLOCK:
      state.doorOpenings++;
      return OK;
    case COMMAND.USER_WRQ:
      if (frame.data.length !== (state.options.userBytes ?? 72)) return ERROR;
      memory.putUser(decodeUser(frame.data));
      return OK;
    case COMMAND.CLEAR_ATTLOG:
      memory.clearPunches();
      return OK;
    case COMMAND.STARTENROLL:
      if (frame.data.length >= 25) state.enrolment(decodeLatin1(frame.data.subarray(0, 24)), frame.data[24] ?? 0);
      else state.enrolment(String(u32(frame.data, 0)), u16(frame.data, 4) & 0xff);
      return OK;
    case COMMAND.REFRESHDATA:
    case COMMAND.REFRESHOPTION:
    case COMMAND.STARTVERIFY:
    case COMMAND.CANCELCAPTURE:
      return OK;
    default:
      return { command: REPLY.UNKNOWN };
  }
}

function text(value: string): PlainAnswer {
  return { command: REPLY.OK, data: Buffer.from(`${value}\0`, 'latin1') };
}

function freeSizes({ options, memory, faultState }: TerminalState): Uint8Array {
  const data = Buffer.alloc(Math.max(92, options.sizesBytes ?? 92));
  const capacity = options.recordCapacity ?? CAPACITY.records;
  const count = Math.max(0, memory.recordCount + (faultState.faults.lies?.count ?? 0));
  const put = (at: number, value: number): void => void data.writeUInt32LE(Math.max(0, value) >>> 0, at);
  put(16, memory.users.size);
  put(32, count);
  put(40, memory.operationCount);
  put(48, 1);
  put(56, CAPACITY.fingers);
  put(60, CAPACITY.users);
  put(64, capacity);
  put(68, CAPACITY.fingers);
  put(72, CAPACITY.users - memory.users.size);
  put(76, capacity - count);
  return data.subarray(0, options.sizesBytes ?? 92);
}
