import { bytesFromHex } from '@hadir/sdk/codec';
import type { DeviceConfig } from '../config.js';
import type { Line, LineSink, OpenLine } from '../driver/line.js';
import { makeReading } from '../driver/make-reading.js';
import { type PersonMeasured, presenceDetector, presenceRule } from '../driver/presence.js';
import { teller } from '../driver/teller.js';
import { aborted } from '../driver/waiting.js';
import { thermoError } from '../errors.js';
import { hex } from '../wire/bytes.js';
import type { ThermoSample } from '../wire/sample.js';
import { boardCommand } from '../wire/uart-commands.js';
import { type UartFormat, withHeader } from '../wire/uart-format.js';
import { UART_FORMATS } from '../wire/uart-formats.js';
import { type UartHunter, uartHunter } from '../wire/uart-hunter.js';
import { openPort, type SerialLink } from './open-port.js';

type SerialConfig = NonNullable<DeviceConfig['serial']>;

/** A frame is at most 12 bytes, 13 ms at 9600 baud; what has not ended after this never will. */
const TAIL_MS = 200;
const PROOF_MS = 5_000;
/** Of this many frames in a row, this many broken ones are worth a word. */
const NOISE_FRAMES = 50;
const NOISE_BAD = 10;

/** Boards that send frames over a serial port, by themselves or when asked. */
export const openUart: OpenLine = async (config, context) => {
  const { serial } = config;
  if (serial === undefined) {
    throw thermoError('THERMO_CONFIG_INCOMPLETE', { connection: 'serial', missing: 'serial' });
  }
  const format = formatOf(serial);
  const link = await openPort(serial, serial.baudRate ?? format.baudRate);
  context.log.debug('serial port open', { path: link.path, model: serial.model });
  return uartLine(config, serial, format, link);
};

function formatOf(serial: SerialConfig): UartFormat {
  const format: UartFormat = UART_FORMATS[serial.model];
  return serial.header === undefined ? format : withHeader(format, [...bytesFromHex(serial.header)]);
}

function uartLine(config: DeviceConfig, serial: SerialConfig, format: UartFormat, link: SerialLink): Line {
  const hunter = uartHunter(format);
  const silenceMs = (config.silenceSeconds ?? 10) * 1000;
  const celsiusIn = ({ objectC, bodyC }: ThermoSample) => (serial.useBodyValue === true ? (bodyC ?? objectC) : objectC);
  const asking = serial.queryEveryMs;
  const ask = asking === undefined ? null : { everyMs: asking, bytes: boardCommand('query') };
  const silent = (ms: number) =>
    thermoError('THERMO_SILENT', { port: link.path, silenceMs: ms, badFrames: hunter.badFrames });

  return {
    info: { model: format.name, vendor: format.source.slice(0, 80) },
    close: () => link.close(),
    async proof(signal) {
      const first = new Promise<ThermoSample>((resolve) => {
        link.onData((bytes) => {
          const [frame] = hunter.push(bytes);
          if (frame !== undefined) resolve(frame.sample);
        });
      });
      const stop = keepAsking(link, ask);
      let timer: NodeJS.Timeout | undefined;
      try {
        const late = new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(silent(PROOF_MS)), PROOF_MS);
        });
        const sample = await Promise.race([first, late, link.broken, aborted(signal).then(() => null)]);
        return sample === null ? null : `${celsiusIn(sample) ?? '–'} °C`;
      } finally {
        clearTimeout(timer);
        stop();
      }
    },
    async stream(sink, signal) {
      const told = teller(sink);
      const person = presenceDetector(presenceRule(config));
      const tell = (measured: PersonMeasured | null): void => {
        if (measured !== null) told.tell(readingOf(config, serial, measured)).catch(() => undefined);
      };
      const watch = watchSilence(hunter, silenceMs, silent, () => tell(person.silence(sink.clock.now())));
      const noise = noiseWatch(sink, link.path);
      link.onData((bytes) => {
        watch.heardBytes();
        const bad = hunter.badFrames;
        for (const { sample, frame } of hunter.push(bytes)) {
          watch.heardFrame();
          told.heard();
          const celsius = celsiusIn(sample);
          if (celsius !== null) tell(person.sample(celsius, sample, frame, sink.clock.now()));
          noise.frame(false);
        }
        for (let i = bad; i < hunter.badFrames; i++) noise.frame(true);
      });
      const stop = keepAsking(link, ask);
      try {
        await Promise.race([aborted(signal), link.broken, watch.silent, told.broken]);
      } finally {
        stop();
        watch.stop();
      }
    },
  };
}

function readingOf(config: DeviceConfig, serial: SerialConfig, measured: PersonMeasured) {
  const { celsius, samples, spreadCelsius, stable, ambientC, emissivity, startedAtMs, atMs, frame } = measured;
  return makeReading(config, {
    value: celsius,
    unit: 'C',
    mode: serial.useBodyValue === true ? 'body' : 'surface',
    byDevice: serial.useBodyValue === true ? 'yes' : 'no',
    ambient: ambientC,
    emissivity,
    window: { samples, spreadCelsius, stable },
    atMs,
    startedAtMs,
    transport: 'uart',
    raw: { encoding: 'hex', data: hex(frame) },
  });
}

function keepAsking(
  link: SerialLink,
  ask: { readonly everyMs: number; readonly bytes: Uint8Array } | null,
): () => void {
  if (ask === null) return () => undefined;
  link.write(ask.bytes);
  const timer = setInterval(() => link.write(ask.bytes), ask.everyMs);
  return () => clearInterval(timer);
}

/** Drops what did not become a frame, ends presences nobody speaks of any more, and gives up a line that says nothing. */
function watchSilence(hunter: UartHunter, silenceMs: number, silent: (ms: number) => Error, onQuiet: () => void) {
  let tail: NodeJS.Timeout | undefined;
  let giveUp: NodeJS.Timeout | undefined;
  let fail: (error: Error) => void = () => undefined;
  const gone = new Promise<never>((_, reject) => {
    fail = reject;
  });
  gone.catch(() => undefined);
  const restart = (): void => {
    clearTimeout(giveUp);
    giveUp = setTimeout(() => fail(silent(silenceMs)), silenceMs);
  };
  const quiet = setInterval(onQuiet, TAIL_MS);
  restart();
  return {
    silent: gone,
    heardBytes() {
      clearTimeout(tail);
      tail = setTimeout(() => hunter.drop(), TAIL_MS);
    },
    heardFrame: restart,
    stop() {
      clearTimeout(tail);
      clearTimeout(giveUp);
      clearInterval(quiet);
    },
  };
}

function noiseWatch(sink: LineSink, port: string) {
  let frames = 0;
  let bad = 0;
  let raised = false;
  return {
    frame(isBad: boolean): void {
      frames += 1;
      if (isBad) bad += 1;
      if (frames < NOISE_FRAMES) return;
      if (bad >= NOISE_BAD) {
        raised = true;
        sink.raise({ code: 'THERMO_NOISY_LINE', details: { port, badFrames: bad, frames } });
      } else if (raised) {
        raised = false;
        sink.clear('THERMO_NOISY_LINE');
      }
      frames = 0;
      bad = 0;
    },
  };
}
