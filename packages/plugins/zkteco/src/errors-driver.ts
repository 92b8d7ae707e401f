import { defineErrors } from '@hadir/sdk';

/** Errors and issues that the driver finds by looking at a device over time, whatever it is connected by. */
export const DRIVER_ERRORS = defineErrors({
  ZK_CONFIG_INCOMPLETE: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Pengaturan mesin belum lengkap: {missing} wajib diisi untuk sambungan {transport}.',
      en: 'The settings of the device are incomplete: {missing} is needed for the {transport} connection.',
    },
    remedy: { id: 'Lengkapi pengaturan mesin.', en: 'Complete the settings of the device.' },
  },
  ZK_CLOCK_WITHOUT_BATTERY: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Mesin jenis {model} tidak punya baterai jam: setelah listrik padam jamnya kembali ke tahun 2000.',
      en: 'Terminals of the kind {model} have no battery for their clock: after a power cut it goes back to the year 2000.',
    },
    remedy: {
      id: 'Pasang UPS pada mesin ini. Scan dengan jam yang mundur tetap disimpan dan ditandai, tetapi tidak dihitung.',
      en: 'Put the terminal on a UPS. Scans made with a clock set back are kept and marked, but not counted.',
    },
  },
  ADMS_SERIAL_TAKEN: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Nomor seri {serial} sudah dipakai mesin lain di hub ini.',
      en: 'Serial number {serial} already belongs to another device of this hub.',
    },
    remedy: {
      id: 'Periksa nomor seri pada mesin; hapus perangkat yang dobel.',
      en: 'Check the serial number on the terminal; remove the device that is there twice.',
    },
  },
  ZK_SERIAL_MISMATCH: {
    status: 502,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Mesin di alamat ini bernomor seri {found}, bukan {expected}.',
      en: 'The terminal at this address has serial number {found}, not {expected}.',
    },
    remedy: {
      id: 'Tidak ada yang dibaca agar absensi tidak tertukar. Perbaiki alamat IP, atau ganti nomor serinya bila mesin memang diganti.',
      en: 'Nothing was read, so that records are not mixed up. Mend the IP address, or the serial number if the terminal was replaced.',
    },
  },
  ADMS_LISTENER_OFF: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Penerima ADMS dimatikan di pengaturan plugin.',
      en: "The ADMS listener is off in the plugin's settings.",
    },
    remedy: {
      id: 'Isi "listen" di pengaturan plugin ZKTeco.',
      en: 'Set "listen" in the settings of the ZKTeco plugin.',
    },
  },
  SOAP_COMMAND_FAILED: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Mesin tidak menjalankan {command}: {information}.',
      en: 'The terminal did not do {command}: {information}.',
    },
    remedy: {
      id: 'Periksa Comm Key dan pastikan tidak ada orang di menu mesin, lalu ulangi.',
      en: "Check the Comm Key and that nobody is in the terminal's menu, then try again.",
    },
  },
  ADMS_PATH_SECRET_WRONG: {
    status: 403,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Permintaan atas nama mesin {serial} dari {address} tidak membawa rahasia alamat.',
      en: 'A request in the name of terminal {serial} from {address} lacks the secret in its path.',
    },
    remedy: {
      id: 'Isi alamat server pada mesin lengkap dengan rahasianya. Bila mesin sudah benar, ada pihak lain yang mencoba.',
      en: 'Enter the server address with its secret on the terminal. If the terminal is right, somebody else is trying.',
    },
  },
  ADMS_SILENT: {
    status: 504,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Mesin {serial} belum menghubungi hub.',
      en: 'Terminal {serial} has not called the hub yet.',
    },
    remedy: {
      id: 'Pada mesin buka Menu → Komunikasi → Server Cloud/ADMS, isi alamat dan port hub, lalu nyalakan ulang mesin.',
      en: 'On the terminal open Menu → Comm. → Cloud Server/ADMS, enter the address and port of the hub, and restart it.',
    },
  },
  ADMS_INCOMPLETE: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Mesin menyimpan {expected} rekaman dari {from} sampai {to}, tetapi mengirim {received}.',
      en: 'The terminal holds {expected} records from {from} to {to} but sent {received}.',
    },
    remedy: {
      id: 'Hub memintanya lagi setiap malam. Bila berulang, tarik lewat port 4370 atau USB.',
      en: 'The hub asks again every night; if it repeats, pull by port 4370 or USB.',
    },
  },
  ZK_CLOCK_SKEW: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Jam mesin berselisih {seconds} detik.',
      en: 'The clock of the terminal is off by {seconds} seconds.',
    },
    remedy: {
      id: 'Setel jam mesin lewat perintah "setel jam"; bila berulang, ganti baterainya.',
      en: 'Set it with the "set clock" command; if it comes back, replace its battery.',
    },
  },
  ZK_CLOCK_UNREADABLE: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Jam mesin menunjukkan waktu yang tidak ada: {text}.',
      en: 'The clock of the terminal shows a time that does not exist: {text}.',
    },
    remedy: { id: 'Setel jam mesin.', en: 'Set the clock of the terminal.' },
  },
  ZK_LOG_NEARLY_FULL: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Memori mesin terisi {records} dari {capacity} rekaman.',
      en: 'The memory of the terminal holds {records} of {capacity} records.',
    },
    remedy: {
      id: 'Setelah semua rekaman ada di hub, hapus log mesin lewat perintah dengan mengetik namanya.',
      en: 'When the hub has all of them, clear the log by the command that asks for the device name.',
    },
  },
  ZK_LOG_CLEARED: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Log mesin berkurang dari {known} menjadi {now} rekaman: ada yang menghapusnya.',
      en: 'The log of the terminal went from {known} to {now} records: somebody cleared it.',
    },
    remedy: {
      id: 'Yang sudah dibaca tetap ada di hub; yang belum sempat dibaca hilang. Cari siapa yang menghapus, lihat log operasi mesin.',
      en: 'What was read stays in the hub; what was not is gone. Find out who did it; see the operation log of the terminal.',
    },
  },
  ZK_LOG_CHANGED: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Isi lama log mesin berubah ({known} rekaman sudah dikenal): ada yang menyisipkan atau menggantinya.',
      en: 'The old part of the log changed ({known} records were known): something was inserted or replaced.',
    },
    remedy: {
      id: 'Semua rekaman dibaca ulang, tidak ada yang dobel. Bila sering, periksa impor USB dan perubahan jam di mesin.',
      en: 'All were read again, none counted twice. If it happens often, look into USB imports and clock changes.',
    },
  },
  ZK_RECORD_NOBODY: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: '{count} rekaman di mesin tidak menyebut siapa pun (contoh: {sample}).',
      en: '{count} records on the terminal name nobody (sample: {sample}).',
    },
    remedy: {
      id: 'Rekaman itu tidak dapat dipakai. Laporkan contohnya beserta model mesin.',
      en: 'They cannot be used. Report the sample with the model of the terminal.',
    },
  },
  ZK_IMPOSSIBLE_DATES: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: '{count} rekaman di mesin bertanggal yang tidak ada.',
      en: '{count} records on the terminal carry dates that do not exist.',
    },
    remedy: {
      id: 'Rekaman disimpan tetapi tidak dihitung. Setel jam mesin dan periksa baterainya.',
      en: "They are kept but not counted. Set the terminal's clock and check its battery.",
    },
  },
  ZK_TAMPER: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Mesin melaporkan dibongkar atau dibuka paksa ({alarm}).',
      en: 'The terminal reports tampering or force ({alarm}).',
    },
    remedy: { id: 'Periksa mesin di tempatnya.', en: 'Look at the terminal where it stands.' },
  },
});
