import { defineErrors, errorFactory } from '@hadir/core';

export const DEVICE_ERRORS = defineErrors({
  SECRET_KEY_INVALID: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Kunci rahasia dari {source} tidak sah atau tidak terbaca.',
      en: 'The secret key from {source} is not valid or cannot be read.',
    },
    remedy: {
      id: 'Kembalikan kunci dari cadangan; kunci baru tidak dapat membuka pengaturan mesin yang lama.',
      en: 'Restore the key from backup; a new key cannot open the device configurations already sealed.',
    },
  },
  SECRET_SEAL_BROKEN: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Pengaturan mesin {deviceId} tidak dapat dibuka dengan kunci rahasia yang ada.',
      en: 'The configuration of device {deviceId} cannot be opened with the secret key at hand.',
    },
    remedy: {
      id: 'Kembalikan kunci rahasia dari cadangan, atau simpan ulang pengaturan mesin itu.',
      en: 'Restore the secret key from backup, or save the configuration of the device again.',
    },
  },
  SECRET_KEY_FROM_ENVIRONMENT: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Kunci rahasia berasal dari HADIR_SECRET_KEY, jadi tidak dapat diganti oleh hub.',
      en: 'The secret key comes from HADIR_SECRET_KEY, so the hub cannot replace it.',
    },
    remedy: {
      id: 'Isi HADIR_SECRET_KEY dengan kunci baru dan HADIR_SECRET_KEY_PREVIOUS dengan yang lama, lalu ulangi.',
      en: 'Set HADIR_SECRET_KEY to the new key and HADIR_SECRET_KEY_PREVIOUS to the old one, then try again.',
    },
  },
  DEVICE_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Mesin {device} tidak ada.', en: 'There is no device {device}.' },
    remedy: { id: 'Lihat `hadir device list`.', en: 'See `hadir device list`.' },
  },
  DEVICE_NAME_TAKEN: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Nama mesin "{name}" sudah dipakai.', en: 'A device named "{name}" exists already.' },
    remedy: { id: 'Pilih nama lain.', en: 'Choose another name.' },
  },
  DEVICE_KEY_TAKEN: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Mesin dengan nomor seri {key} sudah terdaftar sebagai "{name}".',
      en: 'The device with serial number {key} is registered already as "{name}".',
    },
    remedy: { id: 'Ubah mesin itu, jangan daftarkan lagi.', en: 'Change that device instead of adding it again.' },
  },
  DEVICE_PLUGIN_UNKNOWN: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Plugin "{plugin}" tidak terpasang.', en: 'The plugin "{plugin}" is not installed.' },
    remedy: { id: 'Lihat `hadir plugin list`.', en: 'See `hadir plugin list`.' },
  },
  DEVICE_CONFIG_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Pengaturan mesin tidak sah: {problems}.',
      en: 'The configuration of the device is not valid: {problems}.',
    },
    remedy: { id: 'Perbaiki isian yang disebut.', en: 'Mend the properties named.' },
  },
  DEVICE_NOT_TAKEN: {
    status: 500,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Mesin "{device}" tidak dapat diserahkan kepada plugin.',
      en: 'The device "{device}" could not be given to its plugin.',
    },
    remedy: { id: 'Laporkan dengan catatan hub.', en: 'Report it with the log of the hub.' },
  },
  DEVICE_STATION_UNKNOWN: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Tempat {station} tidak ada.', en: 'There is no station {station}.' },
    remedy: { id: 'Buat tempatnya dahulu.', en: 'Create the station first.' },
  },
  CANDIDATE_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Tidak ada {key} di kotak masuk plugin {plugin}.',
      en: 'There is no {key} in the inbox of plugin {plugin}.',
    },
    remedy: { id: 'Lihat `hadir inbox list`.', en: 'See `hadir inbox list`.' },
  },
  CANDIDATE_ADOPTED: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: '{key} sudah diterima sebagai mesin.', en: '{key} is adopted already.' },
    remedy: { id: 'Lihat daftar mesin.', en: 'See the list of devices.' },
  },
  COMMAND_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Perintah {id} tidak ada.', en: 'There is no command {id}.' },
    remedy: { id: 'Periksa pengenalnya.', en: 'Check the identifier.' },
  },
  COMMAND_KEY_REUSED: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Idempotency-Key yang sama telah dipakai untuk perintah lain.',
      en: 'The same Idempotency-Key was used for another command.',
    },
    remedy: { id: 'Pakai kunci baru untuk perintah baru.', en: 'Use a new key for a new command.' },
  },
  COMMAND_CONFIRMATION: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Penghapusan catatan harus menyebut nama mesin dengan tepat.',
      en: 'Erasing records needs the exact name of the device.',
    },
    remedy: { id: 'Isi confirmDeviceName dengan "{name}".', en: 'Set confirmDeviceName to "{name}".' },
  },
});

export const deviceError = errorFactory(DEVICE_ERRORS);
