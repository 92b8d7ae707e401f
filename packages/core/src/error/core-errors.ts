import { defineErrors } from './error-table.js';
import { errorFactory } from './hadir-error.js';

/** Errors of the attendance model itself. */
export const CORE_ERRORS = defineErrors({
  TIME_ZONE_UNKNOWN: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: { id: 'Zona waktu "{zone}" tidak dikenal.', en: 'Time zone "{zone}" is not known.' },
    remedy: {
      id: 'Pakai nama IANA, misalnya Asia/Jakarta, Asia/Makassar atau Asia/Jayapura.',
      en: 'Use an IANA name such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura.',
    },
  },
  TIME_WALL_INVALID: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: { id: '"{text}" bukan tanggal dan jam yang ada.', en: '"{text}" is not a date and time that exists.' },
    remedy: { id: 'Periksa jam pada mesin.', en: 'Check the clock of the device.' },
  },
  READING_INVALID: {
    status: 422,
    retryable: false,
    fault: 'hadir',
    message: { id: 'Bacaan tidak sah pada {path}: {reason}.', en: 'The reading is not valid at {path}: {reason}.' },
    remedy: { id: 'Laporkan kepada pembuat plugin.', en: 'Report this to the author of the plugin.' },
  },
  MAPPING_RANGE: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Masa berlaku {from} sampai {to} berakhir sebelum mulai.',
      en: 'The period {from} to {to} ends before it begins.',
    },
    remedy: { id: 'Perbaiki tanggalnya.', en: 'Correct the dates.' },
  },
  MAPPING_OVERLAP: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Nomor {deviceUserId} pada mesin {deviceId} sudah milik {personId} dari {from} sampai {to}.',
      en: 'Number {deviceUserId} on device {deviceId} already belongs to {personId} from {from} to {to}.',
    },
    remedy: {
      id: 'Akhiri dahulu pemetaan yang lama, atau pilih tanggal lain.',
      en: 'End the older mapping first, or choose other dates.',
    },
  },
  TEMPERATURE_POLICY_INVALID: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Aturan suhu tidak sah pada {name}: {reason}.',
      en: 'The temperature rules are not valid at {name}: {reason}.',
    },
    remedy: { id: 'Perbaiki nilainya pada konfigurasi.', en: 'Correct the value in the configuration.' },
  },
  VISIT_POLICY_INVALID: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Aturan kunjungan tidak sah pada {name}: {reason}.',
      en: 'The rules of visits are not valid at {name}: {reason}.',
    },
    remedy: { id: 'Perbaiki nilainya pada konfigurasi.', en: 'Correct the value in the configuration.' },
  },
  UNIT_DUPLICATE: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Unit {unitId} tertulis dua kali.', en: 'Unit {unitId} is given twice.' },
    remedy: { id: 'Hapus salah satunya.', en: 'Remove one of them.' },
  },
  UNIT_PARENT_UNKNOWN: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Unit {unitId} berada di bawah {parentId}, yang tidak ada.',
      en: 'Unit {unitId} is placed under {parentId}, which does not exist.',
    },
    remedy: { id: 'Buat induknya dahulu, atau pilih induk lain.', en: 'Create the parent first, or choose another.' },
  },
  UNIT_CYCLE: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Unit {unitId} menjadi bawahan dirinya sendiri: {path}.',
      en: 'Unit {unitId} would be below itself: {path}.',
    },
    remedy: { id: 'Pilih induk lain.', en: 'Choose another parent.' },
  },
});

export const coreError = errorFactory(CORE_ERRORS);
