import { defineErrors, errorFactory } from '@hadir/core';
import { DEVICE_ERRORS } from './device-errors.js';

const reportToAuthor = {
  id: 'Laporkan kepada pembuat plugin.',
  en: 'Report this to the author of the plugin.',
} as const;

/** Errors of plugins as such: what they say about themselves, how their process behaves. */
export const PLUGIN_ERRORS = defineErrors({
  ...DEVICE_ERRORS,
  PLUGIN_MANIFEST_NOT_FOUND: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: { id: 'Plugin "{source}" tidak ditemukan: {reason}.', en: 'Plugin "{source}" was not found: {reason}.' },
    remedy: {
      id: 'Periksa nama paket atau jalur berkas manifest pada pengaturan.',
      en: 'Check the package name or the path of the manifest in the settings.',
    },
  },
  PLUGIN_MANIFEST_INVALID: {
    status: 422,
    retryable: false,
    fault: 'hadir',
    message: {
      id: 'Manifest plugin "{source}" tidak sah pada {path}: {reason}.',
      en: 'The manifest of plugin "{source}" is not valid at {path}: {reason}.',
    },
    remedy: reportToAuthor,
  },
  PLUGIN_MANIFEST_STALE: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Kode plugin {pluginId} tidak cocok dengan manifestnya: {reason}.',
      en: 'The code of plugin {pluginId} does not match its manifest: {reason}.',
    },
    remedy: {
      id: 'Pasang ulang plugin, atau bangun ulang manifestnya.',
      en: 'Install the plugin again, or build its manifest again.',
    },
  },
  PLUGIN_API_VERSION: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Plugin {pluginId} dibuat untuk kontrak versi {wanted}; Hadir ini melayani versi {oldest} sampai {newest}.',
      en: 'Plugin {pluginId} was built for contract version {wanted}; this Hadir serves versions {oldest} to {newest}.',
    },
    remedy: {
      id: 'Pasang versi plugin yang cocok, atau perbarui Hadir.',
      en: 'Install a version of the plugin that fits, or update Hadir.',
    },
  },
  PLUGIN_DUPLICATE: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Plugin {pluginId} terdaftar dua kali: {source}.',
      en: 'Plugin {pluginId} is listed twice: {source}.',
    },
    remedy: { id: 'Hapus salah satunya dari pengaturan.', en: 'Remove one of them from the settings.' },
  },
  PLUGIN_SCHEMA_INVALID: {
    status: 422,
    retryable: false,
    fault: 'hadir',
    message: {
      id: 'Skema {which} pada manifest plugin {pluginId} tidak dapat dipakai: {reason}.',
      en: 'The {which} schema in the manifest of plugin {pluginId} cannot be used: {reason}.',
    },
    remedy: reportToAuthor,
  },
  PLUGIN_SETTINGS_INVALID: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Pengaturan plugin {pluginId} tidak sah pada {path}: {reason}.',
      en: 'The settings of plugin {pluginId} are not valid at {path}: {reason}.',
    },
    remedy: {
      id: 'Perbaiki nilai itu sesuai skema pengaturan plugin.',
      en: "Correct that value as the plugin's settings schema says.",
    },
  },
  PLUGIN_STORAGE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Plugin {pluginId} memerlukan folder simpanan, tetapi tidak tersedia: {reason}.',
      en: 'Plugin {pluginId} needs a storage folder, but there is none: {reason}.',
    },
    remedy: {
      id: 'Periksa folder keadaan Hadir dan hak tulisnya.',
      en: "Check Hadir's state folder and that it may be written.",
    },
  },
  PLUGIN_UNKNOWN: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Tidak ada plugin {pluginId}.', en: 'There is no plugin {pluginId}.' },
    remedy: { id: 'Lihat daftar plugin yang terpasang.', en: 'Look at the list of installed plugins.' },
  },
  PLUGIN_NOT_RUNNING: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Plugin {pluginId} sedang tidak berjalan ({state}).',
      en: 'Plugin {pluginId} is not running ({state}).',
    },
    remedy: {
      id: 'Lihat halaman plugin untuk sebabnya; jalankan ulang dari sana.',
      en: 'See the plugin page for the cause; restart it there.',
    },
  },
  PLUGIN_IMPORT_FAILED: {
    status: 503,
    retryable: false,
    fault: 'hadir',
    message: {
      id: 'Kode plugin {pluginId} tidak dapat dimuat: {reason}.',
      en: 'The code of plugin {pluginId} cannot be loaded: {reason}.',
    },
    remedy: {
      id: 'Pasang ulang plugin; Hadir mencoba lagi begitu berkasnya berubah.',
      en: 'Install the plugin again; Hadir tries again as soon as its file changes.',
    },
  },
  PLUGIN_START_FAILED: {
    status: 503,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Plugin {pluginId} gagal memulai: {reason}.',
      en: 'Plugin {pluginId} could not start: {reason}.',
    },
    remedy: {
      id: 'Periksa pengaturan plugin (misalnya port yang sudah dipakai).',
      en: "Check the plugin's settings (for example a port that is in use).",
    },
  },
  PLUGIN_HANDSHAKE_TIMEOUT: {
    status: 503,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Plugin {pluginId} tidak siap dalam {budgetMs} ms ({phase}).',
      en: 'Plugin {pluginId} was not ready within {budgetMs} ms ({phase}).',
    },
    remedy: {
      id: 'Periksa beban komputer; bila berulang, laporkan kepada pembuat plugin.',
      en: 'Check the load of the computer; if it happens again, report it to the author of the plugin.',
    },
  },
  PLUGIN_MESSAGE_INVALID: {
    status: 502,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Plugin {pluginId} mengirim pesan yang tidak sah pada {path}: {reason}. Prosesnya dihentikan.',
      en: 'Plugin {pluginId} sent a message that is not valid at {path}: {reason}. Its process was ended.',
    },
    remedy: reportToAuthor,
  },
  PLUGIN_MESSAGE_TOO_LARGE: {
    status: 502,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Plugin {pluginId} mengirim pesan {bytes} bita; batasnya {limit}. Prosesnya dihentikan.',
      en: 'Plugin {pluginId} sent a message of {bytes} bytes; the limit is {limit}. Its process was ended.',
    },
    remedy: reportToAuthor,
  },
  PLUGIN_EXITED: {
    status: 503,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Proses plugin {pluginId} berakhir sendiri ({reason}, kode {code}, sinyal {signal}).',
      en: 'The process of plugin {pluginId} ended by itself ({reason}, code {code}, signal {signal}).',
    },
    remedy: {
      id: 'Hadir menjalankannya lagi. Bila berulang, laporkan log plugin kepada pembuatnya.',
      en: 'Hadir starts it again. If it repeats, report the log of the plugin to its author.',
    },
  },
  PLUGIN_HUNG: {
    status: 503,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Plugin {pluginId} tidak menjawab selama {silentMs} ms dan dihentikan paksa.',
      en: 'Plugin {pluginId} did not answer for {silentMs} ms and was killed.',
    },
    remedy: {
      id: 'Hadir menjalankannya lagi. Bila berulang, laporkan kepada pembuat plugin.',
      en: 'Hadir starts it again. If it repeats, report it to the author of the plugin.',
    },
  },
  PLUGIN_OUT_OF_MEMORY: {
    status: 503,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Plugin {pluginId} memakai memori melebihi batas {limitMiB} MiB dan dihentikan.',
      en: 'Plugin {pluginId} used more memory than its {limitMiB} MiB and was ended.',
    },
    remedy: {
      id: 'Hadir menjalankannya lagi. Naikkan batas memorinya bila perangkatnya banyak; bila berulang, laporkan.',
      en: 'Hadir starts it again. Raise its memory limit if it serves many devices; if it repeats, report it.',
    },
  },
  PLUGIN_QUARANTINED: {
    status: 503,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Plugin {pluginId} berakhir {exits} kali dalam {windowMinutes} menit dan dikarantina.',
      en: 'Plugin {pluginId} ended {exits} times within {windowMinutes} minutes and is in quarantine.',
    },
    remedy: {
      id: 'Hadir mencobanya lagi tiap {retryMinutes} menit. Jalankan ulang setelah sebabnya diperbaiki.',
      en: 'Hadir tries it again every {retryMinutes} minutes. Restart it when the cause is mended.',
    },
  },
  PLUGIN_FLOOD: {
    status: 502,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Plugin {pluginId} mengirim terlalu banyak {what}; {dropped} dibuang.',
      en: 'Plugin {pluginId} sends too many {what}; {dropped} were dropped.',
    },
    remedy: reportToAuthor,
  },
  PLUGIN_BUG: {
    status: 502,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Plugin melempar galat yang tidak dikenalnya sendiri pada tahap {phase}: {reason}.',
      en: 'The plugin threw an error that it does not know itself, in phase {phase}: {reason}.',
    },
    remedy: reportToAuthor,
  },
  PLUGIN_FACES_UNSUPPORTED: {
    status: 501,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Plugin {pluginId} tidak melayani permintaan wajah "{call}".',
      en: 'Plugin {pluginId} does not serve the face call "{call}".',
    },
    remedy: {
      id: 'Pakai perangkat dari plugin yang dapat mengenali wajah, atau perbarui plugin itu.',
      en: 'Use a device of a plugin that recognises faces, or update the plugin.',
    },
  },
  PLUGIN_FACES_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Permintaan wajah "{call}" tidak sah pada {path}: {reason}.',
      en: 'The face call "{call}" is not valid at {path}: {reason}.',
    },
    remedy: { id: 'Perbaiki nilai itu.', en: 'Correct that value.' },
  },
  PLUGIN_ABORT_IGNORED: {
    status: 502,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Plugin tidak berhenti pada tahap {phase} walau diminta; sesi ditinggalkan.',
      en: 'The plugin did not stop in phase {phase} although it was told to; the session was dropped.',
    },
    remedy: reportToAuthor,
  },
});

export const pluginError = errorFactory(PLUGIN_ERRORS);
