import type { CivilDate } from '../../time/wall-time.js';
import { type BadNumber, badNumber, MAX_APPOINTMENT_AGE, MIN_APPOINTMENT_AGE, type Sex } from './fault.js';

/**
 * Number of a contract employee (PPPK, also part time). A new contract with another institution brings a new number, so it
 * is something that a person has for a time, never the person's key.
 */
export interface NiPppk {
  readonly ok: true;
  readonly kind: 'PPPK';
  readonly number: string;
  readonly birthDate: CivilDate;
  /** Year of the contract, `YYYY`. */
  readonly appointed: string;
  /** 1–9: how many times the person entered into such a contract. */
  readonly frequency: number;
  readonly sex: Sex;
  readonly sequence: number;
}

/** `YYYYMMDD YYYY 2 F S NNN` — birth, year of contract, the code 2, frequency, sex, sequence (BKN regional office Yogyakarta). */
export function readNiPppk(
  digits: string,
  birthDate: CivilDate,
  sex: Sex | undefined,
  sequence: number,
  today: CivilDate,
): NiPppk | BadNumber {
  const appointed = digits.slice(8, 12);
  const frequency = Number(digits.charAt(13));
  if (frequency < 1 || appointed > today.slice(0, 4)) return badNumber('APPOINTMENT');
  const age = Number(appointed) - Number(digits.slice(0, 4));
  if (age < MIN_APPOINTMENT_AGE || age > MAX_APPOINTMENT_AGE) return badNumber('AGE');
  if (sex === undefined) return badNumber('SEX');
  if (sequence < 1) return badNumber('SEQUENCE');
  return { ok: true, kind: 'PPPK', number: digits, birthDate, appointed, frequency, sex, sequence };
}
