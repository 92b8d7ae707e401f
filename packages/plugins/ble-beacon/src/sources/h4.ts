import { bleError } from '../errors.js';
import { createH4Splitter } from '../radio/h4-splitter.js';
import { START_PASSIVE_SCAN, STOP_SCAN, writeHciCommand } from '../radio/hci-command.js';
import { type HciEvent, readHciEvent } from '../radio/hci-event.js';
import { aborted } from './aborted.js';
import { openSerial } from './serial-line.js';
import type { Source, SourceListener } from './source.js';

const DEFAULT_BAUD = 1_000_000;
const ANSWER_MS = 3_000;

/** A Bluetooth controller on a serial line (Zephyr hci_uart, hci_usb as CDC), scanning passively. */
export async function h4Source(path: string, baudRate = DEFAULT_BAUD): Promise<Source> {
  const line = await openSerial(path, baudRate);
  const splitter = createH4Splitter();
  let onEvent: (event: HciEvent) => void = () => undefined;
  let listener: SourceListener | null = null;
  line.onData((bytes) => {
    listener?.alive();
    for (const packet of splitter.push(bytes)) {
      try {
        onEvent(readHciEvent(packet));
      } catch (error) {
        listener?.unreadable(error);
      }
    }
  });
  const close = async (): Promise<void> => {
    await line.write(writeHciCommand(STOP_SCAN)).catch(() => undefined);
    await line.close();
  };
  try {
    for (const command of START_PASSIVE_SCAN) {
      const answer = nextAnswer(command.opcode, path, (next) => {
        onEvent = next;
      });
      await line.write(writeHciCommand(command));
      await Promise.race([answer, line.broken]);
    }
  } catch (error) {
    await line.close();
    throw error;
  }
  return {
    async run(told, signal) {
      listener = told;
      onEvent = (event) => {
        if (event.kind === 'report') told.heard(event.report);
      };
      await Promise.race([aborted(signal), line.broken]);
    },
    close,
  };
}

/** Waits for Command Complete. @throws BLE_RADIO_SILENT, BLE_RADIO_REFUSED */
function nextAnswer(opcode: number, path: string, listen: (next: (event: HciEvent) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(bleError('BLE_RADIO_SILENT', { path })), ANSWER_MS);
    listen((event) => {
      if (event.kind !== 'command-complete' || event.opcode !== opcode) return;
      clearTimeout(timer);
      if (event.status === 0) resolve();
      else reject(bleError('BLE_RADIO_REFUSED', { opcode: `0x${opcode.toString(16)}`, status: event.status }));
    });
  });
}
