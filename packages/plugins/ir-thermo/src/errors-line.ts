import { defineErrors } from '@hadir/sdk';

/** What can be wrong between Hadir and a thermometer: configuration, libraries, permissions, ports, radio. */
export const LINE_ERRORS = defineErrors({
  THERMO_CONFIG_INCOMPLETE: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Sambungan {connection} memerlukan bagian "{missing}" pada konfigurasi.',
      en: 'The connection {connection} needs the part "{missing}" of the configuration.',
    },
    remedy: { id: 'Lengkapi konfigurasi perangkat.', en: 'Complete the configuration of the device.' },
  },
  THERMO_LIBRARY_MISSING: {
    status: 503,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Pustaka "{library}" tidak dapat dimuat: {reason}.',
      en: 'The library "{library}" cannot be loaded: {reason}.',
    },
    remedy: { id: 'Pasang: {install}', en: 'Install it: {install}' },
  },
  THERMO_PORT_MISSING: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Tidak ada port serial {port}. Yang ada: {known}.',
      en: 'There is no serial port {port}. There are: {known}.',
    },
    remedy: {
      id: 'Pasang kabel USB termometer. Hadir menyambung sendiri begitu terpasang.',
      en: 'Plug in the USB cable of the thermometer. Hadir connects by itself once it is there.',
    },
  },
  THERMO_PORT_AMBIGUOUS: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Lebih dari satu port cocok dengan {port}: {known}.',
      en: 'More than one port fits {port}: {known}.',
    },
    remedy: {
      id: 'Isi "path" dengan salah satu jalur di /dev/serial/by-path, yang menurut soket USB.',
      en: 'Set "path" to one of the paths in /dev/serial/by-path, which go by USB socket.',
    },
  },
  THERMO_PORT_LIST_UNAVAILABLE: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Daftar port serial tidak dapat dibaca: {reason}.',
      en: 'The list of serial ports cannot be read: {reason}.',
    },
    remedy: {
      id: 'Pasang udev (apt install udev), atau isi "path" dengan jalur di /dev/serial/by-id.',
      en: 'Install udev (apt install udev), or set "path" to a path in /dev/serial/by-id.',
    },
  },
  THERMO_PORT_DENIED: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: { id: 'Hadir tidak boleh membuka {port}.', en: 'Hadir may not open {port}.' },
    remedy: {
      id: 'Masukkan pengguna Hadir ke grup dialout (sudo usermod -aG dialout hadir), lalu mulai ulang.',
      en: "Add Hadir's user to the group dialout (sudo usermod -aG dialout hadir) and start again.",
    },
  },
  THERMO_PORT_BUSY: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: { id: '{port} sedang dipakai program lain.', en: '{port} is in use by another program.' },
    remedy: { id: 'Tutup program itu.', en: 'Close that program.' },
  },
  THERMO_LINE_CUT: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: { id: 'Sambungan ke {port} terputus: {reason}.', en: 'The line to {port} was cut: {reason}.' },
    remedy: {
      id: 'Periksa kabel dan listrik alat. Hadir menyambung lagi sendiri.',
      en: 'Check cable and power of the device. Hadir connects again by itself.',
    },
  },
  THERMO_SILENT: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Termometer pada {port} tidak mengirim bingkai yang benar selama {silenceMs} ms ({badFrames} bingkai rusak).',
      en: 'The thermometer on {port} sent no sound frame for {silenceMs} ms ({badFrames} broken ones).',
    },
    remedy: {
      id: 'Periksa listrik alat, pilihan model, dan kecepatan baud.',
      en: 'Check the power of the device, the chosen model and the baud rate.',
    },
  },
  THERMO_NOT_REACHABLE: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: { id: '{device} tidak dapat dihubungi: {reason}.', en: '{device} cannot be reached: {reason}.' },
    remedy: {
      id: 'Periksa listrik, kabel atau jaringan, dan alamat pada konfigurasi.',
      en: 'Check power, cable or network, and the address in the configuration.',
    },
  },
  THERMO_ACCESS_DENIED: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: { id: '{device} menolak sambungan: {reason}.', en: '{device} refuses the connection: {reason}.' },
    remedy: { id: 'Periksa nama pengguna, kata sandi, dan izin.', en: 'Check user name, password and permissions.' },
  },
  THERMO_HID_MISSING: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Tidak ada probe USB TEMPer {serial} yang terpasang.',
      en: 'No TEMPer USB probe {serial} is plugged in.',
    },
    remedy: {
      id: 'Pasang probe. Di Linux beri izin dengan aturan udev untuk hidraw (lihat panduan termometer).',
      en: 'Plug it in. On Linux grant access with a udev rule for hidraw (see the guide on thermometers).',
    },
  },
  THERMO_NO_ANSWER: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: {
      id: '{device} tidak menjawab {question} setelah {tries} kali.',
      en: '{device} did not answer {question} in {tries} tries.',
    },
    remedy: { id: 'Cabut dan pasang lagi alat itu.', en: 'Unplug the device and plug it in again.' },
  },
  THERMO_CALIBRATION_EXPIRED: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Kalibrasi termometer berakhir {expiresOn}; bacaannya disimpan tetapi tidak dipakai untuk keputusan.',
      en: 'The calibration of the thermometer ended {expiresOn}; its readings are kept and not used for a decision.',
    },
    remedy: {
      id: 'Kalibrasi alat (sedikitnya setahun sekali), lalu isi tanggal barunya.',
      en: 'Have it calibrated (at least once a year) and enter the new date.',
    },
  },
  THERMO_NOISY_LINE: {
    status: 409,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Banyak bingkai rusak pada {port}: {badFrames} dari {frames}.',
      en: 'Many broken frames on {port}: {badFrames} of {frames}.',
    },
    remedy: {
      id: 'Pendekkan kabel, jauhkan dari kabel listrik, periksa model dan baud.',
      en: 'Shorten the cable, keep it away from mains, check model and baud rate.',
    },
  },
});
