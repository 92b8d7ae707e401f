import { type HadirError, isHadirError } from '@hadir/core';
import { storeError } from './errors.js';

/** Socket errors that mean "nobody there now". ENOENT: the Unix socket of a server that is down. */
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * SQLSTATEs after which the same statement may succeed later without anybody changing it
 * (PostgreSQL manual, appendix A): class 08 connection, 53 resources, 57P operator intervention.
 */
const AWAY = /^(08\w{3}|53[023]00|57P0[1-5])$/;

/** What node-postgres says, without a code, when a connection breaks under a query or none is free. */
const DRIVER_TEXTS = /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable/i;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** True when the database was away or too busy, so that trying again later is right. */
export function isStoreAway(error: unknown): boolean {
  if (isHadirError(error)) return error.code === 'STORE_UNAVAILABLE' || error.code === 'STORE_DISK_FULL';
  const code = codeOf(error);
  if (SOCKET_CODES.has(code) || AWAY.test(code) || code === '53100') return true;
  return error instanceof Error && DRIVER_TEXTS.test(error.message);
}

/** Two transactions stood in each other's way; the loser may simply begin again. */
export function isTransactionConflict(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40P01' || code === '40001';
}

/** The error as Hadir tells it. */
export function toStoreError(error: unknown): HadirError {
  if (isHadirError(error)) return error;
  const code = codeOf(error);
  if (code === '53100') return storeError('STORE_DISK_FULL', {}, error);
  if (isStoreAway(error)) {
    return storeError('STORE_UNAVAILABLE', { reason: code || (error as Error).message }, error);
  }
  return storeError('STORE_FAILED', { sqlState: code || 'no SQLSTATE' }, error);
}
