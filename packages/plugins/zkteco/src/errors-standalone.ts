import { defineErrors } from '@hadir/sdk';

/** Errors of the protocol on port 4370, TCP and UDP. Details named in the texts must be given when throwing. */
export const STANDALONE_ERRORS = defineErrors({
  ZK_NOT_THIS_PROTOCOL: {
    status: 502,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Yang menjawab bukan mesin ZKTeco: byte pertama {firstBytes}.',
      en: 'What answers does not speak the ZKTeco protocol: first bytes {firstBytes}.',
    },
    remedy: {
      id: 'Periksa alamat IP dan port mesin (biasanya 4370). Mungkin perangkat lain memakai alamat itu.',
      en: "Check the terminal's IP address and port (usually 4370); another device may be using that address.",
    },
  },
  ZK_C3_PANEL: {
    status: 502,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Ini panel akses C3/inBio, bukan mesin absensi (byte pertama {firstBytes}).',
      en: 'This is a C3/inBio access panel, not an attendance terminal (first bytes {firstBytes}).',
    },
    remedy: {
      id: 'Panel akses tidak didukung plugin ini. Pakai mesin absensi, atau catat lewat perangkat lunak panelnya.',
      en: "Access panels are not served by this plugin; use an attendance terminal or the panel's own software.",
    },
  },
  ZK_ENCRYPTED_FIRMWARE: {
    status: 502,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Firmware mesin ini mengenkripsi port 4370 dan tidak dapat dibaca langsung.',
      en: "This terminal's firmware encrypts port 4370 and cannot be read that way.",
    },
    remedy: {
      id: 'Pada mesin buka Menu → Komunikasi → Server Cloud/ADMS, isi alamat hub, lalu tambahkan mesin sebagai ADMS.',
      en: 'On the terminal open Menu → Comm. → Cloud Server (ADMS), enter the address of the hub, and add it as an ADMS device.',
    },
  },
  ZK_FRAME_TRUNCATED: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Paket terpotong: {received} dari {expected} byte.',
      en: 'The packet is cut short: {received} of {expected} bytes.',
    },
    remedy: {
      id: 'Periksa kabel jaringan dan switch ke mesin; hub akan mencoba lagi.',
      en: 'Check the network cable and switch of the terminal; the hub will try again.',
    },
  },
  ZK_FRAME_TOO_LARGE: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Mesin menyatakan paket {claimed} byte, lebih dari batas {limit}.',
      en: 'The terminal announced a packet of {claimed} bytes, over the limit of {limit}.',
    },
    remedy: {
      id: 'Data rusak di jalan atau bukan mesin ZKTeco. Nyalakan ulang mesin; bila berulang, laporkan model dan firmware.',
      en: 'Data was damaged on the way or this is not a ZKTeco terminal. Restart it; if it repeats, report model and firmware.',
    },
  },
  ZK_CHECKSUM: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Checksum paket salah: tertulis {stated}, seharusnya {computed}.',
      en: 'The packet has a wrong checksum: it says {stated}, its bytes give {computed}.',
    },
    remedy: {
      id: 'Data rusak di jalan. Periksa kabel; untuk jalur buruk pakai TCP, bukan UDP.',
      en: 'Data was damaged on the way. Check the cable; on a bad line use TCP instead of UDP.',
    },
  },
  ZK_UNEXPECTED_COMMAND: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Jawaban tidak sesuai: kode {command}, yang ditunggu {expected}.',
      en: 'The answer does not fit: code {command} where {expected} was due.',
    },
    remedy: {
      id: 'Putuskan program lain yang memakai mesin ini, lalu coba lagi.',
      en: 'Disconnect other programs that use this terminal and try again.',
    },
  },
  ZK_DATA_TOO_SHORT: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Isi {what} terlalu pendek: {received} byte, perlu {expected}.',
      en: 'The {what} is too short: {received} bytes where {expected} are needed.',
    },
    remedy: {
      id: 'Coba lagi. Bila berulang, laporkan model dan versi firmware mesin.',
      en: "Try again; if it repeats, report the terminal's model and firmware version.",
    },
  },
  ZK_VALUE_OUT_OF_RANGE: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Nilai {what} tidak dapat ditulis ke mesin: {value}.',
      en: 'The value of {what} cannot be written to the terminal: {value}.',
    },
    remedy: {
      id: 'Perbaiki nilai itu; batasnya {limit}.',
      en: 'Correct the value; its limit is {limit}.',
    },
  },
  ZK_KEY_NEEDED: {
    status: 401,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Mesin meminta Comm Key (kunci komunikasi), tetapi belum diisi.',
      en: 'The terminal asks for its Comm Key, and none is set.',
    },
    remedy: {
      id: 'Lihat Menu → Komunikasi → Comm Key pada mesin dan isikan angka yang sama di pengaturan mesin ini.',
      en: "Look up Menu → Comm. → Comm Key on the terminal and enter the same number in this device's settings.",
    },
  },
  ZK_KEY_WRONG: {
    status: 401,
    retryable: false,
    fault: 'operator',
    message: { id: 'Comm Key ditolak mesin.', en: 'The terminal refused the Comm Key.' },
    remedy: {
      id: 'Cocokkan dengan Menu → Komunikasi → Comm Key pada mesin. Jangan dicoba berulang: sebagian firmware mengunci diri.',
      en: 'Compare with Menu → Comm. → Comm Key on the terminal. Do not try again and again: some firmware locks itself.',
    },
  },
  ZK_KEY_LOCKED: {
    status: 423,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Mesin mengunci koneksi karena Comm Key salah berkali-kali.',
      en: 'The terminal locked its connection after too many wrong Comm Keys.',
    },
    remedy: {
      id: 'Isi Comm Key yang benar, nyalakan ulang mesin, lalu coba lagi.',
      en: 'Enter the right Comm Key, restart the terminal, then try again.',
    },
  },
  ZK_UNREACHABLE: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Mesin {address} tidak dapat dihubungi: {reason}.',
      en: 'The terminal at {address} cannot be reached: {reason}.',
    },
    remedy: {
      id: 'Pastikan mesin menyala dan kabel jaringan terpasang, lalu ping alamatnya dari komputer hub.',
      en: 'See that the terminal is on and its network cable is in, then ping its address from the hub.',
    },
  },
  ZK_BUSY_OTHER_CLIENT: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Mesin {address} menolak: kemungkinan sedang dipakai program lain.',
      en: 'The terminal at {address} turned us away: another program is probably connected.',
    },
    remedy: {
      id: 'Tutup perangkat lunak absensi lain yang tersambung ke mesin (kebanyakan mesin hanya melayani satu).',
      en: 'Close other attendance software connected to it; most terminals serve one program at a time.',
    },
  },
  ZK_TIMEOUT: {
    status: 504,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Mesin berhenti menjawab saat {operation}: {received} dari {expected} byte diterima.',
      en: 'The terminal stopped answering during {operation}: {received} of {expected} bytes came.',
    },
    remedy: {
      id: 'Periksa jaringan ke mesin. Untuk jalur lambat kecilkan ukuran potongan (chunk) di pengaturan mesin.',
      en: 'Check the network to the terminal; on a slow line set a smaller chunk size for this device.',
    },
  },
  ZK_LINE_CUT: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Sambungan putus saat {operation}: {received} dari {expected} byte diterima.',
      en: 'The connection broke during {operation}: {received} of {expected} bytes came.',
    },
    remedy: {
      id: 'Tidak ada data yang hilang; hub menyambung lagi dan melanjutkan. Bila sering, periksa kabel dan listrik mesin.',
      en: "Nothing is lost; the hub reconnects and goes on. If it happens often, check the terminal's cable and power.",
    },
  },
  ZK_DESYNC: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Aliran data kacau di tengah transfer (byte {firstBytes}).',
      en: 'The stream lost its frame boundaries in mid-transfer (bytes {firstBytes}).',
    },
    remedy: {
      id: 'Hub menutup sambungan dan mengulang. Bila berulang, nyalakan ulang mesin dan periksa jaringan.',
      en: 'The hub closes the connection and repeats. If it comes back, restart the terminal and check the network.',
    },
  },
  ZK_UNSUPPORTED_COMMAND: {
    status: 501,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Firmware mesin tidak mengenal perintah {command}.',
      en: "The terminal's firmware does not know command {command}.",
    },
    remedy: {
      id: 'Fungsi ini tidak tersedia pada model tersebut; pembacaan absensi tetap berjalan.',
      en: 'This function is not available on that model; reading attendance goes on.',
    },
  },
  ZK_COMMAND_REFUSED: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Mesin menolak perintah {command} dengan kode {reply}.',
      en: 'The terminal refused command {command} with code {reply}.',
    },
    remedy: {
      id: 'Pastikan tidak ada orang di menu mesin, lalu coba lagi.',
      en: "See that nobody is in the terminal's menu, then try again.",
    },
  },
  ZK_RECORD_SIZE_UNKNOWN: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Ukuran rekaman {table} tidak dapat dipastikan ({size} byte, jumlah {count}): {sample}.',
      en: 'The record size of the {table} table cannot be told ({size} bytes, count {count}): {sample}.',
    },
    remedy: {
      id: 'Tidak ada yang disimpan agar data tidak salah. Kirim teks ini beserta model dan firmware mesin kepada kami.',
      en: "Nothing was stored, rather than something wrong. Send us this text with the terminal's model and firmware.",
    },
  },
  ZK_TRANSFER_INCOMPLETE: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Transfer {table} tidak lengkap: {received} dari {expected} byte.',
      en: 'The transfer of {table} is incomplete: {received} of {expected} bytes.',
    },
    remedy: {
      id: 'Hub mengulang dari awal; rekaman yang sudah ada tidak tercatat dua kali.',
      en: 'The hub reads it again; records it has are not counted twice.',
    },
  },
  ZK_TRANSFER_MISMATCH: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Mesin mengumumkan {announced} byte {table}, tetapi isinya menyatakan {stated}.',
      en: 'The terminal announced {announced} bytes of {table}, but the content says {stated}.',
    },
    remedy: {
      id: 'Hub mengulang pembacaan. Bila berulang, laporkan model dan firmware mesin.',
      en: "The hub reads it again; if it repeats, report the terminal's model and firmware.",
    },
  },
  ZK_MEMORY_GARBAGE: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Mesin mengirim isi memori acak, bukan rekaman {table} ({sample}).',
      en: 'The terminal sent random memory instead of {table} records ({sample}).',
    },
    remedy: {
      id: 'Tidak ada yang disimpan. Hub memakai cara baca lain; bila tetap gagal, nyalakan ulang mesin atau pakai ADMS/USB.',
      en: 'Nothing was stored. The hub tries its other way of reading; if that fails too, restart the terminal or use ADMS or USB.',
    },
  },
  ZK_ROW_UNREADABLE: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Satu rekaman {table} tidak menyebut siapa pun: {sample}.',
      en: 'A record of {table} names nobody: {sample}.',
    },
    remedy: {
      id: 'Rekaman mentah disimpan dan tidak dihitung. Bila banyak, laporkan model dan firmware mesin.',
      en: "The raw record is kept and not counted; if there are many, report the terminal's model and firmware.",
    },
  },
  ZK_CLAIM_TOO_LARGE: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Mesin menyatakan akan mengirim {claimed} byte {table}, lebih dari batas {limit}.',
      en: 'The terminal claims {claimed} bytes of {table}, over the limit of {limit}.',
    },
    remedy: {
      id: 'Angka itu tidak masuk akal untuk mesin absensi. Nyalakan ulang mesin; bila berulang, laporkan.',
      en: 'No terminal holds that much. Restart it; if it repeats, report it.',
    },
  },
  ZK_TIME_INVALID: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Waktu {value} tidak dapat ditulis ke mesin.',
      en: 'The time {value} cannot be written to a terminal.',
    },
    remedy: { id: 'Pakai tahun 2000 sampai 2099.', en: 'Use a year from 2000 to 2099.' },
  },
  ZK_TIME_IMPOSSIBLE: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Rekaman menyebut waktu yang tidak ada di kalender: {value}.',
      en: 'A record names a time that no calendar has: {value}.',
    },
    remedy: {
      id: 'Rekaman disimpan tetapi tidak dihitung. Setel jam mesin dan periksa baterainya.',
      en: "The record is kept but not counted. Set the terminal's clock and check its battery.",
    },
  },
  ZK_TEXT_FALLBACK: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Nama pada mesin tidak terbaca sebagai {encoding}.',
      en: 'Names on the terminal do not read as {encoding}.',
    },
    remedy: {
      id: 'Pilih pengodean huruf (encoding) yang sesuai bahasa mesin di pengaturan.',
      en: "Choose the text encoding that fits the terminal's language in its settings.",
    },
  },
  ZK_ENCODING_UNKNOWN: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: { id: 'Pengodean huruf "{encoding}" tidak dikenal.', en: 'Text encoding "{encoding}" is not known.' },
    remedy: {
      id: 'Pakai utf-8, gbk, atau windows-1250 sampai windows-1258.',
      en: 'Use utf-8, gbk, or windows-1250 to windows-1258.',
    },
  },
  ZK_EVENT_UNREADABLE: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Kejadian langsung {event} sepanjang {length} byte tidak dikenal: {sample}.',
      en: 'Live event {event} of {length} bytes is not known: {sample}.',
    },
    remedy: {
      id: 'Absensi tetap dibaca dari memori mesin. Laporkan teks ini beserta modelnya.',
      en: "Punches are still read from the terminal's memory. Report this text with the model.",
    },
  },
  ZK_USER_UNKNOWN_SLOT: {
    status: 422,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Rekaman menunjuk nomor slot {uid} yang tidak ada di daftar pengguna mesin.',
      en: "A record names slot {uid}, which is not in the terminal's user list.",
    },
    remedy: {
      id: 'Pengguna itu mungkin sudah dihapus dari mesin. Rekaman tetap disimpan dengan nomor slotnya.',
      en: 'That user was probably deleted from the terminal; the record is kept under its slot number.',
    },
  },
});
