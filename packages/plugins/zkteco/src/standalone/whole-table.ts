import { isHadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { decodePrepareData } from '../wire/bulk.js';
import { COMMAND, REPLY } from '../wire/commands.js';
import type { TableContext } from './buffered-table.js';
import { type ChunkHabits, collectDatagrams, orderedPackets } from './chunk.js';
import type { Exchange } from './exchange.js';
import { acceptAnswer } from './request.js';
import type { OpenTable } from './table.js';

/** A table that came whole in one frame. */
export function inlineTable(name: string, bytes: Uint8Array): OpenTable {
  const progress = { received: bytes.length, expected: bytes.length };
  return {
    name,
    access: 'inline',
    totalBytes: bytes.length,
    progress,
    peek: (wanted) => Promise.resolve(bytes.subarray(0, wanted)),
    async *read(from, to = bytes.length) {
      if (from < to) yield bytes.subarray(from, to);
    },
    close: () => Promise.resolve(),
  };
}

/** An empty table as firmware states it that answers OK without data. */
const EMPTY_TABLE = new Uint8Array(4);

const MAX_REASKS = 3;

/**
 * A table that firmware without buffered reads sends by itself (13; 9 with fct 5). It cannot be asked for a part, so over
 * UDP a lost datagram means asking for all of it again.
 */
export async function directTable(
  context: TableContext,
  direct: { readonly command: number; readonly data?: Uint8Array },
): Promise<OpenTable> {
  for (let failures = 0; ; ) {
    try {
      return await openDirect(context, direct);
    } catch (error) {
      const lost = isHadirError(error) && (error.code === 'ZK_TRANSFER_INCOMPLETE' || error.code === 'ZK_TIMEOUT');
      if (!lost || context.session.transport === 'tcp' || ++failures > MAX_REASKS) throw error;
    }
  }
}

async function openDirect(
  context: TableContext,
  direct: { readonly command: number; readonly data?: Uint8Array },
): Promise<OpenTable> {
  const { session, reserved, request, signal } = context;
  const progress: { received: number; expected: number | null } = { received: 0, expected: null };
  const exchange = reserved.line.ask(direct.command, direct.data, {
    operation: request.name,
    idleTimeoutMs: session.limits.idleTimeoutMs,
    signal,
    progress: () => progress,
  });
  try {
    const first = acceptFirst(direct.command, await exchange.next());
    if (first.command === COMMAND.DATA) {
      exchange.end();
      return inlineTable(request.name, first.data);
    }
    if (first.command === REPLY.OK) {
      exchange.end();
      return inlineTable(request.name, EMPTY_TABLE);
    }
    const { total } = decodePrepareData(first.data, request.name, session.limits.maxTableBytes);
    progress.expected = total;
    const habits: ChunkHabits = { closesSilently: false, unnumbered: false, packetBytes: null };
    const answer = {
      table: request.name,
      command: direct.command,
      wantedBytes: total,
      announcedBytes: total,
      sessionId: session.sessionId,
    };
    if (session.transport === 'udp') {
      const bytes = await collectDatagrams(exchange, answer, habits);
      exchange.end();
      if (bytes.length === total) return inlineTable(request.name, bytes);
      throw zkError('ZK_TRANSFER_INCOMPLETE', { table: request.name, received: bytes.length, expected: total });
    }
    return streamedTable(request.name, total, orderedPackets(exchange, answer, habits), exchange, progress);
  } catch (error) {
    exchange.end();
    throw error;
  }
}

function acceptFirst(command: number, answer: Awaited<ReturnType<Exchange['next']>>) {
  return answer.command === COMMAND.PREPARE_DATA ? answer : acceptAnswer(command, answer);
}

function streamedTable(
  name: string,
  totalBytes: number,
  packets: AsyncGenerator<Uint8Array, void, undefined>,
  exchange: Exchange,
  progress: { received: number; expected: number | null },
): OpenTable {
  let head: Uint8Array = new Uint8Array(0);
  return {
    name,
    access: 'direct',
    totalBytes,
    get progress() {
      return progress;
    },
    async peek(bytes) {
      while (head.length < Math.min(bytes, totalBytes)) {
        const next = await packets.next();
        if (next.done === true) break;
        progress.received += next.value.length;
        head = Buffer.concat([head, next.value]);
      }
      return head.subarray(0, bytes);
    },
    async *read(from, to = totalBytes) {
      let at = 0;
      const rest = head;
      head = new Uint8Array(0);
      const part = (piece: Uint8Array): Uint8Array => {
        const start = Math.max(0, from - at);
        const end = Math.min(piece.length, to - at);
        at += piece.length;
        return start < end ? piece.subarray(start, end) : piece.subarray(0, 0);
      };
      const kept = part(rest);
      if (kept.length > 0) yield kept;
      for await (const piece of packets) {
        progress.received += piece.length;
        const wanted = part(piece);
        if (wanted.length > 0) yield wanted;
      }
      if (at < totalBytes) throw zkError('ZK_TRANSFER_INCOMPLETE', { table: name, received: at, expected: totalBytes });
    },
    close() {
      exchange.end();
      return Promise.resolve();
    },
  };
}
