import { defineErrors } from '@hadir/sdk';

/** What can go wrong between Hadir and gateways, radios and beacons. */
export const DRIVER_ERRORS = defineErrors({
  BLE_SOURCE_UNREACHABLE: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Sumber {source} tidak terjangkau: {reason}.',
      en: 'The source {source} cannot be reached: {reason}.',
    },
    remedy: {
      id: 'Periksa alamat, kabel, dan bahwa gerbang atau radio menyala.',
      en: 'Check the address, the cable, and that the gateway or radio is switched on.',
    },
  },
  BLE_SOURCE_SETTINGS: {
    status: 422,
    retryable: false,
    fault: 'operator',
    message: { id: 'Pengaturan {field} wajib untuk {transport}.', en: '{field} is needed for {transport}.' },
    remedy: { id: 'Lengkapi konfigurasi perangkat.', en: 'Complete the configuration of the device.' },
  },
  BLE_BROKER_REFUSED: {
    status: 502,
    retryable: true,
    fault: 'operator',
    message: { id: 'Broker MQTT menolak: {reason}.', en: 'The MQTT broker refuses: {reason}.' },
    remedy: { id: 'Periksa nama dan sandi broker.', en: 'Check user name and password of the broker.' },
  },
  BLE_RADIO_REFUSED: {
    status: 502,
    retryable: true,
    fault: 'device',
    message: {
      id: 'Pengendali Bluetooth menolak perintah {opcode} dengan status {status}.',
      en: 'The Bluetooth controller refuses command {opcode} with status {status}.',
    },
    remedy: {
      id: 'Cabut dan pasang lagi radio; periksa firmware-nya (Zephyr hci_uart atau hci_usb).',
      en: 'Unplug the radio and plug it in again; check its firmware (Zephyr hci_uart or hci_usb).',
    },
  },
  BLE_RADIO_SILENT: {
    status: 504,
    retryable: true,
    fault: 'device',
    message: { id: 'Radio pada {path} tidak menjawab.', en: 'The radio on {path} does not answer.' },
    remedy: { id: 'Periksa port dan kecepatan baud.', en: 'Check the port and the baud rate.' },
  },
  BLE_LIBRARY_MISSING: {
    status: 501,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Pustaka {library} tidak dapat dimuat ({reason}). Pasang: {install}',
      en: 'The library {library} cannot be loaded ({reason}). Install: {install}',
    },
    remedy: {
      id: 'Pasang pustaka itu, atau pakai gerbang atau radio serial (transport h4), yang tidak memerlukannya.',
      en: 'Install the library, or use a gateway or a radio on a serial line (transport h4), which need none.',
    },
  },
  BLE_BATTERY_LOW: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Baterai suar {beacon} tinggal {millivolts} mV.',
      en: 'The battery of beacon {beacon} is at {millivolts} mV.',
    },
    remedy: { id: 'Ganti baterainya.', en: 'Change its battery.' },
  },
  BLE_BEACON_SILENT: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Suar {beacon} tidak terdengar selama {minutes} menit.',
      en: 'Beacon {beacon} was not heard for {minutes} minutes.',
    },
    remedy: {
      id: 'Periksa bahwa suar masih di tempatnya dan menyala.',
      en: 'Check that the beacon is in its place and switched on.',
    },
  },
  BLE_BEACON_MOVED: {
    status: 409,
    retryable: false,
    fault: 'operator',
    message: {
      id: 'Suar {beacon} sekarang didengar gerbang lain ({now}), bukan {before}.',
      en: 'Beacon {beacon} is now heard by other gateways ({now}), not by {before}.',
    },
    remedy: {
      id: 'Cari suar itu; bila dicuri, cabut kuncinya. Bila dipindahkan dengan sengaja, buka ulang perangkat.',
      en: 'Find the beacon; when it was stolen, revoke its key. When it was moved on purpose, open the device anew.',
    },
  },
});
