import { tryParseDate } from '../../time/civil.js';
import type { CivilDate } from '../../time/wall-time.js';
import { type BadNumber, badNumber, digitsOf, MAX_APPOINTMENT_AGE, MIN_APPOINTMENT_AGE, type Sex } from './fault.js';
import { type NiPppk, readNiPppk } from './ni-pppk.js';

/** Number of a civil servant (PNS or CPNS). */
export interface Nip {
  readonly ok: true;
  readonly kind: 'PNS';
  readonly number: string;
  readonly birthDate: CivilDate;
  /** Month of appointment as CPNS, `YYYY-MM`. */
  readonly appointed: string;
  readonly sex: Sex;
  readonly sequence: number;
}

const SEXES: Readonly<Record<string, Sex>> = { 1: 'male', 2: 'female' };

/**
 * Reads the 18 digits that an ASN carries: a NIP, or an NI PPPK.
 *
 * NIP: `YYYYMMDD YYYYMM S NNN` — birth, month of appointment, sex, sequence (BKN regulations 22/2007 and 43/2007). There is
 * no check digit. Digits 13–14 tell the two kinds apart: a month is a NIP, a 2 begins an NI PPPK.
 *
 * @param today civil date against which the future is refused.
 */
export function readEmployeeNumber(value: string | number, today: CivilDate): Nip | NiPppk | BadNumber {
  const read = digitsOf(value);
  if (!('digits' in read)) return read;
  const { digits } = read;
  if (digits.length === 9) return badNumber('LEGACY_9');
  if (digits.length !== 18) return badNumber('LENGTH');

  const birthDate = tryParseDate(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`);
  if (birthDate === null || birthDate > today) return badNumber('BIRTH');
  const sex = SEXES[digits.charAt(14)];
  const sequence = Number(digits.slice(15));
  const month = Number(digits.slice(12, 14));
  if (month > 12 || month === 0) {
    return digits.charAt(12) === '2' ? readNiPppk(digits, birthDate, sex, sequence, today) : badNumber('APPOINTMENT');
  }

  const appointed = `${digits.slice(8, 12)}-${digits.slice(12, 14)}`;
  if (appointed > today.slice(0, 7)) return badNumber('APPOINTMENT');
  const monthsOld =
    (Number(digits.slice(8, 12)) - Number(digits.slice(0, 4))) * 12 + month - Number(digits.slice(4, 6));
  if (monthsOld < MIN_APPOINTMENT_AGE * 12 || monthsOld > MAX_APPOINTMENT_AGE * 12) return badNumber('AGE');
  if (sex === undefined) return badNumber('SEX');
  if (sequence < 1) return badNumber('SEQUENCE');
  return { ok: true, kind: 'PNS', number: digits, birthDate, appointed, sex, sequence };
}
