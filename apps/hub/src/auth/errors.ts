import { defineErrors, errorFactory } from '@hadir/core';

export const AUTH_ERRORS = defineErrors({
  AUTH_REQUIRED: {
    status: 401,
    retryable: false,
    fault: 'caller',
    message: { id: 'Permintaan ini memerlukan kunci API.', en: 'This request needs an API key.' },
    remedy: {
      id: 'Kirim "Authorization: Bearer hadir_…"; kunci dibuat dengan `hadir key create`.',
      en: 'Send "Authorization: Bearer hadir_…"; make a key with `hadir key create`.',
    },
  },
  AUTH_KEY_REFUSED: {
    status: 401,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Kunci API tidak dikenal, kedaluwarsa, atau telah dicabut.',
      en: 'The API key is unknown, expired or revoked.',
    },
    remedy: { id: 'Minta kunci baru kepada pengelola hub.', en: 'Ask the administrator of the hub for a new key.' },
  },
  AUTH_SCOPE_MISSING: {
    status: 403,
    retryable: false,
    fault: 'caller',
    message: { id: 'Kunci ini tidak memiliki hak "{scope}".', en: 'This key lacks the scope "{scope}".' },
    remedy: { id: 'Pakai kunci yang memilikinya.', en: 'Use a key that has it.' },
  },
  AUTH_TOO_MANY_FAILURES: {
    status: 429,
    retryable: true,
    fault: 'caller',
    message: {
      id: 'Terlalu banyak kunci salah dari alamat ini.',
      en: 'Too many wrong keys from this address.',
    },
    remedy: { id: 'Tunggu satu menit.', en: 'Wait a minute.' },
  },
  AUTH_TICKET_REFUSED: {
    status: 401,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Tiket tidak sah, sudah dipakai, atau kedaluwarsa.',
      en: 'The ticket is not valid, was used, or has expired.',
    },
    remedy: { id: 'Minta tiket baru, lalu segera sambungkan.', en: 'Ask for a new ticket and connect at once.' },
  },
  KEY_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Kunci {id} tidak ada.', en: 'There is no key {id}.' },
    remedy: { id: 'Lihat daftar kunci.', en: 'Look at the list of keys.' },
  },
  KEY_SCOPE_BEYOND: {
    status: 403,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Kunci tidak dapat memberi hak yang tidak dimilikinya: {scopes}.',
      en: 'A key cannot hand on scopes that it lacks: {scopes}.',
    },
    remedy: { id: 'Pakai kunci pengelola.', en: 'Use an administrator key.' },
  },
  KEY_EXPIRY_PAST: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Saat berakhirnya kunci sudah lewat.', en: 'The expiry of the key lies in the past.' },
    remedy: { id: 'Pilih saat yang akan datang.', en: 'Choose a moment in the future.' },
  },
});

export const authError = errorFactory(AUTH_ERRORS);
