import { defineErrors } from '@hadir/core';

const reportToAuthor = {
  id: 'Laporkan kepada pembuat plugin.',
  en: 'Report this to the author of the plugin.',
} as const;

/** Errors of one device's service by a plugin: its configuration, its session, orders to it. */
export const DEVICE_ERRORS = defineErrors({
  PLUGIN_CONFIG_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Konfigurasi perangkat untuk plugin {pluginId} tidak sah pada {path}: {reason}.',
      en: 'The device configuration for plugin {pluginId} is not valid at {path}: {reason}.',
    },
    remedy: {
      id: 'Perbaiki nilai itu sesuai skema konfigurasi plugin.',
      en: "Correct that value as the plugin's configuration schema says.",
    },
  },
  PLUGIN_DEVICE_EXISTS: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Perangkat {deviceId} sudah dilayani.', en: 'Device {deviceId} is already in service.' },
    remedy: { id: 'Perbarui perangkat itu, atau hapus dahulu.', en: 'Update that device, or remove it first.' },
  },
  PLUGIN_DEVICE_UNKNOWN: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Perangkat {deviceId} tidak dilayani.', en: 'Device {deviceId} is not in service.' },
    remedy: { id: 'Tambahkan perangkat itu dahulu.', en: 'Add the device first.' },
  },
  PLUGIN_DEVICE_OFFLINE: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Perangkat {deviceId} sedang tidak tersambung.',
      en: 'Device {deviceId} is not connected at present.',
    },
    remedy: {
      id: 'Periksa listrik dan jaringan perangkat, lalu ulangi perintah.',
      en: 'Check power and network of the device, then repeat the order.',
    },
  },
  PLUGIN_COMMAND_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Perintah tidak sah pada {path}: {reason}.',
      en: 'The order is not valid at {path}: {reason}.',
    },
    remedy: { id: 'Perbaiki perintah itu.', en: 'Correct the order.' },
  },
  PLUGIN_COMMAND_TIMEOUT: {
    status: 504,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Perintah {command} tidak selesai dalam {deadlineMs} ms.',
      en: 'The order {command} was not done within {deadlineMs} ms.',
    },
    remedy: {
      id: 'Ulangi dengan id yang sama; perintah yang sudah selesai tidak dikerjakan dua kali.',
      en: 'Repeat it with the same id; what is done already is not done twice.',
    },
  },
  PLUGIN_COMMAND_LOST: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Sambungan berakhir selagi perintah {command} dikerjakan; hasilnya tidak diketahui.',
      en: 'The session ended while the order {command} was being done; its outcome is not known.',
    },
    remedy: {
      id: 'Ulangi dengan id yang sama setelah perangkat tersambung lagi.',
      en: 'Repeat it with the same id once the device is connected again.',
    },
  },
  PLUGIN_CANCELLED: {
    status: 499,
    retryable: true,
    fault: 'caller',
    message: { id: 'Permintaan dibatalkan.', en: 'The request was cancelled.' },
    remedy: { id: 'Ulangi bila masih perlu.', en: 'Repeat it if it is still needed.' },
  },
  PLUGIN_PHASE_TIMEOUT: {
    status: 504,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Perangkat tidak selesai pada tahap {phase} dalam {budgetMs} ms.',
      en: 'The device was not done with phase {phase} within {budgetMs} ms.',
    },
    remedy: {
      id: 'Periksa jaringan ke perangkat. Hadir mencoba lagi sendiri.',
      en: 'Check the network to the device. Hadir tries again by itself.',
    },
  },
  PLUGIN_BACKFILL_SILENT: {
    status: 504,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Perangkat diam selama {silenceMs} ms di tengah pembacaan log.',
      en: 'The device was silent for {silenceMs} ms in the middle of reading its log.',
    },
    remedy: {
      id: 'Periksa jaringan ke perangkat. Hadir melanjutkan dari catatan terakhir yang tersimpan.',
      en: 'Check the network to the device. Hadir goes on from the last record stored.',
    },
  },
  PLUGIN_STREAM_ENDED: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Aliran langsung dari perangkat berakhir tanpa sebab yang disebutkan.',
      en: "The device's live stream ended without a stated cause.",
    },
    remedy: { id: 'Hadir menyambung lagi sendiri.', en: 'Hadir connects again by itself.' },
  },
  PLUGIN_BATCH_INVALID: {
    status: 422,
    retryable: false,
    fault: 'hadir',
    message: {
      id: 'Kumpulan bacaan tidak sah pada {path}: {reason}.',
      en: 'The batch of readings is not valid at {path}: {reason}.',
    },
    remedy: reportToAuthor,
  },
  PLUGIN_SESSION_ENDED: {
    status: 409,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Sesi perangkat sudah berakhir; bacaan ini tidak diterima.',
      en: 'The session of the device has ended; these readings were not taken.',
    },
    remedy: {
      id: 'Tidak perlu tindakan: bacaan dibaca lagi dari kursor terakhir.',
      en: 'Nothing to do: they are read again from the last cursor.',
    },
  },
  PLUGIN_SINK_FAILED: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Bacaan tidak dapat disimpan: {reason}.',
      en: 'The readings could not be stored: {reason}.',
    },
    remedy: {
      id: 'Periksa basis data dan ruang disk. Bacaan tetap ada di perangkat dan diambil lagi.',
      en: 'Check the database and the disk space. The readings are still on the device and are fetched again.',
    },
  },
});
