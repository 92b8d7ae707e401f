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

/** What follows the status in the answers of a Bluetooth 4.2 controller (Core, Vol 4 Part E, 7.4 and 7.8). */
const RETURNS: Readonly<Record<number, string>> = {
  // Read LE Host Support.
  3180: '0100',
  // Read Local Version: HCI 8, revision 0, LMP 8, manufacturer 0x05F1 (Zephyr), subversion 0.
  4097: '08000008f1050000',
  4098: '00'.repeat(64),
  4099: '0000000040000000',
  // Read Buffer Size: ACL 251 bytes, SCO 0, 3 and 0 packets.
  4101: 'fb000003000000',
  4105: '010203040506',
  // LE Read Buffer Size: 251 bytes, 3 packets.
  8194: 'fb0003',
  8195: '0000000000000000',
  8207: '08',
  8220: '0000000000000000',
  8239: 'fb004808fb004808',
};

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
      const returns = Buffer.from(RETURNS[opcode] ?? '', 'hex');
      const head = [0x04, 0x0e, 4 + returns.length, 0x01, opcode & 0xff, opcode >> 8, options.status ?? 0];
      port.write(Buffer.from([...head, ...returns]));
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
