import { STATUS_TEXTS } from '@hadir/core';

const MONTHS = [
  'Januari',
  'Februari',
  'Maret',
  'April',
  'Mei',
  'Juni',
  'Juli',
  'Agustus',
  'September',
  'Oktober',
  'November',
  'Desember',
];

/** `2026-07` → `Juli 2026`. */
export function monthWords(month: string): string {
  return `${MONTHS[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

/** `2026-07-31` → `31 Juli 2026`. */
export function dateWords(date: string): string {
  return `${Number(date.slice(8, 10))} ${monthWords(date)}`;
}

/** Minutes as `h:mm`. */
export function hoursText(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

const STATUS_CODES: Readonly<Record<string, string>> = {
  HADIR: 'H',
  LIBUR: 'L',
  CUTI: 'C',
  SAKIT: 'S',
  IZIN: 'I',
  MENUNGGU: '?',
  PERLU_VERIFIKASI: '!',
};

/** The code of a day in a grid. */
export function statusCode(status: string): string {
  return STATUS_CODES[status] ?? status;
}

/** Codes of the lists and what they mean, as regencies print them below their lists. */
export const LEGEND: readonly string[] = [
  ...Object.entries(STATUS_TEXTS).map(([status, text]) => `${statusCode(status)} = ${text.id}`),
  'TL = terlambat',
  'PSW = pulang sebelum waktunya',
];
