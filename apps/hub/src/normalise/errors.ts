import { defineErrors, errorFactory } from '@hadir/core';

/** What normalising tells an operator, as errors and as issues. */
export const NORMALISE_ERRORS = defineErrors({
  DEVICE_OPERATION_ALERT: {
    status: 200,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Mesin melaporkan: {textId} (operator {operator}, jam mesin {at}).',
      en: 'The device reports: {textEn} (operator {operator}, device time {at}).',
    },
    remedy: {
      id: 'Pastikan hal itu dilakukan oleh petugas yang berwenang.',
      en: 'Make sure that an authorised officer did it.',
    },
  },
  NORMALISE_READING_UNREADABLE: {
    status: 500,
    retryable: false,
    fault: 'hadir',
    message: {
      id: 'Baris jurnal {seq} mesin {deviceId} tidak dapat dibaca: {reason}.',
      en: 'Journal row {seq} of device {deviceId} cannot be read: {reason}.',
    },
    remedy: {
      id: 'Barisnya tersimpan. Perbarui Hadir, lalu baris itu diproses lagi sendiri; laporkan bila tetap gagal.',
      en: 'The row is kept. Update Hadir and it is worked off by itself; report it when it still fails.',
    },
  },
  NORMALISE_DEVICE_MISSING: {
    status: 500,
    retryable: false,
    fault: 'hadir',
    message: { id: 'Mesin {deviceId} tidak ada lagi.', en: 'Device {deviceId} is no longer there.' },
    remedy: { id: 'Laporkan dengan catatan hub.', en: 'Report this with the log of the hub.' },
  },
});

export const normaliseError = errorFactory(NORMALISE_ERRORS);
