import { reasonOf } from '../driver/failures.js';
import { thermoError } from '../errors.js';
import { TEMPER_USB_IDS } from '../wire/temper.js';
import type { OpenHid } from './transport.js';

/** `require` succeeds without the system library; the first call does not. */
const INSTALL = 'sudo apt install libusb-1.0-0 libudev1; npm install node-hid@3';

/** The transport of real probes. */
export const openNodeHid: OpenHid = async (serialNumber) => {
  const library = await import('node-hid').catch((error: unknown) => {
    throw thermoError(
      'THERMO_LIBRARY_MISSING',
      { library: 'node-hid', reason: reasonOf(error), install: INSTALL },
      error,
    );
  });
  const devices = await listDevices(library);
  const probes = devices.filter(
    (one) =>
      TEMPER_USB_IDS.some(([vendorId, productId]) => one.vendorId === vendorId && one.productId === productId) &&
      (serialNumber === null || one.serialNumber === serialNumber),
  );
  // The probe answers on its last interface; the first one pretends to be a keyboard.
  const path = [...probes].sort((a, b) => b.interface - a.interface)[0]?.path;
  if (path === undefined) throw thermoError('THERMO_HID_MISSING', { serial: serialNumber ?? '' });
  const device = await library.HIDAsync.open(path).catch((error: unknown) => {
    throw thermoError('THERMO_PORT_DENIED', { port: path }, error);
  });
  return {
    async write(report) {
      await device.write([0, ...report]);
    },
    async read(timeoutMs) {
      return (await device.read(timeoutMs)) ?? null;
    },
    close: () => device.close(),
  };
};

async function listDevices(library: typeof import('node-hid')): Promise<readonly import('node-hid').Device[]> {
  try {
    return await library.devicesAsync();
  } catch (error) {
    throw thermoError(
      'THERMO_LIBRARY_MISSING',
      { library: 'node-hid', reason: reasonOf(error), install: INSTALL },
      error,
    );
  }
}
