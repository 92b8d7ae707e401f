import { SerialPort } from 'serialport';

/** An HM-10 module at the other end of a serial line (a pty). It hears nothing until told to. */
export interface SimulatedHm10 {
  /** Orders that it was sent, in order. */
  readonly orders: readonly string[];
  /** What the next scans find. */
  hear(beacons: readonly HeardIBeacon[]): void;
  close(): Promise<void>;
}

export interface HeardIBeacon {
  /** 32 hexadecimal digits. */
  readonly uuid: string;
  readonly major: number;
  readonly minor: number;
  readonly tx1m?: number;
  readonly mac: string;
  readonly rssiDbm: number;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0').toUpperCase();

/** `OK+DISC:` factory id, UUID, major minor power, address, strength (HM-10 data sheet, AT+DISI?). */
function record({ uuid, major, minor, tx1m = -59, mac, rssiDbm }: HeardIBeacon): string {
  const numbers = `${hex(major, 4)}${hex(minor, 4)}${hex(tx1m & 0xff, 2)}`;
  const strength = `-${String(Math.abs(rssiDbm)).padStart(3, '0')}`;
  return `OK+DISC:4C000215:${uuid.toUpperCase()}:${numbers}:${mac.toUpperCase()}:${strength}`;
}

export async function startHm10(path: string): Promise<SimulatedHm10> {
  const port = await openPort(path, 9600);
  const orders: string[] = [];
  let found: readonly HeardIBeacon[] = [];
  let text = '';
  port.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
    for (;;) {
      const order = /^AT\+(ROLE\d|IMME\d|DISI\?)/.exec(text)?.[0];
      if (order === undefined) break;
      text = text.slice(order.length);
      orders.push(order);
      if (order === 'AT+DISI?') port.write(`OK+DISIS${found.map(record).join('')}OK+DISCE`);
      else port.write(`OK+Set:${order.at(-1)}`);
    }
  });
  return {
    orders,
    hear(beacons) {
      found = beacons;
    },
    close: () => closePort(port),
  };
}

/** An ABSniffer 528 at the other end of a serial line. */
export interface SimulatedAbSniffer {
  report(advert: { readonly mac: string; readonly rssiDbm: number; readonly adv: Uint8Array }): void;
  /** Sends text as it is. */
  send(text: string): void;
  close(): Promise<void>;
}

export async function startAbSniffer(path: string): Promise<SimulatedAbSniffer> {
  const port = await openPort(path, 115_200);
  return {
    report({ mac, rssiDbm, adv }) {
      const body = Buffer.from(adv).toString('hex').toUpperCase();
      port.write(`OK+SCAN:${mac.toUpperCase()},${rssiDbm},3,${adv.length},${body}\r\n`);
    },
    send: (text) => void port.write(text),
    close: () => closePort(port),
  };
}

async function openPort(path: string, baudRate: number): Promise<SerialPort> {
  const port = new SerialPort({ path, baudRate, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  port.on('error', () => undefined);
  return port;
}

const closePort = (port: SerialPort): Promise<void> =>
  new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve()));
