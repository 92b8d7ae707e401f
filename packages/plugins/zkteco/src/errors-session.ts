import { defineErrors } from '@hadir/sdk';

/** Errors of a session on port 4370 that concern the caller, and issues about the terminal's log as a whole. */
export const SESSION_ERRORS = defineErrors({
  ZK_ABORTED: {
    status: 503,
    retryable: true,
    fault: 'caller',
    message: { id: 'Dihentikan saat {operation}.', en: 'Stopped during {operation}.' },
    remedy: { id: 'Ulangi bila masih diperlukan.', en: 'Ask again if it is still wanted.' },
  },
  ZK_SESSION_CLOSED: {
    status: 503,
    retryable: true,
    fault: 'caller',
    message: {
      id: 'Sesi dengan mesin sudah ditutup saat {operation}.',
      en: 'The session with the terminal was already closed at {operation}.',
    },
    remedy: { id: 'Buka sesi baru, lalu ulangi.', en: 'Open a new session and ask again.' },
  },
  ZK_CONFIRMATION_NEEDED: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Menghapus rekaman di mesin memerlukan nomor seri {expected} sebagai penegasan.',
      en: 'Erasing the records on the terminal needs its serial number {expected} as confirmation.',
    },
    remedy: {
      id: 'Pastikan semua rekaman sudah terbaca, lalu ketik nomor seri mesin itu.',
      en: 'Make sure that every record has been read, then type the serial number of that very terminal.',
    },
  },
  ZK_NO_FREE_SLOT: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Mesin sudah penuh: {count} pengguna.',
      en: 'The terminal is full: {count} users.',
    },
    remedy: { id: 'Hapus pengguna yang sudah pindah, lalu ulangi.', en: 'Remove users who have left, then try again.' },
  },
  ZK_USER_NOT_ON_DEVICE: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: 'Pengguna {userId} tidak ada di mesin.', en: 'User {userId} is not on the terminal.' },
    remedy: { id: 'Baca ulang daftar pengguna mesin.', en: "Read the terminal's user list again." },
  },
  ZK_LOG_WRAPPED: {
    status: 409,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Memori mesin penuh dan menimpa rekaman lama; tidak ada yang terlewat ({known} rekaman dikenal).',
      en: 'The memory of the terminal is full and overwrites old records; none was missed ({known} records were known).',
    },
    remedy: {
      id: 'Biarkan hub tetap tersambung. Pertimbangkan menghapus rekaman lama di mesin setelah semuanya terbaca.',
      en: 'Keep the hub connected. Consider erasing old records on the terminal once all are read.',
    },
  },
  ZK_LOG_GAP: {
    status: 409,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Rekaman terakhir yang dikenal tidak ada lagi di mesin; sebagian absensi mungkin hilang sebelum sempat dibaca.',
      en: 'The last known record is no longer on the terminal; punches may have been lost before they could be read.',
    },
    remedy: {
      id: 'Periksa hari-hari sejak pembacaan terakhir; cari cadangan USB atau ADMS dari mesin itu.',
      en: 'Check the days since the last reading; look for a USB or ADMS copy from that terminal.',
    },
  },
});
