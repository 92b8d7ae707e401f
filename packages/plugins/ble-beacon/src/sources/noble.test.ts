import { EventEmitter } from 'node:events';
import { isHadirError } from '@hadir/sdk';
import { readAdvert, readWitness, witnessAdvert } from '@hadir/sdk/proximity';
import { describe, expect, it } from 'vitest';
import type { Heard } from '../gateways/heard.js';
import { heardOf, nobleSource } from './noble.js';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Something of noble's shape. */
class FakeNoble extends EventEmitter {
  readonly calls: string[] = [];
  constructor(readonly power: () => Promise<void> = async () => undefined) {
    super();
  }
  waitForPoweredOnAsync = () => this.power();
  startScanningAsync = async (services: readonly string[], duplicates: boolean) => {
    this.calls.push(`start ${services.length} ${duplicates}`);
  };
  stopScanningAsync = async () => void this.calls.push('stop scanning');
  stop = () => void this.calls.push('stop');
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (isHadirError(error) ? error.code : error),
  );

describe('noble', () => {
  it('that is not installed is told with the way to install it', async () => {
    const missing = () => Promise.reject(new Error("Cannot find package '@stoprocent/noble'"));
    expect(await codeOf(nobleSource(missing))).toBe('BLE_LIBRARY_MISSING');
    expect(await codeOf(nobleSource(async () => ({ default: {} })))).toBe('BLE_LIBRARY_MISSING');
    const error = await nobleSource(missing).catch((thrown: unknown) => thrown);
    expect(isHadirError(error) && error.text('en')).toContain('npm install @stoprocent/noble@2');
  });

  it('without a radio is unreachable', async () => {
    const noble = new FakeNoble(() => Promise.reject(new Error('timeout')));
    expect(await codeOf(nobleSource(async () => ({ default: noble })))).toBe('BLE_SOURCE_UNREACHABLE');
  });

  it('scans with duplicates, tells what it hears, and stops', async () => {
    const noble = new FakeNoble();
    const source = await nobleSource(async () => ({ default: noble }));
    const heard: Heard[] = [];
    const stop = new AbortController();
    const listener = { heard: (one: Heard) => heard.push(one), alive: () => undefined, unreadable: () => undefined };
    const running = source.run(listener, stop.signal);
    const serviceData = [{ uuid: 'feaa', data: bytes('30ee0102030405060708') }];
    noble.emit('discover', {
      address: 'C2:00:59:00:03:8E',
      addressType: 'random',
      rssi: -61,
      advertisement: { serviceData },
    });
    stop.abort();
    await running;
    await source.close();
    expect(noble.calls).toEqual(['start 0 true', 'stop scanning', 'stop']);
    expect(heard).toMatchObject([{ mac: 'c2005900038e', random: true, rssiDbm: -61 }]);
    expect(readAdvert(heard[0]?.adv ?? new Uint8Array())).toMatchObject({
      kind: 'eddystone-eid',
      eid: '0102030405060708',
    });
    expect(noble.listenerCount('discover')).toBe(0);
  });

  it('whose adapter goes away is unreachable', async () => {
    const noble = new FakeNoble();
    const source = await nobleSource(async () => ({ default: noble }));
    const listener = { heard: () => undefined, alive: () => undefined, unreadable: () => undefined };
    const running = source.run(listener, new AbortController().signal);
    noble.emit('stateChange', 'poweredOff');
    expect(await codeOf(running)).toBe('BLE_SOURCE_UNREACHABLE');
  });

  it('gives adverts back as they were on the air', () => {
    const manufacturerData = bytes('4c000215fda50693a4e24fb1afcfc6eb07647825000a0007c5');
    const ibeacon = heardOf({ rssi: -50, advertisement: { manufacturerData } });
    expect(readAdvert(ibeacon.adv ?? new Uint8Array())).toMatchObject({ kind: 'ibeacon', major: 10, minor: 7 });
    expect(ibeacon.mac).toBeNull();
    const token = bytes('0011223344556677');
    const air = witnessAdvert(token);
    const uuid = Buffer.from(air.slice(2, 18).reverse()).toString('hex');
    const witness = heardOf({ rssi: -50, advertisement: { serviceData: [{ uuid, data: token }] } });
    expect(readWitness(witness.adv ?? new Uint8Array())).toEqual(token);
    expect(heardOf({ rssi: -50 }).adv).toBeNull();
  });
});
