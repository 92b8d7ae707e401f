import { tryParseDate } from '../../time/civil.js';
import type { CivilDate } from '../../time/wall-time.js';
import { type BadNumber, badNumber, digitsOf, type Sex } from './fault.js';

/** Number of every resident; the only number of staff who are not ASN. */
export interface Nik {
  readonly ok: true;
  readonly number: string;
  /** The century is not part of the number: the latest one is taken that does not lie in the future. */
  readonly birthDate: CivilDate;
  readonly sex: Sex;
  /** Province, regency and kecamatan of first registration; says nothing of where the person lives now. */
  readonly area: string;
  readonly sequence: number;
}

/**
 * `PPKKCC DDMMYY NNNN`: area, birth (women have 40 added to the day), sequence.
 * @param today civil date by which the century is chosen.
 */
export function readNik(value: string | number, today: CivilDate): Nik | BadNumber {
  const read = digitsOf(value);
  if (!('digits' in read)) return read;
  const { digits } = read;
  if (digits.length !== 16) return badNumber('LENGTH');
  // Provinces are numbered from 11 (Aceh); the blocks for regency and kecamatan start at 01.
  if (digits.slice(0, 2) < '11' || digits.slice(2, 4) === '00' || digits.slice(4, 6) === '00') return badNumber('AREA');

  const day = Number(digits.slice(6, 8));
  const sex: Sex = day > 40 ? 'female' : 'male';
  const birthDate = birthOf(digits.slice(10, 12), digits.slice(8, 10), day > 40 ? day - 40 : day, today);
  if (birthDate === null) return badNumber('BIRTH');
  const sequence = Number(digits.slice(12));
  if (sequence < 1) return badNumber('SEQUENCE');
  return { ok: true, number: digits, birthDate, sex, area: digits.slice(0, 6), sequence };
}

function birthOf(yy: string, month: string, day: number, today: CivilDate): CivilDate | null {
  const century = Number(today.slice(0, 2));
  for (const hundred of [century, century - 1]) {
    const date = tryParseDate(`${hundred}${yy}-${month}-${String(day).padStart(2, '0')}`);
    if (date !== null && date <= today) return date;
  }
  return null;
}
