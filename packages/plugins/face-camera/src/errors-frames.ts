import { defineErrors } from '@hadir/sdk';

/** What can be wrong between Hadir and a camera: configuration, address, password, picture, ffmpeg. */
export const FRAME_ERRORS = defineErrors({
  FACE_CONFIG_INCOMPLETE: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Konfigurasi kamera tidak cocok: {reason}.',
      en: 'The configuration of the camera does not fit: {reason}.',
    },
    remedy: { id: 'Perbaiki konfigurasi perangkat.', en: 'Correct the configuration of the device.' },
  },
  FACE_CAMERA_UNREACHABLE: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: { id: 'Kamera {host} tidak menjawab: {reason}.', en: 'The camera {host} does not answer: {reason}.' },
    remedy: {
      id: 'Periksa listrik, kabel jaringan, alamat dan port kamera.',
      en: "Check the camera's power, network cable, address and port.",
    },
  },
  FACE_CAMERA_DENIED: {
    status: 502,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Kamera {host} menolak nama pengguna atau kata sandi.',
      en: 'The camera {host} refuses the user name or password.',
    },
    remedy: {
      id: 'Isi nama pengguna dan kata sandi yang benar; kamera dapat terkunci bila dicoba berulang kali.',
      en: 'Enter the right user name and password; a camera may lock itself after repeated attempts.',
    },
  },
  FACE_CAMERA_CERTIFICATE: {
    status: 502,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Sertifikat kamera {host} bukan yang tertulis pada konfigurasi.',
      en: 'The certificate of the camera {host} is not the one in the configuration.',
    },
    remedy: {
      id: 'Pastikan ini memang kameranya, lalu isi "certificateSha256" dengan sidik sertifikatnya yang sekarang.',
      en: 'Make sure that this is the camera, then set "certificateSha256" to the fingerprint of its certificate.',
    },
  },
  FACE_CAMERA_ANSWER: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Kamera {host} menjawab dengan {what} pada {path}, bukan gambar.',
      en: 'The camera {host} answers {path} with {what} instead of a picture.',
    },
    remedy: {
      id: 'Periksa jalur gambar pada konfigurasi; jalur tiap merek ada di panduan kamera.',
      en: 'Check the path of the picture in the configuration; the camera guide lists it per brand.',
    },
  },
  FACE_FRAME_TOO_LARGE: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Gambar kamera lebih besar dari {limitBytes} byte.',
      en: 'A picture of the camera is larger than {limitBytes} bytes.',
    },
    remedy: {
      id: 'Turunkan resolusi atau mutu aliran di kamera; 1280×720 sudah cukup.',
      en: 'Lower the resolution or quality of the stream in the camera; 1280×720 is enough.',
    },
  },
  FACE_CAMERA_SILENT: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Kamera {host} tidak mengirim gambar selama {seconds} detik.',
      en: 'The camera {host} sent no picture for {seconds} s.',
    },
    remedy: {
      id: 'Periksa jaringan ke kamera; mulai ulang kamera bila terus berulang.',
      en: 'Check the network to the camera; restart the camera when it keeps happening.',
    },
  },
  FACE_FFMPEG_MISSING: {
    status: 503,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Aliran RTSP memerlukan program ffmpeg, yang tidak ada di komputer ini.',
      en: 'An RTSP stream needs the program ffmpeg, which this computer does not have.',
    },
    remedy: {
      id: 'Pasang: apt install ffmpeg. Atau pakai sumber snapshot atau mjpeg.',
      en: 'Install it: apt install ffmpeg. Or use the source snapshot or mjpeg.',
    },
  },
  FACE_FFMPEG_ENDED: {
    status: 503,
    retryable: true,
    fault: 'device',
    message: {
      id: 'ffmpeg berhenti membaca kamera {host}: {reason}.',
      en: 'ffmpeg stopped reading the camera {host}: {reason}.',
    },
    remedy: {
      id: 'Periksa alamat RTSP dan bahwa kamera mengirim H.264, H.265 atau JPEG.',
      en: 'Check the RTSP address, and that the camera sends H.264, H.265 or JPEG.',
    },
  },
  FACE_ONVIF_FAULT: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Kamera {host} menolak permintaan ONVIF {operation}: {reason}.',
      en: 'The camera {host} refuses the ONVIF request {operation}: {reason}.',
    },
    remedy: {
      id: 'Aktifkan ONVIF di kamera dan beri pengguna ONVIF hak melihat; atau pakai sumber snapshot.',
      en: 'Enable ONVIF in the camera and give the ONVIF user the right to view; or use the source snapshot.',
    },
  },
  FACE_ONVIF_NO_SNAPSHOT: {
    status: 502,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Kamera {host} tidak memberi alamat gambar lewat ONVIF.',
      en: 'The camera {host} tells no snapshot address over ONVIF.',
    },
    remedy: { id: 'Pakai sumber snapshot, mjpeg atau rtsp.', en: 'Use the source snapshot, mjpeg or rtsp.' },
  },
  FACE_DEVICE_NOT_OPEN: {
    status: 409,
    retryable: true,
    fault: 'caller',
    message: {
      id: 'Perangkat {deviceId} tidak sedang tersambung.',
      en: 'The device {deviceId} is not connected at the moment.',
    },
    remedy: {
      id: 'Aktifkan perangkat dan tunggu sampai daring.',
      en: 'Enable the device and wait until it is online.',
    },
  },
  FACE_DEVICE_NO_CAMERA: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Perangkat {deviceId} bukan kamera; gambarnya tidak dapat diambil.',
      en: 'The device {deviceId} is no camera; no picture can be taken from it.',
    },
    remedy: { id: 'Pilih kamera, atau pakai foto.', en: 'Choose a camera, or use photographs.' },
  },
  FACE_DEVICE_NO_TERMINAL: {
    status: 409,
    retryable: false,
    fault: 'caller',
    message: {
      id: 'Perangkat {deviceId} bukan terminal; wajah tidak dapat dikirim kepadanya.',
      en: 'The device {deviceId} is no terminal; faces cannot be sent to it.',
    },
    remedy: {
      id: 'Pilih terminal wajah; kamera dilayani oleh pengenalan Hadir sendiri.',
      en: "Choose a face terminal; cameras are served by Hadir's own recognition.",
    },
  },
  FACE_GALLERIES_UNSET: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Kamera ini belum diberi tahu orang dari unit mana yang dicari.',
      en: 'This camera was not told the people of which units to look for.',
    },
    remedy: {
      id: 'Isi "galleries" dengan unit yang orangnya lewat di sini, atau ["*"] untuk semua.',
      en: 'Set "galleries" to the units whose people pass here, or to ["*"] for all.',
    },
  },
  FACE_OUTBOX_UNWRITTEN: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Bacaan yang belum sampai di hub tidak dapat ditulis ke folder plugin wajah: {reason}.',
      en: 'Readings that have not reached the hub cannot be written to the folder of the face plugin: {reason}.',
    },
    remedy: {
      id: 'Periksa ruang kosong dan izin folder "plugins" di folder data hub. Sampai itu beres, bacaan itu hanya ada di memori.',
      en: 'Check free space and permissions of the folder "plugins" in the hub’s state folder. Until then those readings are in memory only.',
    },
  },
  FACE_KIOSK_LISTEN_FAILED: {
    status: 503,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Layar kios tidak dapat dibuka di {address}: {reason}.',
      en: 'The screens of kiosks cannot be served at {address}: {reason}.',
    },
    remedy: {
      id: 'Pilih port lain pada setelan "kiosk" plugin wajah, lalu mulai ulang plugin.',
      en: 'Choose another port in the setting "kiosk" of the face plugin, then restart the plugin.',
    },
  },
  FACE_VIEW_DARK: {
    status: 422,
    retryable: true,
    fault: 'operator',
    message: {
      id: 'Gambar kamera gelap sejak {minutes} menit; wajah tidak terlihat.',
      en: 'The picture of the camera has been dark for {minutes} min; no face can be seen.',
    },
    remedy: {
      id: 'Buka penutup lensa, nyalakan lampu, atau periksa mode malam kamera.',
      en: "Uncover the lens, switch on a light, or check the camera's night mode.",
    },
  },
  FACE_VIEW_BLURRED: {
    status: 422,
    retryable: true,
    fault: 'operator',
    message: {
      id: '{share} % wajah yang dilihat kamera ini terlalu kabur untuk dikenali.',
      en: '{share} % of the faces that this camera sees are too blurred to be assessed.',
    },
    remedy: {
      id: 'Bersihkan dan fokuskan lensa, tambah cahaya, percepat rana kamera.',
      en: 'Clean and focus the lens, add light, set a faster shutter.',
    },
  },
  FACE_VIEW_FAR: {
    status: 422,
    retryable: true,
    fault: 'operator',
    message: {
      id: '{share} % wajah yang dilihat kamera ini terlalu kecil untuk dikenali.',
      en: '{share} % of the faces that this camera sees are too small to be assessed.',
    },
    remedy: {
      id: 'Dekatkan kamera, perbesar (zoom), atau naikkan resolusi aliran.',
      en: 'Move the camera closer, zoom in, or raise the resolution of the stream.',
    },
  },
});
