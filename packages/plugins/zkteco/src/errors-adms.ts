import { defineErrors } from '@hadir/sdk';

/** Errors of the push protocol (`/iclock/*`), where the terminal calls the hub. */
export const ADMS_ERRORS = defineErrors({
  ADMS_REQUEST_LINE: {
    status: 400,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Baris permintaan ADMS tidak dikenal: {line}.',
      en: 'This is not an ADMS request line: {line}.',
    },
    remedy: {
      id: 'Arahkan hanya mesin absensi ke port ini.',
      en: 'Point only attendance terminals at this port.',
    },
  },
  ADMS_SERIAL_MISSING: {
    status: 400,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Permintaan tidak menyebut nomor seri mesin (SN).',
      en: 'The request does not say the serial number (SN) of the terminal.',
    },
    remedy: {
      id: 'Arahkan hanya mesin absensi ke port ini; periksa proxy di antaranya.',
      en: 'Point only attendance terminals at this port, and check any proxy between.',
    },
  },
  ADMS_SERIAL_INVALID: {
    status: 400,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Nomor seri mesin tidak sah: {serial}.',
      en: 'The serial number of the terminal is not valid: {serial}.',
    },
    remedy: {
      id: 'Nomor seri terdiri dari huruf, angka, titik dan garis, paling panjang 32.',
      en: 'A serial number has letters, digits, dots and dashes, 32 at most.',
    },
  },
  ADMS_DEVICE_UNKNOWN: {
    status: 403,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Mesin dengan nomor seri {serial} belum diterima di hub.',
      en: 'The terminal with serial number {serial} is not adopted by the hub.',
    },
    remedy: {
      id: 'Buka Kotak Masuk perangkat dan terima mesin itu bila memang milik kantor; datanya tetap tersimpan di mesin.',
      en: 'Open the device inbox and adopt it if it is yours; its data stays on the terminal until then.',
    },
  },
  ADMS_COMM_KEY_WRONG: {
    status: 403,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Mesin {serial} mengirim pushcommkey yang salah.',
      en: 'Terminal {serial} sent a wrong pushcommkey.',
    },
    remedy: {
      id: 'Samakan kunci ADMS pada mesin dengan pengaturan di hub. Bila tidak ada yang mengubah, periksa apakah ada mesin palsu.',
      en: 'Make the ADMS key on the terminal equal to the one in the hub; if nobody changed it, look for an impostor.',
    },
  },
  ADMS_BODY_TOO_LARGE: {
    status: 413,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Kiriman mesin {size} byte, lebih dari batas {limit}.',
      en: 'The terminal sent {size} bytes, over the limit of {limit}.',
    },
    remedy: {
      id: 'Naikkan batas ukuran kiriman ADMS di pengaturan plugin, lalu tunggu mesin mengirim ulang.',
      en: "Raise the ADMS body limit in the plugin's settings and wait for the terminal to send again.",
    },
  },
  ADMS_TOO_MANY_ROWS: {
    status: 413,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Kiriman mesin berisi lebih dari {limit} baris.',
      en: 'The terminal sent more than {limit} rows at once.',
    },
    remedy: {
      id: 'Baris selebihnya tidak diterima. Naikkan batas di pengaturan plugin, lalu minta mesin mengirim ulang.',
      en: "The rest was not taken. Raise the limit in the plugin's settings and have the terminal send again.",
    },
  },
  ADMS_ROW_UNREADABLE: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Baris {row} dari tabel {table} tidak terbaca: {reason}.',
      en: 'Row {row} of table {table} cannot be read: {reason}.',
    },
    remedy: {
      id: 'Baris mentah disimpan; baris lain diterima. Laporkan isinya beserta model mesin.',
      en: 'The raw row is kept and the others were taken; report it with the model of the terminal.',
    },
  },
  ADMS_ROW_TOO_LONG: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Baris {row} dari tabel {table} terlalu panjang: {size} huruf, batas {limit}.',
      en: 'Row {row} of table {table} is too long: {size} characters, limit {limit}.',
    },
    remedy: {
      id: 'Baris itu ditolak; baris lain diterima. Periksa apakah memang mesin yang mengirim.',
      en: 'That row was refused and the others were taken; check that a terminal really sent it.',
    },
  },
  ADMS_SIZE_MISMATCH: {
    status: 422,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Baris {row} dari tabel {table} menyatakan {stated} huruf tetapi berisi {found}.',
      en: 'Row {row} of table {table} says {stated} characters but holds {found}.',
    },
    remedy: {
      id: 'Kiriman terpotong di jalan; minta mesin mengirim ulang.',
      en: 'It was cut on the way; have the terminal send it again.',
    },
  },
  ADMS_TIME_INVALID: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Baris {row} menyebut waktu yang tidak ada: {text}.',
      en: 'Row {row} names a time that does not exist: {text}.',
    },
    remedy: {
      id: 'Rekaman disimpan tetapi tidak dihitung. Setel jam mesin dan periksa baterainya.',
      en: "The record is kept but not counted. Set the terminal's clock and check its battery.",
    },
  },
  ADMS_TABLE_UNKNOWN: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: { id: 'Tabel ADMS "{table}" tidak dikenal.', en: 'ADMS table "{table}" is not known.' },
    remedy: {
      id: 'Kiriman dijawab agar mesin tidak macet, tetapi tidak dipakai. Laporkan beserta model mesin.',
      en: 'It was answered so that the terminal goes on, but not used; report it with the model.',
    },
  },
  ADMS_PACKED_BODY: {
    status: 415,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Mesin mengirim data terkompresi ({contentType}), yang tidak dapat dibaca.',
      en: 'The terminal sent packed data ({contentType}), which cannot be read.',
    },
    remedy: {
      id: 'Matikan kompresi data di pengaturan ADMS mesin.',
      en: "Turn data packing off in the terminal's ADMS settings.",
    },
  },
  ADMS_ENCRYPTED_BODY: {
    status: 415,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Mesin mengirim data terenkripsi.',
      en: 'The terminal sends encrypted data.',
    },
    remedy: {
      id: 'Matikan enkripsi di Menu → Komunikasi → Server Cloud pada mesin; pakai VPN untuk keamanan.',
      en: 'Turn encryption off under Menu → Comm. → Cloud Server on the terminal, and use a VPN for safety.',
    },
  },
  ADMS_PHOTO_HEADER: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Kepala kiriman foto tidak terbaca: {reason}.',
      en: 'The head of the photo upload cannot be read: {reason}.',
    },
    remedy: {
      id: 'Foto tidak diperlukan untuk absensi; matikan unggah foto di mesin bila ini berulang.',
      en: 'Attendance does not need photos; turn photo upload off on the terminal if this repeats.',
    },
  },
  ADMS_RESULT_UNREADABLE: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Jawaban mesin atas perintah tidak terbaca: {reason}.',
      en: "The terminal's answer to a command cannot be read: {reason}.",
    },
    remedy: {
      id: 'Hub mengirim perintah itu lagi. Bila berulang, laporkan model dan firmware.',
      en: 'The hub sends the command again; if it repeats, report model and firmware.',
    },
  },
  ADMS_COMMAND_INVALID: {
    status: 422,
    retryable: false,
    fault: 'hadir',
    message: {
      id: 'Perintah untuk mesin tidak sah: {reason}.',
      en: 'The command for the terminal is not valid: {reason}.',
    },
    remedy: { id: 'Laporkan kepada kami.', en: 'Report this to us.' },
  },
  ADMS_COMMAND_FAILED: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Mesin {serial} gagal menjalankan {command}: kode {code} ({meaning}).',
      en: 'Terminal {serial} could not do {command}: code {code} ({meaning}).',
    },
    remedy: {
      id: 'Periksa kapasitas dan pengaturan mesin, lalu kirim ulang perintahnya.',
      en: "Check the terminal's capacity and settings, then send the command again.",
    },
  },
  ADMS_FACE_PICTURE: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Mesin menerima foto wajah JPEG sampai {limit} byte; foto ini {reason}.',
      en: 'Terminals take a JPEG of a face up to {limit} bytes; this picture is {reason}.',
    },
    remedy: {
      id: 'Kirim foto JPEG yang lebih kecil (sekitar 600 piksel cukup).',
      en: 'Send a smaller JPEG (about 600 pixels is enough).',
    },
  },
  ADMS_FACE_REFUSED: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Mesin {serial} tidak menerima foto wajah itu: kode {code} ({meaning}).',
      en: 'Terminal {serial} does not take that picture of a face: code {code} ({meaning}).',
    },
    remedy: {
      id: 'Ambil foto baru: wajah lurus, terang, tanpa masker; periksa juga sisa kapasitas mesin.',
      en: 'Take a new picture: straight, well lit, no mask; look at the room left on the terminal too.',
    },
  },
  ADMS_DEVICE_NOT_OPEN: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Perangkat {deviceId} sedang tidak dilayani.',
      en: 'Device {deviceId} is not in service at present.',
    },
    remedy: { id: 'Ulangi setelah perangkat tersambung.', en: 'Repeat it once the device is connected.' },
  },
  ADMS_COMMAND_LOST: {
    status: 504,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Mesin {serial} tidak menjawab perintah {command}.',
      en: 'Terminal {serial} never answered command {command}.',
    },
    remedy: {
      id: 'Pastikan mesin tersambung ke hub; perintah akan dikirim lagi.',
      en: 'See that the terminal reaches the hub; the command will be sent again.',
    },
  },
  ADMS_LISTEN_FAILED: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Port ADMS {port} tidak dapat dibuka: {reason}.',
      en: 'ADMS port {port} cannot be opened: {reason}.',
    },
    remedy: {
      id: 'Hentikan program lain yang memakai port itu, atau ganti port di pengaturan plugin dan pada mesin.',
      en: 'Stop the program that uses that port, or change it in the plugin settings and on the terminals.',
    },
  },
});
