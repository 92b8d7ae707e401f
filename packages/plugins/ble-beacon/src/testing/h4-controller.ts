import { SerialPort } from 'serialport';

/** An H4 controller at the other end of a serial line (a pty): answers commands, sends reports when told to. */
export interface SimulatedController {
  /** Opcodes that it was sent, in order. */
  readonly opcodes: readonly number[];
  readonly scanning: boolean;
  report(advert: {
    readonly mac: string;
    readonly random?: boolean;
    readonly rssiDbm: number;
    readonly adv: Uint8Array;
  }): void;
  /** Sends bytes as they are. */
  send(bytes: Uint8Array): void;
  close(): Promise<void>;
}

const SCAN_ENABLE = 0x200c;

export async function startController(
  path: string,
  options: { readonly status?: number } = {},
): Promise<SimulatedController> {
  const port = new SerialPort({ path, baudRate: 115_200, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  port.on('error', () => undefined);
  const opcodes: number[] = [];
  let scanning = false;
  let rest = Buffer.alloc(0);
  port.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 4 && rest.length >= 4 + (rest[3] ?? 0)) {
      const length = 4 + (rest[3] ?? 0);
      const opcode = rest.readUInt16LE(1);
      opcodes.push(opcode);
      if (opcode === SCAN_ENABLE) scanning = rest[4] === 1;
      rest = Buffer.from(rest.subarray(length));
      port.write(Buffer.from([0x04, 0x0e, 0x04, 0x01, opcode & 0xff, opcode >> 8, options.status ?? 0]));
    }
  });
  return {
    opcodes,
    get scanning() {
      return scanning;
    },
    report({ mac, random = true, rssiDbm, adv }) {
      const address = Buffer.from(mac, 'hex').reverse();
      const body = Buffer.concat([
        Buffer.from([0x02, 0x01, 0x03, random ? 1 : 0]),
        address,
        Buffer.from([adv.length, ...adv, rssiDbm & 0xff]),
      ]);
      port.write(Buffer.concat([Buffer.from([0x04, 0x3e, body.length]), body]));
    },
    send: (bytes) => void port.write(Buffer.from(bytes)),
    close: () => new Promise((resolve) => (port.isOpen ? port.close(() => resolve()) : resolve())),
  };
}
