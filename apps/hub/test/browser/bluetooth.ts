import type { SimulatedGattBeacon } from '@hadir/plugin-ble-beacon/testing';
import { GATT_SERVICE } from '@hadir/sdk/checkin';
import type { Browser, CDPSession, Page } from 'playwright-core';

/** How the emulated box behaves. */
export interface BoxOptions {
  readonly address: string;
  readonly name: string;
  /** What it measures of the phone. */
  readonly rssiDbm?: number;
  /** Takes the connection, then never answers. */
  readonly mute?: boolean;
  /** A Bluetooth device of another kind. */
  readonly stranger?: boolean;
}

type Operation = { readonly characteristicId: string; readonly type: string; readonly data?: string };

/**
 * Bluetooth around the browser (CDP BluetoothEmulation): the page speaks real Web Bluetooth, Chromium’s emulated adapter
 * passes every GATT operation on, and the beacon simulator answers it. The radio alone is missing.
 */
export async function emulateBluetooth(browser: Browser, state: 'powered-on' | 'absent' = 'powered-on') {
  const session = await browser.newBrowserCDPSession();
  const send = session.send.bind(session) as (method: string, params?: object) => Promise<Record<string, string>>;
  const on = session.on.bind(session) as unknown as (event: string, listener: (event: never) => void) => void;
  const answers = new Map<string, (operation: Operation) => Promise<Buffer | null>>();
  await send('BluetoothEmulation.enable', { state, leSupported: true });

  on('BluetoothEmulation.gattOperationReceived', ({ address, type }: { address: string; type: string }) => {
    void send('BluetoothEmulation.simulateGATTOperationResponse', { address, type, code: 0 }).catch(() => undefined);
  });
  on('BluetoothEmulation.characteristicOperationReceived', (operation: Operation) => {
    const { characteristicId, type } = operation;
    void (async () => {
      const data = (await answers.get(characteristicId)?.(operation)) ?? null;
      if (data === null) return;
      const read = type === 'read' ? { data: data.toString('base64') } : {};
      const response = { characteristicId, type, code: 0, ...read };
      await send('BluetoothEmulation.simulateCharacteristicOperationResponse', response);
    })().catch(() => undefined);
  });

  return {
    /** Puts a box into the air. */
    async place(beacon: SimulatedGattBeacon, box: BoxOptions): Promise<void> {
      const knownServiceUuids = [GATT_SERVICE.service];
      const { address, name } = box;
      await send('BluetoothEmulation.simulatePreconnectedPeripheral', {
        address,
        name,
        manufacturerData: [],
        knownServiceUuids,
      });
      const serviceUuid = box.stranger === true ? '0000180f-0000-1000-8000-00805f9b34fb' : GATT_SERVICE.service;
      const { serviceId } = await send('BluetoothEmulation.addService', { address, serviceUuid });
      const add = async (characteristicUuid: string, properties: object, answer: (data: Buffer) => Buffer) => {
        const made = await send('BluetoothEmulation.addCharacteristic', { serviceId, characteristicUuid, properties });
        answers.set(made.characteristicId ?? '', async ({ data }) =>
          box.mute === true ? null : answer(Buffer.from(data ?? '', 'base64')),
        );
      };
      let proof: Buffer = Buffer.alloc(0);
      await add(GATT_SERVICE.challenge, { write: true }, (challenge) => {
        proof = Buffer.from(beacon.respond(challenge, box.rssiDbm ?? -55));
        return Buffer.alloc(0);
      });
      await add(GATT_SERVICE.response, { read: true }, () => proof);
      await add(GATT_SERVICE.info, { read: true }, () => Buffer.concat([beacon.beaconId, Buffer.from('1.0')]));
    },
    async close(): Promise<void> {
      await send('BluetoothEmulation.disable').catch(() => undefined);
      await session.detach().catch(() => undefined);
    },
  };
}
export type EmulatedAir = Awaited<ReturnType<typeof emulateBluetooth>>;

interface Prompt {
  readonly id: string;
  readonly devices: readonly { readonly id: string }[];
}

/** What the person does when the browser asks for a device: takes this one, or closes the list (null). */
export async function chooseDevice(page: Page, choice: () => string | null): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  const send = session.send.bind(session) as (method: string, params?: object) => Promise<unknown>;
  const answered = new Set<string>();
  session.on('DeviceAccess.deviceRequestPrompted' as never, ({ id, devices }: Prompt) => {
    const wanted = choice();
    // Told again whenever the list grows; a second answer to one prompt brings Chromium down.
    if (answered.has(id) || (wanted !== null && !devices.some((device) => device.id === wanted))) return;
    answered.add(id);
    const answer =
      wanted === null ? ['DeviceAccess.cancelPrompt', { id }] : ['DeviceAccess.selectPrompt', { id, deviceId: wanted }];
    void send(answer[0] as string, answer[1] as object).catch(() => undefined);
  });
  await send('DeviceAccess.enable');
  return session;
}
