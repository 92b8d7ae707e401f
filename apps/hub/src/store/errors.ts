import { defineErrors, errorFactory } from '@hadir/core';

/** What can go wrong between the hub and its database. */
export const STORE_ERRORS = defineErrors({
  STORE_UNAVAILABLE: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Basis data tidak dapat dihubungi ({reason}).',
      en: 'The database cannot be reached ({reason}).',
    },
    remedy: {
      id: 'Pastikan PostgreSQL berjalan dan DATABASE_URL benar; Hadir mencoba lagi sendiri.',
      en: 'Make sure that PostgreSQL runs and DATABASE_URL is right; Hadir tries again by itself.',
    },
  },
  STORE_DISK_FULL: {
    status: 507,
    retryable: true,
    fault: 'operator',
    message: { id: 'Cakram basis data penuh.', en: 'The disk of the database is full.' },
    remedy: {
      id: 'Kosongkan ruang pada cakram basis data; tidak ada yang hilang, Hadir melanjutkan sendiri.',
      en: 'Free space on the disk of the database; nothing is lost, Hadir goes on by itself.',
    },
  },
  STORE_VERSION_UNSUPPORTED: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'PostgreSQL {version} terlalu tua; Hadir memerlukan {needed} atau lebih baru.',
      en: 'PostgreSQL {version} is too old; Hadir needs {needed} or newer.',
    },
    remedy: { id: 'Naikkan versi PostgreSQL.', en: 'Upgrade PostgreSQL.' },
  },
  STORE_ENCODING_UNSUPPORTED: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Basis data memakai pengodean {encoding}; Hadir memerlukan UTF8.',
      en: 'The database uses encoding {encoding}; Hadir needs UTF8.',
    },
    remedy: {
      id: "Buat basis data dengan `create database hadir encoding 'UTF8' template template0`.",
      en: "Make the database with `create database hadir encoding 'UTF8' template template0`.",
    },
  },
  STORE_EXTENSION_MISSING: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Ekstensi PostgreSQL "{extension}" tidak dapat dipasang: {reason}.',
      en: 'PostgreSQL extension "{extension}" cannot be installed: {reason}.',
    },
    remedy: {
      id: 'Pasang paket postgresql-contrib, lalu jalankan `create extension {extension}` sebagai pemilik basis data.',
      en: 'Install the postgresql-contrib package, then run `create extension {extension}` as owner of the database.',
    },
  },
  STORE_MIGRATION_CHANGED: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Skema basis data dibuat oleh {name} yang berbeda dari milik versi Hadir ini.',
      en: 'The database was laid out by a {name} that differs from the one of this version of Hadir.',
    },
    remedy: {
      id: 'Pakai versi Hadir yang membuat basis data ini atau yang lebih baru.',
      en: 'Use the version of Hadir that made this database, or a later release.',
    },
  },
  STORE_SCHEMA_NEWER: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Basis data memakai skema {found}, lebih baru dari yang dikenal versi Hadir ini ({known}).',
      en: 'The database has schema {found}, newer than this version of Hadir knows ({known}).',
    },
    remedy: { id: 'Perbarui Hadir.', en: 'Update Hadir.' },
  },
  STORE_MIGRATION_FAILED: {
    status: 500,
    retryable: false,
    fault: 'hadir',
    message: { id: 'Migrasi {name} gagal: {reason}.', en: 'Migration {name} failed: {reason}.' },
    remedy: {
      id: 'Basis data tidak berubah. Laporkan dengan catatan hub.',
      en: 'The database was not changed. Report this with the log of the hub.',
    },
  },
  STORE_FAILED: {
    status: 500,
    retryable: false,
    fault: 'hadir',
    message: { id: 'Basis data menolak perintah ({sqlState}).', en: 'The database refused a statement ({sqlState}).' },
    remedy: { id: 'Laporkan dengan catatan hub.', en: 'Report this with the log of the hub.' },
  },
});

export const storeError = errorFactory(STORE_ERRORS);
