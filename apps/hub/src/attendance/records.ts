import { isHadirError, type LocalizedText } from '@hadir/core';
import type { PoolClient } from 'pg';
import { type Database, inTransaction } from '../store/index.js';
import { resultError } from './errors.js';

const KINDS = {
  rule: { id: 'Aturan', en: 'rule' },
  assignment: { id: 'Penetapan aturan', en: 'assignment' },
  approver: { id: 'Pejabat', en: 'officer' },
  request: { id: 'Permohonan', en: 'request' },
  attachment: { id: 'Lampiran', en: 'attachment' },
  correction: { id: 'Usulan koreksi', en: 'correction' },
  campaign: { id: 'Perekaman', en: 'campaign' },
  unit: { id: 'Unit', en: 'unit' },
  person: { id: 'Pegawai', en: 'person' },
} as const satisfies Record<string, LocalizedText>;

/** For an identifier of which nothing is known. */
export function noRecord(kind: keyof typeof KINDS, id: string) {
  return resultError('RESULT_RECORD_UNKNOWN', { kind, id, kindId: KINDS[kind].id, kindEn: KINDS[kind].en });
}

/** SQLSTATE of a reference to a row that is not there (PostgreSQL manual, appendix A). */
const FOREIGN_KEY = '23503';

/**
 * Like `inTransaction`, for changes that callers ask for: who names a person or unit that is not there is told so.
 * @throws RESULT_RECORD_UNKNOWN and what `inTransaction` throws
 */
export async function inChange<Result>(
  database: Database,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  try {
    return await inTransaction(database.pool, work);
  } catch (error) {
    const broken = isHadirError(error)
      ? (error.cause as { code?: string; constraint?: string } | undefined)
      : undefined;
    if (broken?.code !== FOREIGN_KEY) throw error;
    throw noRecord(broken.constraint?.includes('unit') === true ? 'unit' : 'person', '?');
  }
}
