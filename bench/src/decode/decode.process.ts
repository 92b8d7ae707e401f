/** Decodes one log several times with one decoder and reports the times. Arguments: decoder, records, passes. */
import { report } from '../lib/process.js';
import { isComplete } from '../lib/totals.js';
import { attendanceLog } from './dataset.js';
import { DECODERS, type DecoderName } from './decoders.js';

export interface DecodeReport {
  readonly seconds: readonly number[];
  readonly right: boolean;
  readonly peakRssBytes: number;
}

const [name, records, passes] = process.argv.slice(2) as [DecoderName, string, string];
const { log, expect } = attendanceLog(Number(records));
const decode = DECODERS[name];

const seconds: number[] = [];
// The first pass warms the code up and proves the result; it is not measured.
let right = isComplete(decode(log)(), expect);
for (let pass = 0; pass < Number(passes); pass += 1) {
  globalThis.gc?.();
  const started = performance.now();
  const result = decode(log);
  seconds.push((performance.now() - started) / 1000);
  right = right && result().records === expect.records;
}
report({ seconds, right, peakRssBytes: process.resourceUsage().maxRSS * 1024 } satisfies DecodeReport);
