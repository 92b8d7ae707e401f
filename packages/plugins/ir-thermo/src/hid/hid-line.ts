import { pause } from '@hadir/sdk';
import type { DeviceConfig } from '../config.js';
import { codedError, reasonOf } from '../driver/failures.js';
import type { Line, OpenLine } from '../driver/line.js';
import { makeReading } from '../driver/make-reading.js';
import { teller } from '../driver/teller.js';
import { thermoError } from '../errors.js';
import { hex } from '../wire/bytes.js';
import { askFirmware, askTemperature } from './temper-protocol.js';
import type { HidTransport, OpenHid } from './transport.js';

const DEFAULT_EVERY_S = 60;

/** TEMPer probes: they measure the room (±0.5–2 °C), never a person. */
export function openHid(open: OpenHid): OpenLine {
  return async (config) => {
    const transport = await open(config.hid?.serialNumber ?? null);
    try {
      return hidLine(config, transport, await askFirmware(transport));
    } catch (error) {
      await transport.close();
      throw asCut(error);
    }
  };
}

function hidLine(config: DeviceConfig, transport: HidTransport, firmware: string): Line {
  const everyMs = (config.hid?.everySeconds ?? DEFAULT_EVERY_S) * 1000;
  const ask = () =>
    askTemperature(transport, firmware).catch((error: unknown) => {
      throw asCut(error);
    });
  return {
    info: { model: firmware, firmware },
    close: () => transport.close(),
    async proof() {
      const { sample } = await ask();
      return `${sample.innerC ?? sample.outerC ?? '–'} °C`;
    },
    async stream(sink, signal) {
      const told = teller(sink);
      while (!signal.aborted) {
        const { sample, bytes } = await ask();
        sink.report({ type: 'traffic', nextWithinMs: everyMs * 2 });
        // The probe on its cable hangs in the room; the one inside the stick is warmed by the computer.
        const celsius = sample.outerC ?? sample.innerC;
        const atMs = sink.clock.now();
        if (celsius !== null) {
          const raw = { encoding: 'hex', data: hex(bytes) } as const;
          const facts = { value: celsius, unit: 'C', mode: 'ambient', atMs, transport: 'hid', raw } as const;
          await told.tell(makeReading(config, { ...facts, screeningGrade: false, byDevice: 'no' }));
        }
        await pause(everyMs, signal);
      }
    },
  };
}

/** What a transport throws when the stick was pulled out is a cut line. */
function asCut(error: unknown): unknown {
  if (codedError(error) !== null) return error;
  return thermoError('THERMO_LINE_CUT', { port: 'USB', reason: reasonOf(error) }, error);
}
