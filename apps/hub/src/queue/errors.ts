import { defineErrors, errorFactory } from '@hadir/core';

export const QUEUE_ERRORS = defineErrors({
  QUEUE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Antrean kerja tidak dapat dihubungi ({reason}).',
      en: 'The work queue cannot be reached ({reason}).',
    },
    remedy: {
      id: 'Periksa REDIS_URL atau basis data; punch tetap tersimpan di jurnal dan diproses begitu antrean kembali.',
      en: 'Check REDIS_URL or the database; punches stay safe in the journal and are worked off once the queue is back.',
    },
  },
  QUEUE_BATCH_STUCK: {
    status: 500,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Baris jurnal {fromSeq}–{toSeq} mesin {deviceId} gagal diproses {attempts} kali: {reason}.',
      en: 'Journal rows {fromSeq}–{toSeq} of device {deviceId} failed {attempts} times: {reason}.',
    },
    remedy: {
      id: 'Tidak ada yang hilang; dicoba lagi tiap jam. Laporkan dengan catatan hub.',
      en: 'Nothing is lost; it is tried again every hour. Report this with the log of the hub.',
    },
  },
});

export const queueError = errorFactory(QUEUE_ERRORS);
