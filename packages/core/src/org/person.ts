import type { DateRange } from '../time/date-range.js';
import type { CivilDate } from '../time/wall-time.js';

/** Terms of service; they decide which rules of discipline and pay apply. `non-asn` staff have no NIP and no TPP. */
export const EMPLOYMENT_KINDS = ['pns', 'cpns', 'pppk', 'pppk-part-time', 'non-asn'] as const;
export type EmploymentKind = (typeof EMPLOYMENT_KINDS)[number];

/** Somebody whose attendance is recorded. Has an identity of its own, because every official number may change. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** Every official number with the days on which it was the valid one. */
  readonly numbers: readonly PersonNumber[];
  readonly birthDate: CivilDate | null;
}

export interface PersonNumber extends DateRange {
  readonly kind: 'nip' | 'ni-pppk' | 'nik';
  readonly number: string;
}

/** Where a person serves from one day to another. Exactly one holds on any day of service. */
export interface Placement extends DateRange {
  readonly personId: string;
  readonly unitId: string;
  readonly employment: EmploymentKind;
  /** Class of post that sets the TPP amount, null for those who get none. */
  readonly tppClass: string | null;
}
