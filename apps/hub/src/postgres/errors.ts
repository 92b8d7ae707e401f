import { defineErrors, errorFactory } from '@hadir/core';

/** Errors of the PostgreSQL server that Hadir runs by itself. */
export const POSTGRES_ERRORS = defineErrors({
  POSTGRES_BINARIES_MISSING: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Tidak ada PostgreSQL bawaan untuk {platform} ({reason}).',
      en: 'There is no bundled PostgreSQL for {platform} ({reason}).',
    },
    remedy: {
      id: 'Jalankan `npm install` lagi tanpa --omit=optional, atau pasang PostgreSQL sendiri dan isi DATABASE_URL.',
      en: 'Run `npm install` again without --omit=optional, or install PostgreSQL yourself and set DATABASE_URL.',
    },
  },
  POSTGRES_ACCOUNT_MISSING: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'PostgreSQL tidak boleh berjalan sebagai root, dan tidak ada akun biasa yang dapat dipakai ({reason}).',
      en: 'PostgreSQL must not run as root, and there is no ordinary account to use ({reason}).',
    },
    remedy: {
      id: 'Buat akun dengan `useradd --system hadir`, jalankan hub sebagai pengguna biasa, atau isi DATABASE_URL.',
      en: 'Make an account with `useradd --system hadir`, run the hub as an ordinary user, or set DATABASE_URL.',
    },
  },
  POSTGRES_FOLDER_UNUSABLE: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Akun "{account}" tidak dapat memakai folder {folder} ({reason}).',
      en: 'Account "{account}" cannot use folder {folder} ({reason}).',
    },
    remedy: {
      id: 'Pilih folder keadaan (stateFolder) lain atau perbaiki haknya.',
      en: 'Choose another state folder (stateFolder) or mend its permissions.',
    },
  },
  POSTGRES_STATE_INVALID: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: { id: 'Berkas {file} rusak: {reason}.', en: 'File {file} is damaged: {reason}.' },
    remedy: {
      id: 'Pulihkan berkas itu dari cadangan; data di {folder} tidak disentuh.',
      en: 'Restore the file from the backup; the data in {folder} was not touched.',
    },
  },
  POSTGRES_STATE_IN_USE: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Folder keadaan {folder} sedang dipakai hub lain (proses {pid}).',
      en: 'State folder {folder} is in use by another hub (process {pid}).',
    },
    remedy: {
      id: 'Hentikan hub itu, atau beri hub ini stateFolder sendiri. Untuk menambah tenaga, jalankan dengan role worker.',
      en: 'Stop that hub, or give this one a stateFolder of its own. To add workers, run it with the role worker.',
    },
  },
  POSTGRES_DATA_MISSING: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Data PostgreSQL di {folder} tidak ada atau tidak lengkap.',
      en: 'The PostgreSQL data in {folder} is missing or incomplete.',
    },
    remedy: {
      id: 'Pasang kembali cakram atau pulihkan cadangannya. Hadir tidak membuat basis data kosong sebagai gantinya.',
      en: 'Mount the disk again or restore the backup. Hadir does not put an empty database in its place.',
    },
  },
  POSTGRES_MAJOR_MISMATCH: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Data di {folder} milik PostgreSQL {found}; yang terpasang PostgreSQL {installed}. Data tidak disentuh.',
      en: 'The data in {folder} belongs to PostgreSQL {found}; installed is PostgreSQL {installed}. The data was not touched.',
    },
    remedy: {
      id: '1) Pasang versi Hadir sebelumnya dan jalankan. 2) `pg_dump "$(hadir database url)" -Fc -f hadir.dump`. 3) Hentikan, ganti nama {folder}. 4) Jalankan versi ini sekali. 5) `pg_restore --clean --if-exists -d "$(hadir database url)" hadir.dump`.',
      en: '1) Install the previous version of Hadir and start it. 2) `pg_dump "$(hadir database url)" -Fc -f hadir.dump`. 3) Stop it and rename {folder}. 4) Start this version once. 5) `pg_restore --clean --if-exists -d "$(hadir database url)" hadir.dump`.',
    },
  },
  POSTGRES_DISK_FULL: {
    status: 507,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Cakram tempat {folder} penuh ({freeMiB} MiB tersisa).',
      en: 'The disk that holds {folder} is full ({freeMiB} MiB left).',
    },
    remedy: {
      id: 'Kosongkan ruang sedikitnya 512 MiB; tidak ada yang hilang.',
      en: 'Free at least 512 MiB; nothing is lost.',
    },
  },
  POSTGRES_START_FAILED: {
    status: 500,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'PostgreSQL bawaan tidak mau berjalan: {reason}.',
      en: 'The bundled PostgreSQL does not start: {reason}.',
    },
    remedy: { id: 'Baca catatannya di {log}.', en: 'Read its log in {log}.' },
  },
  POSTGRES_STOP_FAILED: {
    status: 500,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'PostgreSQL bawaan (proses {pid}) tidak mau berhenti.',
      en: 'The bundled PostgreSQL (process {pid}) does not stop.',
    },
    remedy: { id: 'Hentikan dengan `kill -INT {pid}`.', en: 'Stop it with `kill -INT {pid}`.' },
  },
});

export const postgresError = errorFactory(POSTGRES_ERRORS);
