import { defineErrors } from '@hadir/sdk';
import { TERMINAL_ERRORS } from './errors-terminals.js';

/** What can be wrong with what a camera or terminal sends. */
const FORM_ERRORS = defineErrors({
  FACE_WIRE_TOO_LARGE: {
    status: 413,
    retryable: false,
    fault: 'device',
    message: {
      id: '{what} lebih besar dari batas {limit} byte.',
      en: '{what} is larger than the limit of {limit} bytes.',
    },
    remedy: {
      id: 'Periksa alamat dan model pada konfigurasi; perangkat yang benar tidak mengirim sebesar itu.',
      en: 'Check the address and model in the configuration; the right device does not send that much.',
    },
  },
  FACE_WIRE_MULTIPART: {
    status: 422,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Kiriman berbagian (multipart) tidak terbaca: {reason}.',
      en: 'A multipart body cannot be read: {reason}.',
    },
    remedy: {
      id: 'Periksa jaringan ke perangkat. Hadir menyambung lagi dan mengambil yang hilang dari log perangkat.',
      en: 'Check the network to the device. Hadir connects again and fetches what is missing from its log.',
    },
  },
  FACE_WIRE_UNREADABLE: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Pesan {format} tidak terbaca pada {where}: {reason}.',
      en: 'A {format} message cannot be read at {where}: {reason}.',
    },
    remedy: {
      id: 'Perbarui firmware perangkat, atau laporkan modelnya agar didukung.',
      en: 'Update the firmware of the device, or report its model so that it gets support.',
    },
  },
  FACE_WIRE_DIGEST: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Perangkat meminta cara masuk yang tidak didukung: {reason}.',
      en: 'The device asks for a way of signing in that is not supported: {reason}.',
    },
    remedy: {
      id: 'Setel perangkat ke digest (bukan basic) pada menu keamanan web.',
      en: 'Set the device to digest (not basic) in its web security menu.',
    },
  },
});

/** Errors of wire formats and of the terminals that speak them. */
export const WIRE_ERRORS = Object.freeze({ ...FORM_ERRORS, ...TERMINAL_ERRORS });
