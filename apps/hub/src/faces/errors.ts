import { defineErrors, errorFactory } from '@hadir/core';

export const FACE_ERRORS = defineErrors({
  FACE_NOT_FOUND: {
    status: 404,
    retryable: false,
    fault: 'caller',
    message: { id: '{what} {id} tidak ada.', en: 'There is no {what} {id}.' },
    remedy: { id: 'Lihat daftarnya.', en: 'Look at the list.' },
  },
  FACE_NO_RECOGNISER: {
    status: 409,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Tidak ada plugin yang sedang berjalan dan dapat menilai gambar wajah.',
      en: 'No plugin that can judge pictures of faces is running.',
    },
    remedy: {
      id: 'Pasang plugin pengenalan wajah, lalu lihat `hadir plugin list`.',
      en: 'Install the face recognition plugin, then see `hadir plugin list`.',
    },
  },
  FACE_SESSION_OPEN: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Pendaftaran wajah orang ini sedang terbuka: {id}.',
      en: 'An enrolment of this person is open already: {id}.',
    },
    remedy: { id: 'Lanjutkan atau batalkan yang itu.', en: 'Go on with that one, or cancel it.' },
  },
  FACE_SESSION_CLOSED: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Pendaftaran ini sudah selesai, dibatalkan, atau lewat waktunya.',
      en: 'This enrolment is finished, cancelled or out of time.',
    },
    remedy: { id: 'Buka pendaftaran baru.', en: 'Open a new enrolment.' },
  },
  FACE_UPLOAD_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Gambar itu bukan JPEG atau PNG.', en: 'The picture is neither JPEG nor PNG.' },
    remedy: {
      id: 'Kirim foto JPEG atau PNG, paling besar 4 MB, sebagai base64.',
      en: 'Send a JPEG or PNG photo of at most 4 MB, as base64.',
    },
  },
  FACE_PICTURE_SOURCE: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Sebut satu: gambar, atau kamera.', en: 'Name one: a picture, or a camera.' },
    remedy: { id: 'Kirim "picture" atau "deviceId".', en: 'Send "picture" or "deviceId".' },
  },
  FACE_PICTURE_REPEATED: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Gambar ini sudah dipakai pada pendaftaran ini.', en: 'This enrolment has that picture already.' },
    remedy: { id: 'Ambil gambar lain, sedikit berbeda arahnya.', en: 'Take another, from a slightly other side.' },
  },
  FACE_VIEWS_FULL: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: { id: 'Sudah ada {most} gambar yang baik.', en: 'There are {most} good pictures already.' },
    remedy: { id: 'Selesaikan pendaftaran.', en: 'Finish the enrolment.' },
  },
  FACE_TOO_MANY_TRIES: {
    status: 429,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Terlalu banyak gambar dicoba pada pendaftaran ini ({tries}).',
      en: 'Too many pictures were tried in this enrolment ({tries}).',
    },
    remedy: {
      id: 'Perbaiki cahaya dan jarak, lalu buka pendaftaran baru.',
      en: 'Mend light and distance, then open a new enrolment.',
    },
  },
  FACE_VIEWS_MISSING: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Baru ada {have} gambar yang baik; perlu {need}.',
      en: 'There are {have} good pictures so far; {need} are needed.',
    },
    remedy: { id: 'Tambah gambar.', en: 'Add pictures.' },
  },
  FACE_VIEWS_DIFFER: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Gambar-gambar ini tampak seperti lebih dari satu orang.',
      en: 'These pictures look like more than one person.',
    },
    remedy: {
      id: 'Batalkan, lalu daftarkan lagi dengan satu orang saja di depan kamera.',
      en: 'Cancel, and enrol again with one person only before the camera.',
    },
  },
  FACE_LOOKALIKE: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Wajah ini mirip dengan orang lain yang sudah terdaftar: {names}.',
      en: 'This face looks like somebody who is enrolled already: {names}.',
    },
    remedy: {
      id: 'Periksa identitasnya. Bila memang dua orang (misalnya kembar), selesaikan dengan alasan; itu dicatat.',
      en: 'Check who it is. If they are two people (twins, say), finish with the reason; it is recorded.',
    },
  },
  FACE_PICTURE_GONE: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Hub tidak lagi menyimpan gambar orang ini.',
      en: 'The hub keeps no picture of this person any more.',
    },
    remedy: {
      id: 'Sertakan foto baru, atau daftarkan wajahnya lagi.',
      en: 'Send a new photo along, or enrol the face again.',
    },
  },
  FACE_SEAL_BROKEN: {
    status: 500,
    retryable: false,
    fault: 'operator',
    message: {
      id: '{what} {id} tidak dapat dibuka: dipindahkan, diubah, atau disegel dengan kunci lain.',
      en: '{what} {id} does not open: it was moved, altered, or sealed with another key.',
    },
    remedy: {
      id: 'Periksa catatan audit dan kunci rahasia, lalu daftarkan orang itu lagi.',
      en: 'Look at the audit record and the secret key, then enrol that person again.',
    },
  },
});

export const faceError = errorFactory(FACE_ERRORS);
