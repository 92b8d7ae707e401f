import { setTimeout as pause } from 'node:timers/promises';
import { readAbSniffer } from '../radio/absniffer.js';
import { takeHm10 } from '../radio/hm10.js';
import { aborted } from './aborted.js';
import { openSerial } from './serial-line.js';
import type { Source } from './source.js';

const HM10_BAUD = 9600;
const ABSNIFFER_BAUD = 115_200;
const SCAN_MS = 4_000;
const MAX_LINE = 1024;

/** An HM-10 or HM-17 as central, asked to scan again and again. Hears iBeacons only. */
export async function hm10Source(path: string, baudRate = HM10_BAUD): Promise<Source> {
  const line = await openSerial(path, baudRate);
  return {
    async run(listener, signal) {
      let text = '';
      line.onData((bytes) => {
        listener.alive();
        const { heard, rest } = takeHm10(text + Buffer.from(bytes).toString('latin1'));
        text = rest;
        for (const one of heard) listener.heard(one);
      });
      const ask = async (): Promise<void> => {
        // The module answers nothing while it scans, so orders are spaced by time.
        for (const order of ['AT+ROLE1', 'AT+IMME1']) {
          await line.write(Buffer.from(order));
          await pause(300, undefined, { signal });
        }
        for (;;) {
          await line.write(Buffer.from('AT+DISI?'));
          await pause(SCAN_MS, undefined, { signal });
        }
      };
      const asking = ask().catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      await Promise.race([aborted(signal), line.broken, asking]);
    },
    close: () => line.close(),
  };
}

/** An ABSniffer 528, which talks by itself. */
export async function abSnifferSource(path: string, baudRate = ABSNIFFER_BAUD): Promise<Source> {
  const line = await openSerial(path, baudRate);
  return {
    async run(listener, signal) {
      let rest = '';
      line.onData((bytes) => {
        listener.alive();
        const lines = (rest + Buffer.from(bytes).toString('latin1')).split('\n');
        rest = (lines.pop() ?? '').slice(-MAX_LINE);
        for (const text of lines.filter((one) => one.startsWith('OK+SCAN'))) {
          try {
            listener.heard(readAbSniffer(text));
          } catch (error) {
            listener.unreadable(error);
          }
        }
      });
      await Promise.race([aborted(signal), line.broken]);
    },
    close: () => line.close(),
  };
}
