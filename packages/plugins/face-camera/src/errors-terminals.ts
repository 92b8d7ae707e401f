import { defineErrors } from '@hadir/sdk';

/** What can be wrong with a terminal, its account, and orders to it. */
export const TERMINAL_ERRORS = defineErrors({
  FACE_TERMINAL_UNREACHABLE: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Terminal {address} tidak terjangkau: {reason}.',
      en: 'Terminal {address} cannot be reached: {reason}.',
    },
    remedy: {
      id: 'Periksa listrik, kabel, alamat, dan port terminal.',
      en: 'Check power, cable, address and port of the terminal.',
    },
  },
  FACE_TERMINAL_TIMEOUT: {
    status: 504,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Terminal {address} tidak menjawab {path} dalam {timeoutMs} ms.',
      en: 'Terminal {address} did not answer {path} within {timeoutMs} ms.',
    },
    remedy: {
      id: 'Periksa jaringan. Hadir mencoba lagi sendiri.',
      en: 'Check the network. Hadir tries again by itself.',
    },
  },
  FACE_TERMINAL_SILENT: {
    status: 504,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Sambungan langsung ke terminal {address} diam selama {silenceMs} ms.',
      en: 'The open line to terminal {address} was silent for {silenceMs} ms.',
    },
    remedy: { id: 'Hadir menyambung lagi sendiri.', en: 'Hadir connects again by itself.' },
  },
  FACE_TERMINAL_LINE_CUT: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: { id: 'Sambungan ke terminal {address} terputus.', en: 'The line to terminal {address} was cut.' },
    remedy: {
      id: 'Hadir menyambung lagi dan mengambil yang hilang dari log terminal.',
      en: 'Hadir connects again and fetches what is missing from the log of the terminal.',
    },
  },
  FACE_TERMINAL_CERTIFICATE: {
    status: 502,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Sertifikat terminal {address} bukan yang dikonfigurasi; sidiknya {fingerprint}.',
      en: 'The certificate of terminal {address} is not the configured one; its fingerprint is {fingerprint}.',
    },
    remedy: {
      id: 'Bila sertifikat memang diganti, isi sidik yang baru. Bila tidak, periksa siapa yang menjawab di alamat itu.',
      en: 'When the certificate was replaced on purpose, set the new fingerprint. When not, find out who answers there.',
    },
  },
  FACE_TERMINAL_AUTH: {
    status: 502,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Terminal {address} menolak nama pengguna atau kata sandi ({reason}).',
      en: 'Terminal {address} refuses the user name or password ({reason}).',
    },
    remedy: {
      id: 'Perbaiki kata sandi pada konfigurasi. Hadir tidak mengulang-ulang, karena terminal mengunci akun setelah beberapa kali salah.',
      en: 'Correct the password in the configuration. Hadir does not repeat it, because terminals lock the account after some failures.',
    },
  },
  FACE_TERMINAL_REFUSED: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Terminal {address} menolak {path}: {reason}.',
      en: 'Terminal {address} refused {path}: {reason}.',
    },
    remedy: {
      id: 'Periksa hak akun dan model terminal.',
      en: 'Check the rights of the account and the model of the terminal.',
    },
  },
  FACE_TERMINAL_UNSUPPORTED: {
    status: 501,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Terminal {address} tidak mendukung {path}.',
      en: 'Terminal {address} does not support {path}.',
    },
    remedy: {
      id: 'Periksa model dan firmware terminal.',
      en: 'Check the model and firmware of the terminal.',
    },
  },
  FACE_TERMINAL_SERIAL_MISMATCH: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Terminal di alamat itu bernomor seri {found}, bukan {expected}.',
      en: 'The terminal at that address has serial number {found}, not {expected}.',
    },
    remedy: {
      id: 'Perbaiki alamat, atau nomor seri bila terminal memang diganti.',
      en: 'Correct the address, or the serial number when the terminal was replaced on purpose.',
    },
  },
  FACE_TERMINAL_CONFIG: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Konfigurasi terminal kurang {missing} untuk {what}.',
      en: 'The configuration of the terminal lacks {missing} for {what}.',
    },
    remedy: { id: 'Lengkapi konfigurasi perangkat.', en: 'Complete the configuration of the device.' },
  },
  FACE_TERMINAL_CLOCK_SKEW: {
    status: 409,
    retryable: true,
    fault: 'operator',
    message: { id: 'Jam terminal meleset {seconds} detik.', en: 'The clock of the terminal is {seconds} seconds off.' },
    remedy: {
      id: 'Setel jam terminal dari halaman perangkat, atau nyalakan NTP pada terminal.',
      en: 'Set the clock from the page of the device, or switch NTP on at the terminal.',
    },
  },
  FACE_TERMINAL_LOCAL_TIMES: {
    status: 409,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Terminal menulis jam setempat sebagai UTC; Hadir membetulkannya.',
      en: 'The terminal writes local time as UTC; Hadir corrects it.',
    },
    remedy: {
      id: 'Tidak perlu tindakan. Setelah firmware diperbarui, isi historyTimes sesuai perilaku baru.',
      en: 'Nothing to do. After a firmware update, set historyTimes as the terminal then behaves.',
    },
  },
  FACE_TERMINAL_EVENT_UNREADABLE: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Kejadian dari terminal tidak terbaca: {reason}.',
      en: 'An event of the terminal cannot be read: {reason}.',
    },
    remedy: {
      id: 'Kejadian itu dibaca ulang dari log terminal. Bila berulang, laporkan model dan firmware.',
      en: 'It is read again from the log of the terminal. When it comes back, report model and firmware.',
    },
  },
  FACE_PUSH_LISTEN_FAILED: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Penerima kiriman terminal tidak dapat dibuka pada port {port}: {reason}.',
      en: 'The listener for terminals cannot be opened on port {port}: {reason}.',
    },
    remedy: {
      id: 'Pilih port lain, atau hentikan program yang memakainya.',
      en: 'Choose another port, or stop the program that uses it.',
    },
  },
  FACE_PUSH_LISTENER_OFF: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Terminal ini mengirim sendiri, tetapi penerima kiriman tidak aktif.',
      en: 'This terminal pushes, but the listener for terminals is off.',
    },
    remedy: {
      id: 'Aktifkan listen pada pengaturan plugin, atau pilih live: stream.',
      en: 'Switch listen on in the settings of the plugin, or choose live: stream.',
    },
  },
  FACE_PUSH_TAKEN: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Nomor seri {serial} sudah dipakai perangkat lain.',
      en: 'Serial number {serial} is already used by another device.',
    },
    remedy: { id: 'Hapus salah satu dari kedua perangkat itu.', en: 'Remove one of the two devices.' },
  },
  FACE_PUSH_SECRET_WRONG: {
    status: 403,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Ada kiriman atas nama terminal {serial} dari {address} dengan rahasia alamat yang salah.',
      en: 'Something pushed as terminal {serial} from {address} with a wrong path secret.',
    },
    remedy: {
      id: 'Perbaiki alamat kirim pada terminal; bila bukan terminal itu, cari siapa pengirimnya.',
      en: 'Correct the address set on the terminal; when it is not the terminal, find out who sends.',
    },
  },
  FACE_PUSH_NOT_SET: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Tujuan kirim tidak dapat dipasang pada terminal: {reason}.',
      en: 'Where to push could not be set on the terminal: {reason}.',
    },
    remedy: {
      id: 'Beri akun itu hak konfigurasi, atau pasang tujuan kirim dengan tangan. Sementara itu log dibaca berkala.',
      en: 'Give the account the right to configure, or set it by hand. Until then the log is read at intervals.',
    },
  },
  FACE_TERMINAL_PICTURE: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Foto tidak dapat dijadikan JPEG di bawah {limit} byte: {reason}.',
      en: 'The picture cannot be made a JPEG below {limit} bytes: {reason}.',
    },
    remedy: { id: 'Pakai foto lain.', en: 'Use another picture.' },
  },
  FACE_TERMINAL_FACE_REFUSED: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Terminal {address} tidak menerima foto wajah itu: {reason}.',
      en: 'Terminal {address} does not take that picture of a face: {reason}.',
    },
    remedy: {
      id: 'Ambil foto baru: wajah lurus, terang, tanpa masker, minimal 100 piksel.',
      en: 'Take a new picture: straight, well lit, no mask, at least 100 pixels wide.',
    },
  },
});
