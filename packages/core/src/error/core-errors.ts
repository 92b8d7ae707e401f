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
});

export const coreError = errorFactory(CORE_ERRORS);
