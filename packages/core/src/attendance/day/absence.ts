/**
 * Reasons for not being at one's place that somebody may approve. All but `WFA` are also the status of the day.
 * - `CUTI` leave of any kind, `SAKIT` sick, `IZIN` permission
 * - `DL` duty travel (dinas luar), `TD` other duty, `DIKLAT` training, `MAGANG` internship, `DITITIPKAN` seconded
 * - `TB` study (tugas belajar): never on the list
 * - `WFA` work from anywhere: the person works and checks in, only elsewhere
 */
export const ABSENCE_TYPES = [
  'TB',
  'DL',
  'TD',
  'DIKLAT',
  'MAGANG',
  'DITITIPKAN',
  'CUTI',
  'SAKIT',
  'IZIN',
  'WFA',
] as const;
export type AbsenceType = (typeof ABSENCE_TYPES)[number];
