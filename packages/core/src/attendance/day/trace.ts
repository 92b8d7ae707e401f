import { fillText, type Language, type LocalizedText } from '../../i18n.js';
import { METHOD_TEXTS } from '../../vocabulary/method.js';

/** Every sentence that may stand in the reasons of a day. `{names}` are filled from the step's values. */
export const TRACE_TEXTS = {
  RULES: {
    id: 'Dihitung dengan profil {profile} versi {version}, jadwal {schedule}, kalender {calendar}.',
    en: 'Computed with profile {profile} version {version}, schedule {schedule}, calendar {calendar}.',
  },
  HOURS: {
    id: 'Jam kerja {start}–{end}; scan masuk dihitung {inFrom}–{inTo}, scan pulang {outFrom}–{outTo}.',
    en: 'Hours {start}–{end}; arrivals count {inFrom}–{inTo}, departures {outFrom}–{outTo}.',
  },
  RAMADAN: { id: 'Jam kerja Ramadan berlaku.', en: 'Ramadan hours hold.' },
  OFF: { id: 'Bukan hari kerja menurut jadwal.', en: 'Not a working day by the schedule.' },
  HOLIDAY: { id: 'Hari libur menurut kalender {calendar}.', en: 'A holiday by calendar {calendar}.' },
  JOINT_LEAVE: { id: 'Cuti bersama menurut kalender {calendar}.', en: 'Joint leave by calendar {calendar}.' },
  JOINT_LEAVE_WORKED: {
    id: 'Bekerja pada cuti bersama; berhak atas tambahan satu hari cuti tahunan.',
    en: 'Worked on joint leave; earns one day of annual leave.',
  },
  EXTRA_SCAN: {
    id: 'Ada scan pada hari bebas; disimpan, tidak dihitung.',
    en: 'There are scans on a free day; kept, not counted.',
  },
  IN: { id: 'Masuk {at} pada {device}.', en: 'Arrived {at} at {device}.' },
  OUT: { id: 'Pulang {at} pada {device}.', en: 'Left {at} at {device}.' },
  MANUAL_IN: { id: 'Masuk {at} secara manual, disetujui: {reason}.', en: 'Arrival {at} by hand, approved: {reason}.' },
  MANUAL_OUT: {
    id: 'Pulang {at} secara manual, disetujui: {reason}.',
    en: 'Departure {at} by hand, approved: {reason}.',
  },
  MANUAL_NOT_ALLOWED: {
    id: 'Absensi manual {at} tidak dihitung: tidak lagi diizinkan pada unit ini.',
    en: 'Manual attendance {at} does not count: no longer allowed in this unit.',
  },
  OTHER_UNIT: {
    id: 'Scan {at} dilakukan pada mesin unit lain.',
    en: "The scan at {at} was made at another unit's device.",
  },
  SHARED: {
    id: 'Scan {at} sekaligus milik sif sebelah pada {date}.',
    en: 'The scan at {at} also belongs to the neighbouring shift of {date}.',
  },
  NO_IN: { id: 'Tidak ada scan masuk: {code}, {points} %.', en: 'No arrival: {code}, {points} %.' },
  NO_OUT: { id: 'Tidak ada scan pulang: {code}, {points} %.', en: 'No departure: {code}, {points} %.' },
  ON_TIME: { id: 'Datang tepat waktu.', en: 'Came on time.' },
  LATE: { id: 'Terlambat {minutes} menit: {code}, {points} %.', en: '{minutes} minutes late: {code}, {points} %.' },
  FULL_DAY: { id: 'Pulang pada waktunya.', en: 'Left in time.' },
  EARLY: {
    id: 'Pulang {minutes} menit sebelum {due}: {code}, {points} %.',
    en: 'Left {minutes} minutes before {due}: {code}, {points} %.',
  },
  FLEX: {
    id: 'Waktu fleksibel terpakai {minutes} menit; pulang paling cepat {due}.',
    en: '{minutes} minutes of flexible time used; may leave from {due}.',
  },
  ABSENT: {
    id: 'Tidak ada scan dan tidak ada persetujuan: {code}, {points} %.',
    en: 'No scan and nothing approved: {code}, {points} %.',
  },
  EXCUSED: { id: '{type} disetujui untuk hari ini ({points} %).', en: '{type} approved for the day ({points} %).' },
  EXCUSED_PART: {
    id: '{type} disetujui {from} sampai {to}; bagian itu tidak dihitung.',
    en: '{type} approved from {from} to {to}; that part is not counted.',
  },
  WFA: { id: 'Bekerja dari tempat lain, disetujui.', en: 'Work from anywhere, approved.' },
  REQUEST_REJECTED: { id: 'Permohonan {type} ditolak.', en: 'The request for {type} was rejected.' },
  PENDING: {
    id: 'Menunggu keputusan: {what}. Jika ditolak: {codes}.',
    en: 'Waiting for a decision: {what}. If rejected: {codes}.',
  },
  DEVICE_UNREAD: {
    id: 'Mesin {devices} belum terbaca sampai akhir jam kerja; belum ada potongan.',
    en: 'Device {devices} was not read past the end of the day; nothing is deducted yet.',
  },
  DAY_RUNNING: {
    id: 'Hari ini belum berakhir; belum ada potongan.',
    en: 'The day is not over yet; nothing is deducted yet.',
  },
  NEEDS_REVIEW: {
    id: 'Scan {at} harus diperiksa petugas dahulu (jam mesin diragukan).',
    en: 'An officer must first look at the scan of {at} (the clock of the device is doubtful).',
  },
  APEL_ABSENT: { id: 'Tidak mengikuti apel: {points} %.', en: 'Missed the morning assembly: {points} %.' },
  APEL_PRESENT: { id: 'Mengikuti apel pagi.', en: 'Was at the morning assembly.' },
  APEL_EXCUSED: { id: 'Tidak wajib apel, diizinkan.', en: 'Excused from the morning assembly.' },
  APEL_UNKNOWN: {
    id: 'Daftar apel belum ada dan jadwal tidak menghitung apel dengan scan; tidak ada potongan.',
    en: 'There is no list of the assembly, and the schedule does not count it by scan; no deduction.',
  },
  APEL_OFF: { id: 'Apel dibatalkan; tidak ada potongan.', en: 'The morning assembly was called off; no deduction.' },
  IGNORED_LATER: {
    id: 'Scan {at} tidak dipakai: bukan scan masuk {which}.',
    en: 'Scan {at} not used: not the {which} arrival.',
  },
  IGNORED_EARLIER: {
    id: 'Scan {at} tidak dipakai: bukan scan pulang {which}.',
    en: 'Scan {at} not used: not the {which} departure.',
  },
  IGNORED_OUTSIDE: {
    id: 'Scan {at} tidak dipakai: di luar jendela masuk dan pulang.',
    en: 'Scan {at} not used: outside both windows.',
  },
  IGNORED_OVERRULED: {
    id: 'Scan {at} tidak dipakai: ada keputusan manual.',
    en: 'Scan {at} not used: a manual decision takes its place.',
  },
  IGNORED_METHOD: {
    id: 'Scan {at} tidak dihitung: cara {methods} tidak berlaku pada unit ini pada tanggal itu.',
    en: 'Scan {at} does not count: {methods} is not a valid method in this unit on that date.',
  },
  IGNORED_REJECTED: {
    id: 'Scan {at} tidak dihitung: jam mesin tidak mungkin benar.',
    en: 'Scan {at} does not count: the time of the device cannot be right.',
  },
} as const satisfies Record<string, LocalizedText>;

