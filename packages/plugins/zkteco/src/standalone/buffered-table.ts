import { isHadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { decodeBulkSize, encodeBulkRequest } from '../wire/bulk.js';
import { putU32 } from '../wire/bytes.js';
import { COMMAND } from '../wire/commands.js';
import { type ChunkHabits, type ChunkRequest, collectDatagrams, orderedPackets } from './chunk.js';
import type { ReservedLine, StandaloneSession } from './session-types.js';
import type { OpenTable, TableRequest } from './table.js';

/** How often the same bytes are asked for again before the reading is given up. */
const MAX_REASKS = 3;
/** From this re-asking on the terminal is told to prepare the table anew: it may have lost its buffer. */
const PREPARE_AGAIN_AT = 2;
/** After a failure smaller pieces are asked for: slow lines and weak units manage those (zkteco-js `maxChunk`). */
const SMALLER_CHUNK_BYTES = [8192, 4096] as const;
/** How much of what was read last is compared when a table had to be prepared anew. */
const TRAIL_BYTES = 512;

export interface TableContext {
  readonly session: StandaloneSession;
  readonly reserved: ReservedLine;
  readonly request: TableRequest;
  readonly signal: AbortSignal | undefined;
}

/** Whether the same question may get a better answer on the same connection. */
function worthAskingAgain(error: unknown): boolean {
  if (!isHadirError(error)) return false;
  return (
    error.code === 'ZK_TIMEOUT' ||
    error.code === 'ZK_TRANSFER_INCOMPLETE' ||
    error.code === 'ZK_TRANSFER_MISMATCH' ||
    error.code === 'ZK_COMMAND_REFUSED'
  );
}

/** A table that the terminal has prepared in a buffer of its own, read piece by piece (1504). */
export function bufferedTable(context: TableContext, totalBytes: number): OpenTable {
  const { session, reserved, request, signal } = context;
  const { line } = reserved;
  const { limits } = session;
  const name = request.name;
  const habits: ChunkHabits = { closesSilently: false, unnumbered: false, packetBytes: null };
  const progress = { received: 0, expected: totalBytes };
  let chunkBytes = limits.chunkBytes;
  let head: Uint8Array = new Uint8Array(0);
  let trail: { readonly at: number; readonly bytes: Uint8Array } | null = null;
  let closed = false;
  session.leaveWith.set(COMMAND.FREE_DATA, undefined);

  async function askChunk(at: number, wantedBytes: number): Promise<Uint8Array> {
    const data = new Uint8Array(8);
    putU32(data, 0, at);
    putU32(data, 4, wantedBytes);
    const exchange = line.ask(COMMAND.DATA_RDY, data, {
      operation: name,
      idleTimeoutMs: limits.idleTimeoutMs,
      signal,
      progress: () => progress,
    });
    const chunk: ChunkRequest = {
      table: name,
      command: COMMAND.DATA_RDY,
      wantedBytes,
      sessionId: session.sessionId,
    };
    try {
      if (session.transport === 'udp') return await collectDatagrams(exchange, chunk, habits);
      const packets: Uint8Array[] = [];
      for await (const packet of orderedPackets(exchange, chunk, habits)) packets.push(packet);
      const [only] = packets;
      return packets.length === 1 && only !== undefined ? only : Buffer.concat(packets);
    } finally {
      exchange.end();
    }
  }

  /** The buffer may be gone. A new one must hold the same table, or what follows would not join on to what was read. */
  async function prepareAgain(at: number): Promise<void> {
    await reserved.request(COMMAND.FREE_DATA, undefined, { signal }).catch(ignoreRefusal);
    const answer = await reserved.request(COMMAND.DATA_WRRQ, encodeTableRequest(request), { signal, operation: name });
    const { size } = decodeBulkSize(answer.data, name, limits.maxTableBytes);
    if (size !== totalBytes) throw changed(size);
    if (trail === null || trail.at + trail.bytes.length !== at) return;
    const again = await askChunk(trail.at, trail.bytes.length);
    if (!Buffer.from(again).equals(trail.bytes.subarray(0, again.length))) throw changed(size);
  }

  function changed(stated: number): Error {
    return zkError('ZK_TRANSFER_MISMATCH', { table: name, announced: totalBytes, stated, received: progress.received });
  }

  function shrink(): void {
    if (habits.unnumbered) chunkBytes = Math.min(chunkBytes, habits.packetBytes ?? 1024);
    else chunkBytes = SMALLER_CHUNK_BYTES.find((bytes) => bytes < chunkBytes) ?? chunkBytes;
  }

  async function fetchChunk(at: number, to: number): Promise<Uint8Array> {
    for (let failures = 0; ; ) {
      try {
        if (failures === PREPARE_AGAIN_AT) await prepareAgain(at);
        const bytes = await askChunk(at, Math.min(chunkBytes, to - at));
        // An answer of nothing would be asked for again for ever.
        if (bytes.length === 0) throw zkError('ZK_TRANSFER_INCOMPLETE', { table: name, received: at, expected: to });
        return bytes;
      } catch (error) {
        if (!worthAskingAgain(error)) throw error;
        if (++failures > MAX_REASKS) throw givenUp(error);
        shrink();
      }
    }
  }

  /** Says how far the table as a whole came, not only the last chunk. */
  function givenUp(cause: unknown): unknown {
    if (isHadirError(cause) && cause.code === 'ZK_TRANSFER_INCOMPLETE') {
      return zkError('ZK_TRANSFER_INCOMPLETE', { table: name, ...progress }, cause);
    }
    return cause;
  }

  return {
    name,
    access: 'buffered',
    totalBytes,
    progress,
    async peek(bytes) {
      const wanted = Math.min(bytes, totalBytes);
      while (head.length < wanted) head = Buffer.concat([head, await fetchChunk(head.length, wanted)]);
      return head.subarray(0, wanted);
    },
    async *read(from, to = totalBytes) {
      let at = from;
      if (at < head.length) {
        yield head.subarray(at, Math.min(head.length, to));
        at = Math.min(head.length, to);
      }
      while (at < to) {
        const bytes = await fetchChunk(at, to);
        trail = { at: at + Math.max(0, bytes.length - TRAIL_BYTES), bytes: bytes.slice(-TRAIL_BYTES) };
        at += bytes.length;
        progress.received = at;
        yield bytes;
      }
      progress.received = Math.max(progress.received, at);
    },
    async close() {
      if (closed) return;
      closed = true;
      await reserved.request(COMMAND.FREE_DATA, undefined, { operation: 'free' }).catch(() => undefined);
      session.leaveWith.delete(COMMAND.FREE_DATA);
    },
  };
}

export function encodeTableRequest(request: TableRequest): Uint8Array {
  return encodeBulkRequest({ table: request.command, fct: request.fct, ext: request.ext });
}

/** FREE_DATA without a buffer is refused by some firmware; that does not matter. */
export function ignoreRefusal(error: unknown): void {
  if (isHadirError(error) && (error.code === 'ZK_COMMAND_REFUSED' || error.code === 'ZK_UNSUPPORTED_COMMAND')) return;
  throw error;
}
