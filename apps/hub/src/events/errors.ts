import { defineErrors, errorFactory } from '@hadir/core';

export const EVENT_ERRORS = defineErrors({
  EVENT_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Kehadiran {id} tidak ada.', en: 'There is no event {id}.' },
    remedy: { id: 'Periksa pengenalnya.', en: 'Check the identifier.' },
  },
});

export const eventError = errorFactory(EVENT_ERRORS);
