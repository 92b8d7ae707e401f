import { defineErrors, errorFactory } from '@hadir/core';

export const HTTP_ERRORS = defineErrors({
  REQUEST_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Isi permintaan tidak sah pada {part}.', en: 'The {part} of the request is not valid.' },
    remedy: { id: 'Perbaiki isian yang disebut di "errors".', en: 'Mend what "errors" names.' },
  },
  REQUEST_UNREADABLE: {
    status: 400,
    retryable: false,
    fault: 'caller',
    message: { id: 'Permintaan tidak dapat dibaca: {reason}.', en: 'The request cannot be read: {reason}.' },
    remedy: { id: 'Kirim JSON yang utuh (UTF-8).', en: 'Send well-formed JSON (UTF-8).' },
  },
  REQUEST_TOO_LARGE: {
    status: 413,
    retryable: false,
    fault: 'caller',
    message: { id: 'Permintaan terlalu besar.', en: 'The request is too large.' },
    remedy: { id: 'Bagi menjadi beberapa permintaan.', en: 'Split it into several requests.' },
  },
  REQUEST_MEDIA_TYPE: {
    status: 415,
    retryable: false,
    fault: 'caller',
    message: { id: 'Jenis isi permintaan tidak didukung.', en: 'The content type of the request is not supported.' },
    remedy: { id: 'Pakai application/json.', en: 'Use application/json.' },
  },
  REQUEST_TOO_MANY: {
    status: 429,
    retryable: true,
    fault: 'caller',
    message: { id: 'Terlalu banyak permintaan.', en: 'Too many requests.' },
    remedy: { id: 'Tunggu {seconds} detik.', en: 'Wait {seconds} seconds.' },
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Tidak ada {method} {path}.', en: 'There is no {method} {path}.' },
    remedy: { id: 'Lihat dokumentasi di /docs.', en: 'See the documentation at /docs.' },
  },
  CURSOR_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Penunjuk halaman tidak sah.', en: 'The cursor is not valid.' },
    remedy: {
      id: 'Pakai "next" dari halaman sebelumnya dengan saringan yang sama, atau mulai dari awal.',
      en: 'Use "next" of the page before with the same filters, or begin again.',
    },
  },
  NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: '{what} {id} tidak ada.', en: 'There is no {what} {id}.' },
    remedy: { id: 'Periksa pengenalnya.', en: 'Check the identifier.' },
  },
  HUB_OVERLOADED: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: { id: 'Hub sedang terlalu sibuk.', en: 'The hub is overloaded.' },
    remedy: { id: 'Coba lagi sebentar.', en: 'Try again in a moment.' },
  },
  HUB_INTERNAL: {
    status: 500,
    retryable: true,
    fault: 'hadir',
    message: { id: 'Terjadi kesalahan di dalam hub.', en: 'Something went wrong inside the hub.' },
    remedy: {
      id: 'Laporkan dengan nomor permintaan {requestId}.',
      en: 'Report it with the request number {requestId}.',
    },
  },
  HUB_FEATURE_ABSENT: {
    status: 503,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Hub dengan peran ini tidak menjalankan {feature}.',
      en: 'A hub of this role does not run {feature}.',
    },
    remedy: {
      id: 'Kirim permintaan ke hub berperan "all" atau "api".',
      en: 'Send the request to a hub of role "all" or "api".',
    },
  },
  STREAM_NEEDS_UPGRADE: {
    status: 426,
    retryable: false,
    fault: 'caller',
    message: { id: 'Alamat ini untuk WebSocket.', en: 'This address speaks WebSocket.' },
    remedy: {
      id: 'Sambungkan dengan WebSocket, atau pakai /stream/sse.',
      en: 'Connect with WebSocket, or use /stream/sse.',
    },
  },
  STREAM_TOO_MANY: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: { id: 'Terlalu banyak aliran langsung terbuka.', en: 'Too many live streams are open.' },
    remedy: {
      id: 'Tutup yang tidak dipakai, atau naikkan limits.streams.',
      en: 'Close idle ones or raise limits.streams.',
    },
  },
});

export const httpError = errorFactory(HTTP_ERRORS);
