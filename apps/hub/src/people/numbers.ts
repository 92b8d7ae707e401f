import { type CivilDate, readEmployeeNumber, readNik } from '@hadir/core';
import type { Tables } from '../store/index.js';
import { peopleError } from './errors.js';

export type NumberKind = Tables['person_number']['kind'];
export const NUMBER_KINDS = ['nip', 'ni-pppk', 'nik', 'legacy-nip', 'local'] as const satisfies readonly NumberKind[];

/** A number that a person carries, with the days on which it is the valid one. */
export interface NumberInput {
  readonly kind: NumberKind;
  readonly value: string;
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
}

/**
 * The number as it is stored: digits only for official ones.
 * The number itself is not in the error: it is personal data and errors are logged.
 * @throws PERSON_NUMBER_… with the reason; PERSON_NUMBER_KIND when it is a number of another kind
 */
export function checkedNumber(input: NumberInput, today: CivilDate): string {
  const { kind, value } = input;
  if (kind === 'local') return value.trim();
  if (kind === 'nik') {
    const nik = readNik(value, today);
    if (!nik.ok) throw peopleError(`PERSON_NUMBER_${nik.reason}`, { kind });
    return nik.number;
  }
  const read = readEmployeeNumber(value, today);
  if (kind === 'legacy-nip') {
    // Nine digits, issued before 2008: there is nothing in it to check but its length.
    if (!read.ok && read.reason === 'LEGACY_9') return value.replaceAll(/\D/g, '');
    throw read.ok
      ? peopleError('PERSON_NUMBER_KIND', { kind, found: read.kind === 'PNS' ? 'nip' : 'ni-pppk' })
      : peopleError(`PERSON_NUMBER_${read.reason}`, { kind });
  }
  if (!read.ok) throw peopleError(`PERSON_NUMBER_${read.reason}`, { kind });
  const found: NumberKind = read.kind === 'PNS' ? 'nip' : 'ni-pppk';
  if (found !== kind) throw peopleError('PERSON_NUMBER_KIND', { kind, found });
  return read.number;
}
