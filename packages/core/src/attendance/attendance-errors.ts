import { defineErrors } from '../error/error-table.js';
import { errorFactory } from '../error/hadir-error.js';

/** Errors of calendars, schedules, rule profiles and worked examples. `place` says where in the document. */
export const ATTENDANCE_ERRORS = defineErrors({
  RULES_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Dokumen aturan salah pada {place}: {reason}.',
      en: 'The rules are not valid at {place}: {reason}.',
    },
    remedy: { id: 'Perbaiki bagian itu lalu unggah lagi.', en: 'Correct that part and load the document again.' },
  },
  RULES_POINTS: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Angka {points} pada {place} memakai lebih dari empat desimal.',
      en: 'The number {points} at {place} has more than four decimals.',
    },
    remedy: { id: 'Bulatkan sampai empat desimal.', en: 'Round it to four decimals.' },
  },
  BANDS_GAP: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Tabel {place} berlubang: tidak ada aturan untuk {from} sampai {to}.',
      en: 'The table {place} has a gap: nothing is said for {from} to {to}.',
    },
    remedy: {
      id: 'Setiap baris harus mulai tepat setelah baris sebelumnya; baris terakhir tanpa batas atas.',
      en: 'Each row must begin right after the one before; the last has no upper bound.',
    },
  },
  BANDS_OVERLAP: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Tabel {place} tumpang tindih pada {from} sampai {to}.',
      en: 'The table {place} overlaps at {from} to {to}.',
    },
    remedy: {
      id: 'Setiap baris harus mulai tepat setelah baris sebelumnya.',
      en: 'Each row must begin right after the one before.',
    },
  },
  SCHEDULE_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Jadwal {schedule}, hari {day}: {reason}.', en: 'Schedule {schedule}, day {day}: {reason}.' },
    remedy: { id: 'Perbaiki jam pada hari itu.', en: 'Correct the times of that day.' },
  },
  VERSIONS_OVERLAP: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Dua versi {id} berlaku pada {date}: {first} dan {second}.',
      en: 'Two versions of {id} hold on {date}: {first} and {second}.',
    },
    remedy: { id: 'Akhiri versi lama sebelum versi baru mulai.', en: 'End the older version before the newer begins.' },
  },
  VERSION_MISSING: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: { id: 'Tidak ada versi {id} yang berlaku pada {date}.', en: 'No version of {id} holds on {date}.' },
    remedy: { id: 'Tambahkan versi untuk tanggal itu.', en: 'Add a version for that date.' },
  },
  APPROVAL_OWN: {
    status: 403,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Pemohon tidak memutuskan permohonannya sendiri, dan satu pejabat tidak memutuskan dua kali.',
      en: 'Nobody decides about their own request, and no officer decides twice.',
    },
    remedy: { id: 'Minta pejabat lain memutuskan.', en: 'Ask another officer to decide.' },
  },
  APPROVAL_STEP: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Sekarang giliran: {turnId}.', en: 'It is the turn of: {turnEn}.' },
    remedy: { id: 'Tunggu giliran langkah sebelumnya.', en: 'Wait for the step before it.' },
  },
  MONTH_UNDECIDED: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: '{unit}: bulan {month} masih punya {count} hari yang belum diputuskan, mulai {first}.',
      en: '{unit}: {month} still has {count} undecided days, from {first} on.',
    },
    remedy: {
      id: 'Putuskan permohonan yang menunggu dan baca mesin yang tertinggal, lalu kunci.',
      en: 'Decide the open requests and read the devices left behind, then lock.',
    },
  },
  MONTH_LOCK_ORDER: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: '{unit}: bulan {month} {stateId}; kunci ini tidak dapat dipasang.',
      en: '{unit}: {month} is {stateEn}; this lock cannot be set.',
    },
    remedy: { id: 'Unit mengunci dahulu, lalu BKPSDM.', en: 'The unit locks first, then the personnel board.' },
  },
  CASE_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Contoh {id} tidak dapat dibaca: {reason}.', en: 'Example {id} cannot be read: {reason}.' },
    remedy: { id: 'Perbaiki contoh itu dalam berkasnya.', en: 'Correct the example in its file.' },
  },
});

export const attendanceError = errorFactory(ATTENDANCE_ERRORS);
