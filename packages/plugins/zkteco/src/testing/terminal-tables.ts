import { putU32, u32 } from '../wire/bytes.js';
import { COMMAND, REPLY } from '../wire/commands.js';
import type { OutgoingFrame } from '../wire/frame.js';
import { isPackedTimeValid } from '../wire/packed-time.js';
import { encodeUser } from '../wire/user-record.js';
import type { TerminalMemory } from './terminal-memory.js';
import type { TerminalFaults, TerminalOptions } from './terminal-options.js';
import { putRecord } from './terminal-records.js';

/** The users as they go over the wire. */
function userTable(memory: TerminalMemory, userBytes: 28 | 72): Uint8Array {
  const users = [...memory.users.values()].map((user) => encodeUser(user, userBytes));
  const table = new Uint8Array(4 + users.length * userBytes);
  putU32(table, 0, table.length - 4);
  users.forEach((user, i) => {
    table.set(user, 4 + i * userBytes);
  });
  return table;
}

/** Attendance between two packed times. */
function rangeTable(memory: TerminalMemory, from: number, to: number): Uint8Array {
  const { recordBytes } = memory;
  const found = [];
  for (let i = 0; i < memory.recordCount; i++) {
    const punch = memory.punchAt(i);
    if (isPackedTimeValid(punch.timeRaw) && punch.timeRaw >= from && punch.timeRaw <= to) found.push(punch);
  }
  const table = new Uint8Array(4 + found.length * recordBytes);
  putU32(table, 0, table.length - 4);
  found.forEach((punch, i) => {
    putRecord(table, 4 + i * recordBytes, recordBytes, punch, memory.slotOf(punch.deviceUserId));
  });
  return table;
}

/** What a buffered read's table number and numbers behind it select; null when this firmware has no such table. */
export function selectTable(
  memory: TerminalMemory,
  options: TerminalOptions,
  request: { readonly table: number; readonly fct: number; readonly ext: number },
): Uint8Array | null {
  switch (request.table) {
    case COMMAND.ATTLOG_RRQ:
      return memory.attendanceTable();
    case COMMAND.USERTEMP_RRQ:
      return userTable(memory, options.userBytes ?? 72);
    case COMMAND.OPLOG_RRQ:
      return memory.operationTable();
    case COMMAND.ATTLOG_BY_TIME:
      return options.rangeReads === true ? rangeTable(memory, request.fct, request.ext) : null;
    default:
      return null;
  }
}

/** The table as faulty firmware states it: its length word may lie. */
export function withLies(table: Uint8Array, faults: TerminalFaults): Uint8Array {
  const inner = faults.lies?.inner ?? 0;
  if (inner !== 0) putU32(table, 0, u32(table, 0) + inner);
  return table;
}

/** PREPARE_DATA, DATA…, ACK_OK with numbered packets, as `faults` bends them. */
export function bulkAnswer(
  part: Uint8Array,
  answer: { readonly reply: number; readonly session: number; readonly packetBytes: number },
  faults: TerminalFaults,
  strayEvent: OutgoingFrame,
): OutgoingFrame[] {
  const { reply, session, packetBytes } = answer;
  const announced = new Uint8Array(8);
  putU32(announced, 0, part.length + (faults.lies?.prepare ?? 0));
  putU32(announced, 4, packetBytes);
  const frames: OutgoingFrame[] = [{ command: COMMAND.PREPARE_DATA, session, reply, data: announced }];
  let sequence = 0;
  for (let at = 0; at < part.length; at += packetBytes) {
    const number = faults.unnumbered === true ? session : sequence;
    const data = part.subarray(at, Math.min(part.length, at + packetBytes));
    frames.push({ command: COMMAND.DATA, session: number & 0xffff, reply, data });
    sequence++;
  }
  if (faults.strayEvents === true) frames.splice(2, 0, strayEvent);
  if (faults.noClosingAck !== true) frames.push({ command: REPLY.OK, session: sequence & 0xffff, reply });
  return frames;
}
