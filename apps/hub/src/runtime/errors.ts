import { defineErrors, errorFactory } from '@hadir/core';

export const HUB_ERRORS = defineErrors({
  HUB_WORKER_NEEDS_DATABASE: {
    status: 500,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Peran "worker" memerlukan basis data, dan tidak ada hub yang berjalan dengan folder {stateFolder}.',
      en: 'The role "worker" needs a database, and no hub runs on the folder {stateFolder}.',
    },
    remedy: {
      id: 'Isi DATABASE_URL, atau jalankan dahulu hub berperan "api" dengan folder yang sama.',
      en: 'Set DATABASE_URL, or start a hub of role "api" on the same folder first.',
    },
  },
  HUB_PORT_TAKEN: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: { id: '{host}:{port} sudah dipakai program lain.', en: '{host}:{port} is in use by another program.' },
    remedy: {
      id: 'Hentikan program itu, atau pilih port lain dengan HADIR_HTTP_PORT.',
      en: 'Stop that program, or choose another port with HADIR_HTTP_PORT.',
    },
  },
  HUB_PORT_FORBIDDEN: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Hub tidak dapat mendengarkan di {host}:{port} ({reason}).',
      en: 'The hub cannot listen on {host}:{port} ({reason}).',
    },
    remedy: {
      id: 'Pilih port di atas 1023 dan alamat milik mesin ini.',
      en: 'Choose a port above 1023 and an address of this machine.',
    },
  },
});

export const hubError = errorFactory(HUB_ERRORS);
