import { defineErrors, errorFactory } from '@hadir/core';

/** What goes wrong between a program and its hub. What the hub itself refuses arrives as a `HubProblem` with the hub's own code. */
export const CLIENT_ERRORS = defineErrors({
  CLIENT_UNREACHABLE: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: { id: 'Hub di {origin} tidak dapat dihubungi.', en: 'The hub at {origin} cannot be reached.' },
    remedy: {
      id: 'Periksa alamat, jaringan, dan apakah hub berjalan (/livez).',
      en: 'Check the address, the network, and whether the hub runs (/livez).',
    },
  },
  CLIENT_TIMEOUT: {
    status: 504,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Hub tidak menjawab {method} {path} dalam {timeoutMs} ms.',
      en: 'The hub did not answer {method} {path} within {timeoutMs} ms.',
    },
    remedy: {
      id: 'Coba lagi; periksa beban hub (/metrics).',
      en: 'Try again; look at the load of the hub (/metrics).',
    },
  },
  CLIENT_ANSWER_UNEXPECTED: {
    status: 502,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Jawaban atas {method} {path} bukan dari hub Hadir: {reason}.',
      en: 'The answer to {method} {path} is not that of a Hadir hub: {reason}.',
    },
    remedy: {
      id: 'Periksa alamat dan proxy di depannya, dan apakah versi hub cocok dengan SDK ini.',
      en: 'Check the address and any proxy before it, and that the version of the hub suits this SDK.',
    },
  },
  CLIENT_OPTIONS_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Pilihan "{option}" tidak sah: {reason}.', en: 'Option "{option}" is not valid: {reason}.' },
    remedy: { id: 'Perbaiki kode yang memanggilnya.', en: 'Mend the calling code.' },
  },
});

export const clientError = errorFactory(CLIENT_ERRORS);