export type TraceCode = keyof typeof TRACE_TEXTS;

/** One reason. Kept as code and values, so that a stored result can be told in any language. */
export interface TraceStep {
  readonly code: TraceCode;
  readonly values: Readonly<Record<string, string | number>>;
}

const WHICH: Readonly<Record<string, LocalizedText>> = {
  first: { id: 'pertama', en: 'first' },
  last: { id: 'terakhir', en: 'last' },
};
const METHOD_WORDS: Readonly<Record<string, LocalizedText>> = METHOD_TEXTS;
/** Values that are words of the program, by the name of the value; all others are shown as they are. */
const WORDS: Readonly<Record<string, Readonly<Record<string, LocalizedText>>>> = {
  which: WHICH,
  methods: METHOD_WORDS,
};

const WALL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

/** Times are written with a blank, and Indonesian has a decimal comma. */
function shown(name: string, value: string | number, language: Language): string {
  if (typeof value === 'number') return language === 'id' ? String(value).replace('.', ',') : String(value);
  const words = WORDS[name];
  if (words !== undefined) {
    return value
      .split(' + ')
      .map((word) => words[word]?.[language] ?? word)
      .join(' + ');
  }
  return WALL.test(value) ? value.replace('T', ' ') : value;
}

/** One reason as a sentence. */
export function traceText(step: TraceStep, language: Language): string {
  const values = Object.entries(step.values).map(([name, value]) => [name, shown(name, value, language)]);
  return fillText(TRACE_TEXTS[step.code][language], Object.fromEntries(values));
}

/** All reasons of a day, one sentence a line. */
export function explain(trace: readonly TraceStep[], language: Language): string {
  return trace.map((step) => traceText(step, language)).join('\n');
}
