import { defineErrors } from '@hadir/sdk';

/** What can be wrong with the bytes that a thermometer sends. */
export const WIRE_ERRORS = defineErrors({
  THERMO_FRAME_LENGTH: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Bingkai {format} harus {expected} byte, diterima {received}.',
      en: 'A {format} frame has {expected} bytes, not {received}.',
    },
    remedy: {
      id: 'Periksa kabel, kecepatan baud, dan pilihan model pada konfigurasi.',
      en: 'Check the cable, the baud rate and the model chosen in the configuration.',
    },
  },
  THERMO_FRAME_HEADER: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Ini bukan bingkai {format}: awalnya {received}, seharusnya {expected}.',
      en: 'This is no {format} frame: it begins with {received} instead of {expected}.',
    },
    remedy: {
      id: 'Pilih model yang benar, atau isi header sesuai lembar data modul.',
      en: 'Choose the right model, or set the header as the data sheet of the module says.',
    },
  },
  THERMO_CHECKSUM: {
    status: 422,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Jumlah periksa bingkai {format} salah: {received}, seharusnya {expected}.',
      en: 'The checksum of a {format} frame is wrong: {received} instead of {expected}.',
    },
    remedy: {
      id: 'Periksa kabel dan gangguan listrik; bila terus terjadi, pilih model lain pada konfigurasi.',
      en: 'Check the cable and electrical noise; when it goes on, choose another model in the configuration.',
    },
  },
  THERMO_SENSOR_FAULT: {
    status: 422,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Sensor {format} melaporkan kesalahan sendiri ({value}).',
      en: 'The {format} sensor reports a fault of its own ({value}).',
    },
    remedy: {
      id: 'Cabut dan pasang lagi sensor; bila berulang, kirim ke servis.',
      en: 'Unplug the sensor and plug it in again; when it comes back, send it for service.',
    },
  },
  THERMO_VALUE_RANGE: {
    status: 422,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Nilai {celsius} °C berada di luar yang dapat diukur alat {format}.',
      en: 'The value {celsius} °C lies outside what a {format} device can measure.',
    },
    remedy: { id: 'Ukur sekali lagi.', en: 'Measure again.' },
  },
  THERMO_PAYLOAD_INVALID: {
    status: 422,
    retryable: false,
    fault: 'device',
    message: {
      id: 'Pesan {format} tidak terbaca pada {where}: {reason}.',
      en: 'A {format} message cannot be read at {where}: {reason}.',
    },
    remedy: {
      id: 'Sesuaikan nama kolom pada konfigurasi dengan isi pesan alat.',
      en: 'Make the field names in the configuration match what the device sends.',
    },
  },
});
