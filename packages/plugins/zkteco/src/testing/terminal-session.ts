import { decodeBulkRequest } from '../wire/bulk.js';
import { u16, u32 } from '../wire/bytes.js';
import { provesCommKey } from '../wire/comm-key.js';
import { COMMAND, EVENT, REPLY } from '../wire/commands.js';
import type { Frame, OutgoingFrame } from '../wire/frame.js';
import { plainAnswer, type TerminalState } from './terminal-answers.js';
import type { TerminalPunch } from './terminal-options.js';
import { punchEvent } from './terminal-records.js';
import type { TerminalSender } from './terminal-sender.js';
import { bulkAnswer, selectTable, withLies } from './terminal-tables.js';

/** One client, as the terminal sees it. */
export interface TerminalSession {
  handle(frame: Frame): Promise<void>;
  /** Tells a live event, when the client asked for events. */
  tell(event: number, data: Uint8Array): Promise<void>;
}

const UDP_PACKET_BYTES = 1024;
const TCP_PACKET_BYTES = 65_472;
const DEFAULT_INLINE_BYTES = 1024;

export function createTerminalSession(
  state: TerminalState,
  sender: TerminalSender,
  kind: 'tcp' | 'udp',
  cutAll: () => void,
): TerminalSession {
  const { options, memory } = state;
  let id = 0;
  let authorised = false;
  let eventMask = 0;
  let buffer: Uint8Array | null = null;
  const packetBytes = options.packetBytes ?? (kind === 'udp' ? UDP_PACKET_BYTES : TCP_PACKET_BYTES);

  const answer = (reply: number, command: number, data?: Uint8Array, session = id): Promise<void> =>
    sender.send([{ command, session, reply, data }]);

  function strayEvent(): OutgoingFrame {
    const punch: TerminalPunch = { deviceUserId: '1001', verify: 1, state: 0, timeRaw: memory.nowRaw() };
    return eventFrame(EVENT.ATTLOG, punchEvent(options.eventBytes ?? 32, punch, 1));
  }

  async function bulk(reply: number, part: Uint8Array): Promise<void> {
    const { faults } = state.faultState;
    await sender.send(bulkAnswer(part, { reply, session: id, packetBytes }, faults, strayEvent()));
  }

  async function prepare(frame: Frame): Promise<void> {
    if (options.bufferedReads === false) return answer(frame.reply, REPLY.ERROR);
    const table = selectTable(memory, options, decodeBulkRequest(frame.data));
    if (table === null) return answer(frame.reply, REPLY.ERROR);
    const { faults } = state.faultState;
    withLies(table, faults);
    if (table.length <= (options.inlineBytes ?? DEFAULT_INLINE_BYTES)) {
      return answer(frame.reply, COMMAND.DATA, table);
    }
    buffer = table;
    const stated = table.length + (faults.lies?.size ?? 0);
    const data = Buffer.alloc(13);
    data.writeUInt32LE(stated, 1);
    data.writeUInt32LE(stated, 5);
    return answer(frame.reply, REPLY.OK, data);
  }

  async function chunk(frame: Frame): Promise<void> {
    const { faultState } = state;
    const { muteChunks = 0 } = faultState.faults;
    if (muteChunks > 0) {
      faultState.faults = { ...faultState.faults, muteChunks: muteChunks - 1 };
      return;
    }
    if (buffer === null || frame.data.length < 8) return answer(frame.reply, REPLY.ERROR);
    const start = u32(frame.data, 0);
    if (start > buffer.length) return answer(frame.reply, REPLY.ERROR);
    return bulk(frame.reply, buffer.subarray(start, Math.min(buffer.length, start + u32(frame.data, 4))));
  }

  /** The old way: the whole table at once. Users only when asked with fct 5; one template otherwise. */
  async function direct(frame: Frame): Promise<void> {
    if (frame.command === COMMAND.USERTEMP_RRQ && frame.data[0] !== 5) return answer(frame.reply, REPLY.ERROR);
    const table = selectTable(memory, options, { table: frame.command, fct: 0, ext: 0 });
    if (table === null) return answer(frame.reply, REPLY.ERROR);
    withLies(table, state.faultState.faults);
    if (table.length <= (options.inlineBytes ?? DEFAULT_INLINE_BYTES)) return answer(frame.reply, COMMAND.DATA, table);
    return bulk(frame.reply, table);
  }

  async function connect(frame: Frame): Promise<void> {
    if (state.faultState.faults.encrypted === true) return answer(frame.reply, REPLY.ENCRYPTION_REQUIRED);
    // The same client keeps its session when it connects again without EXIT.
    if (id === 0) id = state.nextSessionId();
    authorised = (options.commKey ?? 0) === 0;
    return answer(frame.reply, authorised ? REPLY.OK : REPLY.UNAUTH);
  }

  return {
    async tell(event, data) {
      if (authorised && (eventMask & event) !== 0 && state.enabled) await sender.send([eventFrame(event, data)]);
    },
    async handle(frame) {
      state.seen(frame.command);
      switch (frame.command) {
        case COMMAND.CONNECT:
          return connect(frame);
        case COMMAND.AUTH:
          authorised = provesCommKey(frame.data, options.commKey ?? 0, id);
          return answer(frame.reply, authorised ? REPLY.OK : REPLY.UNAUTH);
        case COMMAND.EXIT:
          await answer(frame.reply, REPLY.OK);
          id = 0;
          authorised = false;
          eventMask = 0;
          return;
        case REPLY.OK:
          state.acknowledgedEvents++;
          return;
      }
      if (id === 0 || !authorised) return answer(frame.reply, REPLY.UNAUTH);
      switch (frame.command) {
        case COMMAND.DATA_WRRQ:
          return prepare(frame);
        case COMMAND.DATA_RDY:
          return chunk(frame);
        case COMMAND.FREE_DATA:
          buffer = null;
          return answer(frame.reply, REPLY.OK);
        case COMMAND.ATTLOG_RRQ:
        case COMMAND.USERTEMP_RRQ:
          return direct(frame);
        case COMMAND.REG_EVENT:
          eventMask = frame.data.length >= 4 ? u32(frame.data, 0) : 0;
          return answer(frame.reply, REPLY.OK);
        case COMMAND.STATE_RRQ:
          // The state comes in the session field (adrobinoga/zk-protocol, terminal.md).
          return answer(frame.reply, REPLY.OK, undefined, state.enabled ? 0 : 1);
        case COMMAND.RESTART:
          cutAll();
          return;
        case COMMAND.DELETE_USER:
          if (!memory.users.has(u16(frame.data, 0))) return answer(frame.reply, REPLY.ERROR);
          memory.deleteUser(u16(frame.data, 0));
          return answer(frame.reply, REPLY.OK);
        default: {
          const { command, data } = plainAnswer(state, frame);
          return answer(frame.reply, command, data);
        }
      }
    },
  };
}

/** Events carry their code in the session field and reply id 0. */
function eventFrame(event: number, data: Uint8Array): OutgoingFrame {
  return { command: COMMAND.REG_EVENT, session: event, reply: 0, data };
}
