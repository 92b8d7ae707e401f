import { thermoError } from '../errors.js';
import { readTemper, readTemperFirmware, TEMPER_QUERY, type TemperSample, temperAnswerBytes } from '../wire/temper.js';
import type { HidTransport } from './transport.js';

/** The first answers may belong to somebody else's questions: so many reports are read before giving up. */
const MAX_TRIES = 10;
const REPORT_BYTES = 8;
const ANSWER_MS = 500;

/** Name of the probe's firmware, such as `TEMPer2_V3.7`. @throws THERMO_NO_ANSWER */
export async function askFirmware(hid: HidTransport): Promise<string> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    await hid.write(TEMPER_QUERY.firmware);
    const reports: Uint8Array[] = [];
    for (let report = await hid.read(ANSWER_MS); report !== null; report = await hid.read(ANSWER_MS)) {
      reports.push(report.subarray(0, REPORT_BYTES));
      const name = readTemperFirmware(Buffer.concat(reports.slice(-2)));
      if (name !== null && reports.length >= 2) return name;
      if (reports.length >= 4) break;
    }
  }
  throw thermoError('THERMO_NO_ANSWER', { device: 'TEMPer', question: 'firmware', tries: MAX_TRIES });
}

export interface TemperAnswer {
  readonly sample: TemperSample;
  readonly bytes: Uint8Array;
}

/** @throws THERMO_NO_ANSWER */
export async function askTemperature(hid: HidTransport, firmware: string): Promise<TemperAnswer> {
  const needed = temperAnswerBytes(firmware);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    await hid.write(TEMPER_QUERY.temperature);
    let bytes = Buffer.alloc(0);
    while (bytes.length < needed) {
      const report = await hid.read(ANSWER_MS);
      if (report === null) break;
      const part = report.subarray(0, REPORT_BYTES);
      // The firmware's name still on its way is no temperature; a second half comes only after a first.
      if (isText(part) && bytes.length === 0) continue;
      bytes = Buffer.concat([bytes, part]);
    }
    if (bytes.length >= needed) return { sample: readTemper(bytes, firmware), bytes };
  }
  throw thermoError('THERMO_NO_ANSWER', { device: firmware, question: 'temperature', tries: MAX_TRIES });
}

function isText(report: Uint8Array): boolean {
  return report.every((byte) => byte >= 0x20 && byte <= 0x7e);
}
