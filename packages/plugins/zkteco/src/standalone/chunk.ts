import { zkError } from '../errors.js';
import { decodePrepareData } from '../wire/bulk.js';
import { COMMAND, REPLY } from '../wire/commands.js';
import type { Frame } from '../wire/frame.js';
import type { Exchange } from './exchange.js';
import { acceptAnswer } from './request.js';

/**
 * How long after the data's end the closing ACK_OK, or after a lone short DATA another packet, is waited for. Terminals
 * send them at once; some send none.
 */
const TAIL_GRACE_MS = 1_000;
/** On UDP: how long after the closing ACK_OK packets that were overtaken may still come. */
const STRAGGLER_GRACE_MS = 150;

export interface ChunkRequest {
  /** For errors. */
  readonly table: string;
  /** The command that was sent. */
  readonly command: number;
  /** Bytes asked for. An answer that announces more is refused before room is made for it. */
  readonly wantedBytes: number;
  /** What PREPARE_DATA said, when the caller has read it already. */
  readonly announcedBytes?: number;
  /** The session's id, which unnumbered packets carry instead of a sequence number. */
  readonly sessionId: number;
}

/** What the terminal's answers have shown; carried from chunk to chunk. */
export interface ChunkHabits {
  /** This firmware ends its answers without ACK_OK; do not wait for it again. */
  closesSilently: boolean;
  /** The packets carry no sequence number, so on UDP only answers of a single packet can be trusted. */
  unnumbered: boolean;
  /** As announced by the last PREPARE_DATA or seen. */
  packetBytes: number | null;
}

/**
 * DATA packets of a stream that keeps their order (TCP), as they come. Ends when all that was announced has come and the
 * answer is closed. What has been yielded is right, also when it throws later.
 * @throws ZK_TRANSFER_INCOMPLETE, ZK_TRANSFER_MISMATCH, ZK_CLAIM_TOO_LARGE, ZK_COMMAND_REFUSED, ZK_UNSUPPORTED_COMMAND, ZK_TIMEOUT…
 */
export async function* orderedPackets(
  exchange: Exchange,
  request: ChunkRequest,
  habits: ChunkHabits,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { table, wantedBytes, sessionId } = request;
  let total: number | null = request.announcedBytes ?? null;
  let received = 0;
  let nextSequence: number | null = null;
  for (;;) {
    const complete = total === null ? received === wantedBytes : received === total;
    if (complete && (total === null || habits.closesSilently)) return;
    // Waiting for the closing ACK_OK, or after a DATA without PREPARE_DATA for whether there is more.
    const graceful = complete || (total === null && received > 0);
    const frame: Frame | null = graceful ? await exchange.nextWithin(TAIL_GRACE_MS) : await exchange.next();
    if (frame === null) {
      if (complete) habits.closesSilently = true;
      return;
    }
    switch (frame.command) {
      case COMMAND.PREPARE_DATA: {
        const announced = decodePrepareData(frame.data, table, wantedBytes);
        if (received > 0)
          throw zkError('ZK_TRANSFER_MISMATCH', { table, announced: received, stated: announced.total });
        total = announced.total;
        habits.packetBytes = announced.packet;
        break;
      }
      case COMMAND.DATA: {
        // A lost packet shows as a jump in the numbers. Firmware that numbers nothing puts its session id there.
        if (frame.session !== sessionId) {
          if (nextSequence !== null && frame.session !== nextSequence) {
            throw zkError('ZK_TRANSFER_INCOMPLETE', { table, received, expected: total ?? wantedBytes });
          }
          nextSequence = (frame.session + 1) & 0xffff;
        } else if (nextSequence !== null) {
          nextSequence = (nextSequence + 1) & 0xffff;
        }
        received += frame.data.length;
        if (received > (total ?? wantedBytes)) {
          throw zkError('ZK_TRANSFER_MISMATCH', { table, announced: total ?? wantedBytes, stated: received });
        }
        yield frame.data;
        break;
      }
      case REPLY.OK:
        if (total !== null && received < total) {
          throw zkError('ZK_TRANSFER_INCOMPLETE', { table, received, expected: total });
        }
        return;
      default:
        acceptAnswer(request.command, frame);
        throw zkError('ZK_UNEXPECTED_COMMAND', { command: frame.command, expected: 'DATA' });
    }
  }
}

/**
 * DATA packets of datagrams, put in order by their sequence numbers. Gives the bytes up to the first packet that is
 * missing, so that what came need not be asked for again; nothing at all is an error.
 * @throws ZK_TRANSFER_INCOMPLETE, ZK_TRANSFER_MISMATCH, ZK_CLAIM_TOO_LARGE, ZK_COMMAND_REFUSED, ZK_UNSUPPORTED_COMMAND, ZK_TIMEOUT…
 */
export async function collectDatagrams(
  exchange: Exchange,
  request: ChunkRequest,
  habits: ChunkHabits,
): Promise<Uint8Array> {
  const { table, wantedBytes, sessionId } = request;
  const packets = new Map<number, Uint8Array>();
  let total: number | null = request.announcedBytes ?? null;
  let received = 0;
  let closed = false;
  let numbered = true;

  while (received < (total ?? wantedBytes)) {
    const frame = await nextDatagram(exchange, closed, received > 0);
    if (frame === null) break;
    switch (frame.command) {
      case COMMAND.PREPARE_DATA: {
        const announced = decodePrepareData(frame.data, table, wantedBytes);
        total = announced.total;
        habits.packetBytes = announced.packet;
        break;
      }
      case COMMAND.DATA:
        if (packets.has(frame.session)) {
          // The same number twice: either a datagram that the network doubled, or numbers that say nothing.
          if (frame.session === sessionId) numbered = false;
          break;
        }
        packets.set(frame.session, frame.data);
        received += frame.data.length;
        break;
      case REPLY.OK:
        closed = true;
        break;
      default:
        acceptAnswer(request.command, frame);
        throw zkError('ZK_UNEXPECTED_COMMAND', { command: frame.command, expected: 'DATA' });
    }
  }

  const expected = total ?? wantedBytes;
  if (received > expected) throw zkError('ZK_TRANSFER_MISMATCH', { table, announced: expected, stated: received });
  const [only] = packets.values();
  if (packets.size === 1 && only !== undefined && only.length === expected) return only;
  if (!numbered) habits.unnumbered = true;
  const prefix = numbered ? fromTheFirst(packets) : [];
  if (prefix.length === 0) throw zkError('ZK_TRANSFER_INCOMPLETE', { table, received: 0, expected });
  return prefix.length === 1 ? (prefix[0] as Uint8Array) : Buffer.concat(prefix);
}

async function nextDatagram(exchange: Exchange, closed: boolean, started: boolean): Promise<Frame | null> {
  if (closed) return exchange.nextWithin(STRAGGLER_GRACE_MS);
  if (!started) return exchange.next();
  // The closing ACK_OK may be lost like any other datagram: then silence says that nothing more comes.
  return exchange.nextWithin(TAIL_GRACE_MS);
}

/** Packets 0, 1, 2… up to the first gap. */
function fromTheFirst(packets: ReadonlyMap<number, Uint8Array>): Uint8Array[] {
  const ordered: Uint8Array[] = [];
  for (let sequence = 0; ; sequence++) {
    const packet = packets.get(sequence);
    if (packet === undefined) return ordered;
    ordered.push(packet);
  }
}
