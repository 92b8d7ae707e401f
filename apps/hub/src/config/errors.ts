import { defineErrors, errorFactory } from '@hadir/core';

export const CONFIG_ERRORS = defineErrors({
  CONFIG_FILE_UNREADABLE: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Berkas pengaturan {file} tidak dapat dibaca: {reason}.',
      en: 'Settings file {file} cannot be read: {reason}.',
    },
    remedy: { id: 'Perbaiki berkas itu atau hak bacanya.', en: 'Mend the file or the permission to read it.' },
  },
  CONFIG_INVALID: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: { id: 'Pengaturan tidak sah:\n{problems}', en: 'The settings are not valid:\n{problems}' },
    remedy: {
      id: 'Perbaiki baris yang disebut; `hadir start --print-config` memperlihatkan hasilnya.',
      en: 'Mend the lines named; `hadir start --print-config` shows the outcome.',
    },
  },
});

export const configError = errorFactory(CONFIG_ERRORS);
