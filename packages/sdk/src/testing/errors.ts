import { defineErrors, errorFactory } from '@hadir/core';

const readTheCheck = {
  id: 'Baca nama pemeriksaan yang gagal; di sana tertulis janji kontrak yang dilanggar.',
  en: 'Read the name of the check that failed; it says which promise of the contract was broken.',
} as const;

/** Failures of the test tools themselves and of what they test. */
export const TESTING_ERRORS = defineErrors({
  TEST_CONDITION_UNMET: {
    status: 500,
    retryable: false,
    fault: 'hadir',
    message: { id: 'Dalam {timeoutMs} ms tidak terjadi: {what}.', en: 'Did not happen within {timeoutMs} ms: {what}.' },
    remedy: readTheCheck,
  },
  TEST_SINK_FAILED: {
    status: 503,
    retryable: true,
    fault: 'hadir',
    message: { id: 'Penyimpanan uji gagal sesuai permintaan.', en: 'The test sink failed as it was told to.' },
    remedy: { id: 'Tidak ada: ini pengujian.', en: 'None: this is a test.' },
  },
  TEST_CONFORMANCE: {
    status: 500,
    retryable: false,
    fault: 'hadir',
    message: { id: 'Driver melanggar kontrak: {what}.', en: 'The driver breaks the contract: {what}.' },
    remedy: readTheCheck,
  },
});

export const testingError = errorFactory(TESTING_ERRORS);
