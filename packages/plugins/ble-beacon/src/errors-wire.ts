import { defineErrors } from '@hadir/sdk';

/** What can be wrong with what a beacon, gateway or scanner sends. */
export const WIRE_ERRORS = defineErrors({
  BLE_NO_BEACON: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Tidak ada bingkai suar di dalam {bytes} byte ini ({reason}).',
      en: 'There is no beacon frame in these {bytes} bytes ({reason}).',
    },
    remedy: {
      id: 'Pastikan alat memancarkan iBeacon, AltBeacon atau Eddystone.',
      en: 'Make sure that the device sends iBeacon, AltBeacon or Eddystone.',
    },
  },
  BLE_PAYLOAD_INVALID: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Pesan {format} tidak terbaca pada {where}: {reason}.',
      en: 'A {format} message cannot be read at {where}: {reason}.',
    },
    remedy: {
      id: 'Periksa pilihan format pada gerbang dan pada konfigurasi Hadir.',
      en: 'Check the format chosen on the gateway and in the configuration of Hadir.',
    },
  },
  BLE_CRYPTO_INPUT: {
    status: 422,
    retryable: false,
    fault: 'caller',
    message: { id: 'Masukan hitungan kunci tidak sah: {reason}.', en: 'The key computation cannot be done: {reason}.' },
    remedy: {
      id: 'Isi kunci sebagai digit heksadesimal dengan panjang yang benar.',
      en: 'Give keys as hexadecimal digits of the right length.',
    },
  },
  BLE_ATTESTATION_INVALID: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: { id: 'Bukti kunci ponsel tidak terbaca: {reason}.', en: 'The key attestation cannot be read: {reason}.' },
    remedy: { id: 'Daftarkan ponsel sekali lagi.', en: 'Enrol the phone once more.' },
  },
});
