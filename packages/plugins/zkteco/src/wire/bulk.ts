import { zkError } from '../errors.js';
import { putU16, putU32, u16, u32 } from './bytes.js';

/** A million 40-byte records are 40 MB; no terminal holds anything near this, so a larger claim is damage or malice. */
export const DEFAULT_MAX_TABLE_BYTES = 256 * 1024 * 1024;

const tooShort = (what: string, received: number, expected: number) =>
  zkError('ZK_DATA_TOO_SHORT', { what, received, expected });

function checkClaim(claimed: number, limit: number, table: string): void {
  if (claimed > limit) throw zkError('ZK_CLAIM_TOO_LARGE', { claimed, limit, table });
}

export interface BulkRequest {
  readonly table: number;
  readonly fct: number;
  readonly ext: number;
}

/** Data of CMD_DATA_WRRQ (1503): `u8 1, u16 table, u32 fct, u32 ext` (captures of pyzk's tests). */
export const BULK_REQUEST_BYTES = 11;

export function encodeBulkRequest(request: BulkRequest): Uint8Array {
  const data = new Uint8Array(BULK_REQUEST_BYTES);
  data[0] = 1;
  putU16(data, 1, request.table);
  putU32(data, 3, request.fct);
  putU32(data, 7, request.ext);
  return data;
}

/** @throws ZK_DATA_TOO_SHORT */
export function decodeBulkRequest(data: Uint8Array): BulkRequest {
  if (data.length < BULK_REQUEST_BYTES) throw tooShort('bulk request', data.length, BULK_REQUEST_BYTES);
  return { table: u16(data, 1), fct: u32(data, 3), ext: u32(data, 7) };
}

export interface BulkSize {
  /** Bytes of the whole table, its own length word included. */
  readonly size: number;
  /** The size again, where the answer has it. */
  readonly size2: number | null;
  /** Not understood; a checksum or free space. */
  readonly extra: number | null;
}

/**
 * Data of the ACK_OK that answers 1503: `u8 0, u32 size, u32 size, u32 ?`.
 * @throws ZK_DATA_TOO_SHORT, ZK_CLAIM_TOO_LARGE, ZK_TRANSFER_MISMATCH when the two sizes differ
 */
export function decodeBulkSize(data: Uint8Array, table = '', maxBytes = DEFAULT_MAX_TABLE_BYTES): BulkSize {
  if (data.length < 5) throw tooShort('bulk size', data.length, 5);
  const size = u32(data, 1);
  const size2 = data.length >= 9 ? u32(data, 5) : null;
  checkClaim(size, maxBytes, table);
  if (size2 !== null && size2 !== size) {
    throw zkError('ZK_TRANSFER_MISMATCH', { table, announced: size, stated: size2 });
  }
  return { size, size2, extra: data.length >= 13 ? u32(data, 9) : null };
}

export interface PrepareData {
  /** Bytes that the following DATA packets carry together. */
  readonly total: number;
  /** Announced packet size; not to be relied on (1008, 1024, 65528 and 65536 occur). */
  readonly packet: number | null;
}

/** Data of CMD_PREPARE_DATA (1500). @throws ZK_DATA_TOO_SHORT, ZK_CLAIM_TOO_LARGE */
export function decodePrepareData(data: Uint8Array, table = '', maxBytes = DEFAULT_MAX_TABLE_BYTES): PrepareData {
  if (data.length < 4) throw tooShort('PREPARE_DATA', data.length, 4);
  const total = u32(data, 0);
  checkClaim(total, maxBytes, table);
  return { total, packet: data.length >= 8 ? u32(data, 4) : null };
}

/** Less than the smallest record: such a rest after the records is padding (3 bytes were seen), never a lost record. */
const MAX_PADDING_BYTES = 7;

/**
 * The first word of an assembled table says how many bytes of records follow.
 * @param announced bytes of the table with this word, as the transfer announced them
 * @throws ZK_DATA_TOO_SHORT, ZK_TRANSFER_MISMATCH
 */
export function innerSize(start: Uint8Array, announced: number, table: string): number {
  if (start.length < 4) throw tooShort(table, start.length, 4);
  const stated = u32(start, 0);
  const padding = announced - 4 - stated;
  if (padding < 0 || padding > MAX_PADDING_BYTES) {
    throw zkError('ZK_TRANSFER_MISMATCH', { table, announced: announced - 4, stated });
  }
  return stated;
}

/** The records of a whole table in memory, without its length word and padding. @throws as `innerSize` */
export function tableRecords(table: Uint8Array, name: string): Uint8Array {
  return table.subarray(4, 4 + innerSize(table, table.length, name));
}
