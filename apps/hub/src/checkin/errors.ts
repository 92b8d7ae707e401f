import { defineErrors, errorFactory } from '@hadir/core';

/** What can be wrong before a check-in is judged. A judged one has reasons instead (`CHECKIN_REASONS`). */
export const CHECKIN_ERRORS = defineErrors({
  CHECKIN_WINDOW_CLOSED: {
    status: 403,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Kode pendaftaran tidak ada, sudah dipakai, atau sudah lewat waktunya.',
      en: 'The enrolment code does not exist, was used, or is out of date.',
    },
    remedy: { id: 'Minta kode baru kepada pengelola.', en: 'Ask an administrator for a new code.' },
  },
  CHECKIN_ENROLMENT_EXPIRED: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Pendaftaran ini sudah lewat waktunya atau sudah dipakai.',
      en: 'This enrolment is out of date or was used.',
    },
    remedy: { id: 'Mulai pendaftaran sekali lagi.', en: 'Begin the enrolment again.' },
  },
  CHECKIN_ATTESTATION_REFUSED: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Bukti dari ponsel ditolak: {reason}.', en: 'The proof of the phone is refused: {reason}.' },
    remedy: {
      id: 'Pakai ponsel dengan kunci layar dan peramban Chrome yang baru.',
      en: 'Use a phone with a screen lock and a recent Chrome.',
    },
  },
  CHECKIN_PHONE_NOT_ATTESTED: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Ponsel tidak membuktikan perangkat keras yang aman dan sistem yang terkunci ({fmt}).',
      en: 'The phone does not prove secure hardware and a locked system ({fmt}).',
    },
    remedy: {
      id: 'Pakai ponsel lain yang tidak dibuka kuncinya (root), atau minta pengelola mematikan checkin.requireAttestation.',
      en: 'Use another phone, one that was not unlocked or rooted, or ask the administrator to turn checkin.requireAttestation off.',
    },
  },
  CHECKIN_KEY_SYNCED: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Kunci ini disimpan di akun awan, bukan hanya di ponsel.',
      en: 'This key is kept in a cloud account, not on the phone alone.',
    },
    remedy: { id: 'Pilih penyimpanan di perangkat ini.', en: 'Choose to keep it on this device.' },
  },
  CHECKIN_KEY_TAKEN: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Kunci ponsel ini sudah pernah didaftarkan.', en: 'The key of this phone was enrolled before.' },
    remedy: { id: 'Satu ponsel hanya untuk satu orang.', en: 'One phone is for one person only.' },
  },
  CHECKIN_PHONE_UNKNOWN: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Ponsel ini belum terdaftar atau sudah dicabut.',
      en: 'This phone is not enrolled, or was revoked.',
    },
    remedy: {
      id: 'Daftarkan ponsel dengan kode dari pengelola.',
      en: 'Enrol the phone with a code of the administrator.',
    },
  },
  CHECKIN_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: '{what} {id} tidak ada.', en: 'There is no {what} {id}.' },
    remedy: { id: 'Lihat daftarnya.', en: 'Look at the list.' },
  },
  CHECKIN_NAME_TAKEN: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Sudah ada "{name}".', en: 'There is a "{name}" already.' },
    remedy: { id: 'Pilih nama lain.', en: 'Choose another name.' },
  },
  CHECKIN_BEACON_KEY: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Suar {kind} memerlukan {field}.', en: 'A {kind} beacon needs {field}.' },
    remedy: { id: 'Lengkapi isian suar.', en: 'Complete the fields of the beacon.' },
  },
  CHECKIN_WALK_TOO_SHORT: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Jalan kalibrasi memerlukan lima sinyal di satu tempat kerja.',
      en: 'A calibration walk needs five signals at one place of work.',
    },
    remedy: { id: 'Rekam lebih lama di setiap tempat.', en: 'Record for longer at each place.' },
  },
  CHECKIN_REVIEW_CLOSED: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Absen ini tidak menunggu pemeriksaan.', en: 'This check-in does not wait for a review.' },
    remedy: { id: 'Muat ulang daftar pemeriksaan.', en: 'Load the list of reviews again.' },
  },
});

export const checkinError = errorFactory(CHECKIN_ERRORS);
