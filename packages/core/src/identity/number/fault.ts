import type { LocalizedText } from '../../i18n.js';

/** Why a number cannot be what it claims to be; texts for the person who typed or imported it. */
export const NUMBER_FAULTS = {
  EMPTY: { id: 'Nomor kosong.', en: 'The number is empty.' },
  EXCEL: {
    id: 'Nomor rusak oleh Excel (tersimpan sebagai angka, digit terakhir hilang). Simpan kolomnya sebagai teks.',
    en: 'Damaged by Excel (kept as a number, its last digits are lost). Store the column as text.',
  },
  CHARACTERS: { id: 'Hanya angka yang boleh.', en: 'Only digits are allowed.' },
  LENGTH: { id: 'Jumlah digit salah.', en: 'Wrong number of digits.' },
  LEGACY_9: {
    id: 'NIP lama sembilan digit; cari NIP barunya (18 digit).',
    en: 'An old nine-digit NIP; look up the new one (18 digits).',
  },
  BIRTH: { id: 'Tanggal lahir tidak ada di kalender.', en: 'The date of birth does not exist.' },
  APPOINTMENT: {
    id: 'Bulan atau tahun pengangkatan tidak sah.',
    en: 'The month or year of appointment is not possible.',
  },
  AGE: { id: 'Umur saat diangkat di luar 18–65 tahun.', en: 'Age at appointment is outside 18–65 years.' },
  SEX: { id: 'Kode jenis kelamin harus 1 atau 2.', en: 'The code for sex must be 1 or 2.' },
  SEQUENCE: { id: 'Nomor urut mulai dari 1.', en: 'The sequence number starts at 1.' },
  AREA: { id: 'Kode wilayah tidak sah.', en: 'The area code is not possible.' },
} as const satisfies Record<string, LocalizedText>;

export type NumberFault = keyof typeof NUMBER_FAULTS;

export type Sex = 'male' | 'female';

/** Bounds of the age at appointment, in years. A proposal: regulations set the limits per post. */
export const MIN_APPOINTMENT_AGE = 18;
export const MAX_APPOINTMENT_AGE = 65;

export interface BadNumber {
  readonly ok: false;
  readonly reason: NumberFault;
}

export function badNumber(reason: NumberFault): BadNumber {
  return { ok: false, reason };
}

/** Blanks of every kind, as numbers are printed in groups; also the marks with which spreadsheets force text. */
const PADDING = /[\s\u00a0\u2007\u202f]+|^['’`]/g;
const SCIENTIFIC = /^\d+([.,]\d+)?E\+?\d+$/i;
const DECIMAL = /^\d{15,}[.,]0+$/;

/**
 * What is left of an 18- or 16-digit number as a person or a file gives it: its digits, or why there are none.
 * A spreadsheet keeps 15 digits of a number; whatever passed through one as a number cannot be trusted, however it looks.
 */
export function digitsOf(value: string | number): { readonly digits: string } | BadNumber {
  if (typeof value === 'number') return badNumber('EXCEL');
  const text = value.replace(PADDING, '');
  if (text === '') return badNumber('EMPTY');
  if (SCIENTIFIC.test(text) || DECIMAL.test(text)) return badNumber('EXCEL');
  if (!/^\d+$/.test(text)) return badNumber('CHARACTERS');
  return { digits: text };
}
