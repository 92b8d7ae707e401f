import type { LocalizedText } from '../../i18n.js';
import type { CivilDate, WallTime } from '../../time/wall-time.js';
import type { AbsenceType } from './absence.js';
import type { TraceStep } from './trace.js';

/**
 * - `HADIR` came, `TK` nothing known (tanpa keterangan), `LIBUR` free, `CB` joint leave
 * - `MENUNGGU` not yet decidable: a request is open, or a device that could hold the scan was not read
 * - `PERLU_VERIFIKASI` an officer must first look at a doubtful scan
 * - otherwise the approved absence
 */
export type DayStatus = 'HADIR' | 'TK' | 'LIBUR' | 'CB' | 'MENUNGGU' | 'PERLU_VERIFIKASI' | Exclude<AbsenceType, 'WFA'>;

/** Words for each status, for lists and legends. */
export const STATUS_TEXTS: Readonly<Record<DayStatus, LocalizedText>> = Object.freeze({
  HADIR: { id: 'Hadir', en: 'Present' },
  TK: { id: 'Tanpa keterangan', en: 'Absent without word' },
  LIBUR: { id: 'Libur', en: 'Free day' },
  CB: { id: 'Cuti bersama', en: 'Joint leave' },
  CUTI: { id: 'Cuti', en: 'Leave' },
  SAKIT: { id: 'Sakit', en: 'Sick' },
  IZIN: { id: 'Izin', en: 'Permission' },
  DL: { id: 'Dinas luar', en: 'Duty travel' },
  TD: { id: 'Tugas kedinasan', en: 'Other duty' },
  TB: { id: 'Tugas belajar', en: 'Study' },
  DIKLAT: { id: 'Pendidikan dan pelatihan', en: 'Training' },
  MAGANG: { id: 'Magang', en: 'Internship' },
  DITITIPKAN: { id: 'Dititipkan', en: 'Seconded' },
  MENUNGGU: { id: 'Menunggu', en: 'Pending' },
  PERLU_VERIFIKASI: { id: 'Perlu verifikasi', en: 'Needs verification' },
});

/** One deduction of the day, in percent points of the deductible pay. */
export interface Charge {
  readonly code: string;
  readonly points: number;
}

/**
 * What a day came to, derived from evidence and rules and never edited. The same evidence in any order gives an equal
 * result; `trace` says why, naming the rules, the scans used, and the scans not used with the reason.
 */
export interface DayResult {
  readonly date: CivilDate;
  readonly status: DayStatus;
  readonly isWorkingDay: boolean;
  readonly in: WallTime | null;
  readonly out: WallTime | null;
  /** Null when there was nothing to measure. */
  readonly lateMinutes: number | null;
  readonly earlyMinutes: number | null;
  readonly missing: readonly ('in' | 'out')[];
  readonly charges: readonly Charge[];
  /** Sum of the charges; null while the day is not decided. */
  readonly points: number | null;
  /** Working minutes short, for the counting of PP 94/2021. A whole day absent counts as a day and not here. */
  readonly shortMinutes: number;
  readonly flags: readonly string[];
  readonly trace: readonly TraceStep[];
}
