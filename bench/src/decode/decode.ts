import { atLeast, type Bench, ofInterest } from '../lib/bench.js';
import { runProcess } from '../lib/process.js';
import { median, mib } from '../lib/stats.js';
import type { DecodeReport } from './decode.process.js';
import { DECODERS, type DecoderName } from './decoders.js';

const NAMES = Object.keys(DECODERS) as DecoderName[];
const AIM = 20;

interface Measured {
  readonly seconds: number[];
  peakRssBytes: number;
  right: boolean;
}

/** Decoding alone, without a network: the peers' own decode functions in their own loops against ours. */
export const decode: Bench = {
  name: 'decode',
  title: 'Decoding 40-byte attendance records',
  async run({ quick, say }) {
    const records = quick ? 100_000 : 1_000_000;
    const rounds = quick ? 1 : 3;
    const passes = quick ? 1 : 3;
    const measured = new Map<DecoderName, Measured>(
      NAMES.map((name) => [name, { seconds: [], peakRssBytes: 0, right: true }]),
    );
    // In turns, each time in a fresh process, so that no decoder has the quiet part of the run for itself.
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, sums] of measured) {
        const { message } = await runProcess<DecodeReport>('decode/decode.process', [name, `${records}`, `${passes}`], {
          timeoutMs: 180_000,
          execArgv: ['--expose-gc'],
        });
        if (message === null) throw new Error(`${name} did not finish`);
        sums.seconds.push(...message.seconds);
        sums.peakRssBytes = Math.max(sums.peakRssBytes, message.peakRssBytes);
        sums.right = sums.right && message.right;
        say(`round ${round + 1}: ${name} ${median(message.seconds).toFixed(3)} s`);
      }
    }
    const speed = (name: DecoderName): number => records / median(measured.get(name)?.seconds ?? []);
    const fastestPeer = Math.max(speed('node-zklib'), speed('zkteco-js'));
    return {
      tables: [
        {
          title: `${records.toLocaleString('en-US')} records, medians of ${rounds} × ${passes} passes`,
          rows: [...measured].map(([name, sums]) => ({
            decoder: name,
            seconds: median(sums.seconds),
            'records/s': Math.round(speed(name)),
            'times the faster peer': speed(name) / fastestPeer,
            'peak RSS (MiB)': mib(sums.peakRssBytes),
            'totals right': sums.right ? 'yes' : 'NO',
          })),
        },
      ],
      ratios: [
        atLeast('Hadir (columns, as the driver uses them) ÷ faster peer', speed('hadir columns') / fastestPeer, AIM),
        ofInterest('Hadir (an object and all texts per record) ÷ faster peer', speed('hadir objects') / fastestPeer),
      ],
      notes: [
        'Columns: one typed array per field, user ids told apart, texts made when asked for. Objects: all texts made, as the peers do.',
        'The peers leave out fields that Hadir decodes (node-zklib: verify and state).',
      ],
    };
  },
};
