import { defineErrors, errorFactory } from '@hadir/core';

/** Errors of decoding captures and replaying golden vectors. */
export const CODEC_ERRORS = defineErrors({
  CODEC_UNKNOWN: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Codec "{codec}" tidak ada. Yang ada: {known}.',
      en: 'There is no codec "{codec}". Known ones: {known}.',
    },
    remedy: { id: 'Pilih salah satu nama codec itu.', en: 'Choose one of those codec names.' },
  },
  CODEC_CRASHED: {
    status: 500,
    retryable: false,
    fault: 'hadir',
    message: {
      id: 'Codec "{codec}" gagal dengan galat tak terduga: {reason}.',
      en: 'Codec "{codec}" crashed: {reason}.',
    },
    remedy: {
      id: 'Laporkan kepada pembuat plugin beserta data masukannya.',
      en: 'Report this to the author of the plugin together with the input.',
    },
  },
  CODEC_INPUT_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Masukan tidak sah: {reason}.', en: 'The input is not valid: {reason}.' },
    remedy: {
      id: 'Tulis byte sebagai pasangan angka heksadesimal, misalnya "50 50 82 7d".',
      en: 'Write bytes as pairs of hexadecimal digits, such as "50 50 82 7d".',
    },
  },
  VECTOR_FILE_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Berkas vektor tidak sah pada {path}: {reason}.',
      en: 'The vector file is not valid at {path}: {reason}.',
    },
    remedy: {
      id: 'Setiap vektor perlu id, codec, input ({hex}, {text} atau {json}), dan biasanya expect.',
      en: 'Every vector needs id, codec, input ({hex}, {text} or {json}) and usually expect.',
    },
  },
});

export const codecError = errorFactory(CODEC_ERRORS);
