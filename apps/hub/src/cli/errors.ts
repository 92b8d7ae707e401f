import { defineErrors, errorFactory } from '@hadir/core';

const CLI_ERRORS = defineErrors({
  CLI_HUB_NOT_FOUND: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Tidak ada hub yang berjalan dengan folder {stateFolder}.',
      en: 'No hub runs on the folder {stateFolder}.',
    },
    remedy: {
      id: 'Jalankan `hadir start`, atau isi HADIR_URL dan HADIR_KEY untuk hub di mesin lain.',
      en: 'Run `hadir start`, or set HADIR_URL and HADIR_KEY for a hub on another machine.',
    },
  },
  CLI_KEY_MISSING: {
    status: 401,
    retryable: false,
    fault: 'operator',
    message: { id: 'HADIR_URL diisi, tetapi HADIR_KEY tidak.', en: 'HADIR_URL is set, HADIR_KEY is not.' },
    remedy: { id: 'Isi HADIR_KEY dengan kunci API.', en: 'Set HADIR_KEY to an API key.' },
  },
  CLI_INPUT_UNREADABLE: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: '{input} tidak dapat dibaca: {reason}.', en: '{input} cannot be read: {reason}.' },
    remedy: { id: 'Periksa nama dan isinya.', en: 'Check its name and content.' },
  },
  CLI_OFFICE_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Tidak ada kantor "{name}". Yang ada: {known}.',
      en: 'There is no office "{name}". There are: {known}.',
    },
    remedy: { id: 'Lihat `hadir beacon list`.', en: 'See `hadir beacon list`.' },
  },
  CLI_WALK_TOO_SHORT: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Di tidak satu pun titik dalam ruangan terdengar lima sinyal dalam {seconds} detik.',
      en: 'At no spot inside were five signals heard within {seconds} seconds.',
    },
    remedy: {
      id: 'Periksa kunci atau tanda pengenal suar dan radionya, atau rekam lebih lama dengan --seconds.',
      en: 'Check the key or identifier of the beacon and the radio, or record for longer with --seconds.',
    },
  },
  CLI_PLUGIN_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Plugin "{plugin}" tidak ditemukan. Yang terpasang: {installed}.',
      en: 'There is no plugin "{plugin}". Installed: {installed}.',
    },
    remedy: {
      id: 'Sebut id, nama paket npm, atau folder plugin.',
      en: 'Name its id, its npm package or its folder.',
    },
  },
  CLI_PLUGIN_NO_CODECS: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Plugin "{plugin}" tidak memiliki pengurai (codecs): {reason}.',
      en: 'The plugin "{plugin}" has no codecs: {reason}.',
    },
    remedy: { id: 'Periksa "codecs" di manifesnya.', en: 'Check "codecs" in its manifest.' },
  },
  CLI_UNIT_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Tidak ada unit berkode "{code}".', en: 'There is no unit with the code "{code}".' },
    remedy: { id: 'Impor unit dahulu: `hadir import units`.', en: 'Import units first: `hadir import units`.' },
  },
  CLI_PERSON_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Tidak ada orang dengan nomor itu.', en: 'Nobody has that number.' },
    remedy: { id: 'Periksa NIP-nya, atau sebut ID orang itu.', en: 'Check the NIP, or name the id of the person.' },
  },
  CLI_DEVICE_AMBIGUOUS: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Tidak ada mesin bernama atau ber-ID "{device}".', en: 'No device has the name or id "{device}".' },
    remedy: { id: 'Lihat `hadir device list`.', en: 'See `hadir device list`.' },
  },
});

export const cliError = errorFactory(CLI_ERRORS);
