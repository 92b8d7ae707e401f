import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { until } from '@hadir/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { nobleGatt } from '../src/ble/noble.js';
import { openNodeHid } from '../src/hid/node-hid.js';
import { type GattLink, type HidTransport, thermoDriver } from '../src/index.js';
import { run } from './support/run.js';

// No USB probe and no radio here: the protocols run on recorded reports at the injected transport. Nothing in this file
// was tried on a device.

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const halves = (text: string): Uint8Array[] =>
  [hex(text.slice(0, 16)), hex(text.slice(16))].filter((b) => b.length > 0);

/** Answers as a TEMPer2_V3.7 was recorded to (urwen/temper#32); `stale` reports lie in its buffer when it is opened. */
function recordedTemper(stale: readonly string[]): HidTransport & { unplugged: boolean } {
  const reports: Uint8Array[] = stale.map(hex);
  return {
    unplugged: false,
    async write(report) {
      if (this.unplugged) throw new Error('Cannot write to HID device');
      const isFirmware = report[1] === 0x86;
      reports.push(...halves(isFirmware ? '54454d506572325f56332e3720202020' : '808009b74e2000008001090e4e200000'));
    },
    read: async () => reports.shift() ?? null,
    close: async () => undefined,
  };
}

const noGatt = async (): Promise<GattLink> => {
  throw new Error('no radio');
};
const noHid = async (): Promise<HidTransport> => {
  throw new Error('no probe');
};

describe('TEMPer probes, recorded reports', () => {
  it('measures the room, by the probe on the cable, though an old answer lies in the buffer', async () => {
    const hid = recordedTemper(['8080ffff4e200000']);
    const driver = thermoDriver({ hid: async () => hid, gatt: noGatt });
    const thermo = await run({ connection: 'hid', hid: { everySeconds: 1 } }, { driver });
    closers.push(() => thermo.running.stop());
    await until('two readings', () => thermo.temperatures().length >= 2, 10_000);
    expect(thermo.temperatures()[0]).toMatchObject({ value: 23.18, mode: 'ambient', screeningGrade: false });
    expect(thermo.running.status().info).toMatchObject({ firmware: 'TEMPer2_V3.7' });
    hid.unplugged = true;
    await until('it is missed', () => thermo.running.status().state === 'offline', 10_000);
    expect(thermo.running.status().lastError?.error.code).toBe('THERMO_LINE_CUT');
  });

  it('without the system library, or without a probe, says what to do', async () => {
    await expect(openNodeHid('no-such-probe')).rejects.toMatchObject({
      code: expect.stringMatching(/^THERMO_(LIBRARY_MISSING|HID_MISSING)$/),
    });
  });

  it.skipIf(!existsSync('/dev/uhid'))('a virtual HID device needs /dev/uhid', () => {
    expect(existsSync('/dev/uhid')).toBe(true);
  });
});

/** A connected device whose notifications the test sends. */
function recordedGatt() {
  const listeners: ((bytes: Uint8Array) => void)[] = [];
  let fail: (error: Error) => void = () => undefined;
  const link: GattLink = {
    name: 'Thermometer',
    broken: new Promise<never>((_, reject) => {
      fail = reject;
    }),
    subscribe: async (_service, _characteristic, onValue) => void listeners.push(onValue),
    close: async () => undefined,
  };
  link.broken.catch(() => undefined);
  return { link, notify: (text: string) => listeners.forEach((one) => void one(hex(text))), listeners, fail };
}

describe('Bluetooth thermometers, recorded notifications', () => {
  const address = '00:11:22:33:44:55';
  it('health thermometer: value, site, once however often it is indicated', async () => {
    const radio = recordedGatt();
    const driver = thermoDriver({ hid: noHid, gatt: async () => radio.link });
    const thermo = await run({ connection: 'ble', ble: { address, profile: 'health-thermometer' } }, { driver });
    closers.push(() => thermo.running.stop());
    await until('subscribed', () => radio.listeners.length === 1, 10_000);
    radio.notify('06b00e00fedc070c050b321b04');
    radio.notify('06b00e00fedc070c050b321b04');
    radio.notify('00ffff7f00');
    radio.notify('06b0');
    radio.notify('006e0100ff');
    await until('two readings', () => thermo.temperatures().length === 2, 10_000);
    expect(thermo.temperatures()).toMatchObject([
      { value: 37.6, mode: 'body', site: 'finger', key: 't|ble|2012-12-05T11:50:27', transport: 'ble' },
      { value: 36.6, mode: 'body' },
    ]);
    // Its clock is 14 years behind; the hub's is believed.
    expect(thermo.temperatures()[0]?.time).toMatchObject({ form: 'instant' });
  });

  it('vendor gun: the kind of temperature is unknown unless somebody says it', async () => {
    const radio = recordedGatt();
    const driver = thermoDriver({ hid: noHid, gatt: async () => radio.link });
    const thermo = await run({ connection: 'ble', ble: { address, profile: 'aoj-20a' } }, { driver });
    closers.push(() => thermo.running.stop());
    await until('subscribed', () => radio.listeners.length === 1, 10_000);
    radio.notify('aa01c1050e4c');
    radio.notify('aa01c2050e4c');
    await until('a reading', () => thermo.temperatures().length === 1, 10_000);
    expect(thermo.temperatures()[0]).toMatchObject({ value: 36.6, mode: 'unknown' });
  });

  it('without the library, says which one and how to install it', async () => {
    const missing = nobleGatt(() => Promise.reject(new Error("Cannot find package '@stoprocent/noble'")));
    await expect(missing(address, new AbortController().signal)).rejects.toMatchObject({
      code: 'THERMO_LIBRARY_MISSING',
    });
  });

  it('speaks to something of the shape of noble', async () => {
    const characteristic = Object.assign(new EventEmitter(), { subscribeAsync: async () => undefined });
    const peripheral = Object.assign(new EventEmitter(), {
      advertisement: { localName: 'AOJ' },
      discoverSomeServicesAndCharacteristicsAsync: async () => ({ characteristics: [characteristic] }),
      disconnectAsync: async () => undefined,
    });
    const noble = { waitForPoweredOnAsync: async () => undefined, connectAsync: async () => peripheral };
    const link = await nobleGatt(async () => ({ default: noble }))(address, new AbortController().signal);
    const heard: Uint8Array[] = [];
    await link.subscribe('ffe0', 'ffe1', (bytes) => void heard.push(bytes));
    characteristic.emit('data', hex('aa01c1050e4c'));
    expect(heard).toHaveLength(1);
    peripheral.emit('disconnect');
    await expect(link.broken).rejects.toMatchObject({ code: 'THERMO_LINE_CUT' });
  });
});

describe('entry by an officer', () => {
  it('is a device that is online and waits', async () => {
    const thermo = await run({ connection: 'operator' });
    closers.push(() => thermo.running.stop());
    await until('online', () => thermo.running.status().state === 'online', 10_000);
    expect(thermo.temperatures()).toEqual([]);
  });
});
