import { defineErrors, errorFactory } from '@hadir/core';

export const EVENT_ERRORS = defineErrors({
  EVENT_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Kehadiran {id} tidak ada.', en: 'There is no event {id}.' },
    remedy: { id: 'Periksa pengenalnya.', en: 'Check the identifier.' },
  },
  EVENT_NOT_WAITING: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Kehadiran ini tidak menunggu petugas (putusannya: {verdict}).',
      en: 'This event does not wait for an officer (its verdict: {verdict}).',
    },
    remedy: {
      id: 'Lihat yang menunggu dengan waiting=true. Untuk yang lain ada permohonan dan koreksi.',
      en: 'See what waits with waiting=true. For others there are requests and corrections.',
    },
  },
});

export const eventError = errorFactory(EVENT_ERRORS);
