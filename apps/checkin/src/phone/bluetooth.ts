/** The part of Web Bluetooth (https://webbluetoothcg.github.io/web-bluetooth/) that a check-in uses. */
export interface GattCharacteristic {
  readValue(): Promise<DataView>;
  writeValueWithResponse(value: Uint8Array<ArrayBuffer>): Promise<void>;
}
export interface GattService {
  getCharacteristic(uuid: string): Promise<GattCharacteristic>;
}
export interface GattServer {
  connect(): Promise<GattServer>;
  disconnect(): void;
  getPrimaryService(uuid: string): Promise<GattService>;
}
export interface BluetoothDevice {
  readonly gatt?: GattServer;
}
export interface Bluetooth extends EventTarget {
  getAvailability?(): Promise<boolean>;
  requestDevice(options: {
    readonly filters: readonly { readonly services: readonly string[] }[];
  }): Promise<BluetoothDevice>;
}

/** Null in browsers without it. */
export function bluetoothOf(browser: Navigator): Bluetooth | null {
  return (browser as Navigator & { readonly bluetooth?: Bluetooth }).bluetooth ?? null;
}
