import { defineErrors, errorFactory } from '@hadir/core';

export const RESULT_ERRORS = defineErrors({
  RULE_VERSION_TAKEN: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Versi "{version}" dari {kind} "{name}" sudah ada dengan isi lain.',
      en: 'Version "{version}" of the {kind} "{name}" exists with another content.',
    },
    remedy: {
      id: 'Aturan tidak pernah diubah: beri nama versi baru dan tanggal mulai berlakunya.',
      en: 'A rule is never edited: give the change a new version and the day it begins.',
    },
  },
  RULE_NOT_FOUND: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Tidak ada {kind} bernama "{name}".', en: 'There is no {kind} named "{name}".' },
    remedy: { id: 'Muat dahulu dokumennya.', en: 'Load that document first.' },
  },
  RULE_MONTH_LOCKED: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Aturan ini dipakai pada bulan {month} yang sudah dikunci.',
      en: 'This rule was used in {month}, which is locked.',
    },
    remedy: {
      id: 'Biarkan, dan muat versi baru yang berlaku sesudahnya.',
      en: 'Leave it, and load a new version that begins after it.',
    },
  },
  RANGE_TAKEN: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Pada masa yang sama sudah ada: {other} ({from} sampai {to}).',
      en: 'There is one at the same time already: {other} ({from} to {to}).',
    },
    remedy: {
      id: 'Akhiri dahulu yang lama, atau pilih tanggal lain.',
      en: 'End that one first, or choose other days.',
    },
  },
  DATE_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: '{field}: "{text}" bukan tanggal yang sah.', en: '{field}: "{text}" is not a day or moment.' },
    remedy: {
      id: 'Tulis TTTT-BB-HH, yang awal tidak sesudah yang akhir.',
      en: 'Write YYYY-MM-DD, the first not after the last.',
    },
  },
  REQUEST_TYPE: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: '"{type}" bukan jenis permohonan {kind}.', en: '"{type}" is no type of a request of kind {kind}.' },
    remedy: { id: 'Pilih salah satu: {known}.', en: 'Choose one of: {known}.' },
  },
  REQUEST_TOO_LATE: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Batas permohonan untuk {date} adalah {lastDay}.',
      en: 'Requests for {date} were accepted until {lastDay}.',
    },
    remedy: {
      id: 'Hubungi BKPSDM: pejabatnya dapat menerima permohonan lewat batas (letInBy). Batasnya ada di aturan "approvals".',
      en: 'Ask the personnel board: its officer can let a late request in (letInBy). The limit is in the rule "approvals".',
    },
  },
  REQUEST_ATTACHMENT: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Lampiran ditolak: {reason}.', en: 'The attachment is refused: {reason}.' },
    remedy: {
      id: 'Kirim PDF, JPEG atau PNG sampai {limit} KiB, sebagai base64.',
      en: 'Send PDF, JPEG or PNG of at most {limit} KiB as base64.',
    },
  },
  APPROVER_UNKNOWN: {
    status: 403,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Yang memutuskan tidak terdaftar sebagai {stepId} untuk pegawai atau unit ini.',
      en: 'Whoever decides is not registered as {stepEn} for this employee or unit.',
    },
    remedy: {
      id: 'Daftarkan pejabatnya untuk unit itu, atau minta pejabat yang terdaftar.',
      en: 'Register the officer for that unit, or ask one who is.',
    },
  },
  RESULT_RECORD_UNKNOWN: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: '{kindId} yang disebut tidak ada ({id}).', en: 'There is no such {kindEn} ({id}).' },
    remedy: {
      id: 'Periksa pengenalnya dan muat ulang daftarnya.',
      en: 'Check the identifier, and load the list again.',
    },
  },
  RESULT_NOT_FOUND: {
    status: 404,
    retryable: true,
    fault: 'caller',
    message: { id: 'Belum ada hasil {personId} pada {date}.', en: 'There is no result of {personId} on {date} yet.' },
    remedy: {
      id: 'Periksa tanggalnya, jadwalnya, dan antrean penghitungan.',
      en: 'Check the day, the schedule, and the queue of days to compute.',
    },
  },
  RESULT_RULES_MISSING: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Hasil kehadiran tidak dapat dihitung: {reason}',
      en: 'Attendance results cannot be computed: {reason}',
    },
    remedy: {
      id: 'Muat versi aturan yang berlaku pada hari itu.',
      en: 'Load a version of the rules that holds on that day.',
    },
  },
  MONTH_PENDING_WORK: {
    status: 409,
    retryable: true,
    fault: 'caller',
    message: {
      id: 'Masih {count} hari dari bulan {month} yang menunggu dihitung.',
      en: '{count} days of {month} still wait to be computed.',
    },
    remedy: { id: 'Tunggu sampai antrean habis.', en: 'Wait until the queue is empty.' },
  },
  CORRECTION_DECIDED: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Usulan koreksi ini sudah {state}.', en: 'This correction proposal is {state} already.' },
    remedy: { id: 'Muat ulang daftarnya.', en: 'Load the list again.' },
  },
  IMPORT_UNREADABLE: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Berkas {file} tidak dapat dibaca: {reason}.', en: 'The file {file} cannot be read: {reason}.' },
    remedy: { id: 'Simpan sebagai XLSX atau CSV (UTF-8).', en: 'Save it as XLSX or CSV (UTF-8).' },
  },
});

export const resultError = errorFactory(RESULT_ERRORS);
