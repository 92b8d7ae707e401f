import { hex, sum8, u8 } from './bytes.js';

/** An order to a GY-906 / MCU90615 board: `A5 code sum`, the sum of the first two bytes. */
interface BoardCommand {
  readonly command: string;
  readonly code: number;
  readonly meaning: string;
}

/** From the product page of the GY-MCU90614 (as99shop) and esteban990821/MCU-90615. */
const BOARD_COMMANDS: readonly BoardCommand[] = [
  { command: 'continuous', code: 0x45, meaning: 'one frame every ~100 ms or 10 Hz' },
  { command: 'query', code: 0x15, meaning: 'one frame per query (use this)' },
  { command: 'baud-9600', code: 0xae, meaning: 'effective after power cycle' },
  { command: 'baud-115200', code: 0xaf, meaning: 'effective after power cycle' },
  { command: 'auto-on', code: 0x51, meaning: '' },
  { command: 'auto-off', code: 0x52, meaning: '' },
];

const HEAD = 0xa5;

export function boardCommand(command: 'continuous' | 'query'): Uint8Array {
  const code = command === 'continuous' ? 0x45 : 0x15;
  return Uint8Array.of(HEAD, code, (HEAD + code) & 0xff);
}

/** What an order says, or null when these bytes are none. */
export function describeBoardCommand(bytes: Uint8Array) {
  if (bytes.length !== 3 || u8(bytes, 0) !== HEAD || sum8(bytes, 0, 2) !== u8(bytes, 2)) return null;
  const known = BOARD_COMMANDS.find((one) => one.code === u8(bytes, 1));
  if (known === undefined) return null;
  return {
    command: known.command,
    meaning: known.meaning,
    checksum: 'sum of the first two bytes',
    bytes: hex(bytes),
  };
}
