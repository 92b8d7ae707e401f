import { defineErrors, errorFactory } from '@hadir/core';

export const ISSUE_ERRORS = defineErrors({
  ISSUE_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Masalah {id} tidak ada.', en: 'There is no issue {id}.' },
    remedy: { id: 'Periksa pengenalnya.', en: 'Check the identifier.' },
  },
});

export const issueError = errorFactory(ISSUE_ERRORS);
