import { defineErrors, errorFactory } from '@hadir/core';

/** Errors of the journal and of its signed checkpoints. */
export const JOURNAL_ERRORS = defineErrors({
  JOURNAL_DEVICE_UNKNOWN: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Mesin {deviceId} tidak terdaftar.', en: 'Device {deviceId} is not registered.' },
    remedy: { id: 'Daftarkan mesin itu lebih dahulu.', en: 'Register the device first.' },
  },
  JOURNAL_CLOSED: {
    status: 503,
    retryable: true,
    fault: 'hadir',
    message: { id: 'Jurnal sedang ditutup.', en: 'The journal is closing.' },
    remedy: { id: 'Kirim lagi setelah hub berjalan.', en: 'Send again when the hub is up.' },
  },
  JOURNAL_CURSOR_TOO_LARGE: {
    status: 422,
    retryable: false,
    fault: 'hadir',
    message: {
      id: 'Penanda baca plugin sebesar {bytes} bita; batasnya {limit}.',
      en: 'The cursor of the plugin takes {bytes} bytes; the limit is {limit}.',
    },
    remedy: { id: 'Laporkan kepada pembuat plugin.', en: 'Report this to the author of the plugin.' },
  },
  JOURNAL_KEY_UNREADABLE: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: { id: 'Kunci {file} tidak dapat dibaca: {reason}.', en: 'Key {file} cannot be read: {reason}.' },
    remedy: {
      id: 'Pulihkan berkas itu dari cadangan folder keadaan.',
      en: 'Restore the file from the backup of the state folder.',
    },
  },
  JOURNAL_CHECKPOINT_BROKEN: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Titik periksa jurnal tidak dapat dilanjutkan: {reason}.',
      en: 'The checkpoints of the journal cannot go on: {reason}.',
    },
    remedy: {
      id: 'Jalankan `hadir journal verify` dan simpan basis data serta berkasnya sebagai bukti.',
      en: 'Run `hadir journal verify` and keep the database and the file as evidence.',
    },
  },
});

export const journalError = errorFactory(JOURNAL_ERRORS);
