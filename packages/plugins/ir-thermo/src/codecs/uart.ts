import type { Codec } from '@hadir/sdk/codec';
import { bytesFromHex } from '@hadir/sdk/codec';
import { describeBoardCommand } from '../wire/uart-commands.js';
import { readUartFrame, type UartFormat, withHeader } from '../wire/uart-format.js';
import { UART_FORMATS } from '../wire/uart-formats.js';
import { uartHunter } from '../wire/uart-hunter.js';

function formatFor(format: UartFormat, header: unknown): UartFormat {
  return typeof header === 'string' ? withHeader(format, [...bytesFromHex(header)]) : format;
}

/** `context.header` (hex) replaces the header; `context.stream` hunts frames in a capture that begins anywhere. */
function uartCodec(format: UartFormat, description: string): Codec {
  return {
    name: format.name,
    description,
    decode(input, context) {
      const command = format === UART_FORMATS['gy-906'] ? describeBoardCommand(input) : null;
      if (command !== null) return command;
      const used = formatFor(format, context.header);
      if (context.stream === true) {
        const hunter = uartHunter(used);
        const samples = hunter.push(input).map(({ sample }) => sample);
        return { samples, skippedBytes: hunter.skippedBytes, badFrames: hunter.badFrames };
      }
      return { ...readUartFrame(used, input), ...used.extra?.(input) };
    },
  };
}

export const uartCodecs: readonly Codec[] = [
  uartCodec(UART_FORMATS['gy-906'], 'Frame of, or order to, a GY-906 / GY-MCU90614 / MCU90615 board'),
  uartCodec(UART_FORMATS['gy-614v3'], 'Frame of a GY-614V3 board'),
  uartCodec(UART_FORMATS['cjmcu-90614'], 'Frame of a CJMCU-90614 board'),
  uartCodec(UART_FORMATS['aa-a5'], 'Frame of a module whose frames begin with AA A5'),
];
