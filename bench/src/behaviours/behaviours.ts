import type { Bench, BenchOptions, Row } from '../lib/bench.js';
import { runProcess } from '../lib/process.js';
import { type Expectation, startTerminal } from '../lib/terminal.js';
import { type Totals, timeNumber } from '../lib/totals.js';
import { PEERS } from '../peers/peer.js';
import { VARIANTS, type Variant } from './variants.js';
import { judge, type Outcome } from './verdict.js';

const READERS = ['hadir', ...PEERS] as const;
type Reader = (typeof READERS)[number];
type ReaderReport = Totals & { readonly error: string | null };

const LIMIT_MS = 45_000;

/** Live events of the fake terminal are all the same scan, so that is what has to arrive, however often. */
const LIVE_EXPECTATION: Expectation = {
  records: 1,
  userIdSum: 100_001,
  timeSum: timeNumber(2026, 1, 2, 3, 4, 5),
  verifySum: 1,
  punchSum: 0,
  badDates: 0,
};

async function tryReader(reader: Reader, variant: Variant): Promise<Outcome> {
  const terminal = await startTerminal(variant.options);
  try {
    const mode = variant.live === undefined ? 'read' : 'live';
    const args = [variant.transport, `${terminal.port}`, mode, `${variant.commKey ?? 0}`];
    const outcome =
      reader === 'hadir'
        ? await runProcess<ReaderReport>('behaviours/hadir.process', args, { timeoutMs: LIMIT_MS })
        : await runProcess<ReaderReport>('peers/peer.process', [reader, ...args], { timeoutMs: LIMIT_MS });
    return judge(outcome.message, outcome.timedOut, variant.live === undefined ? terminal.expect : LIVE_EXPECTATION);
  } finally {
    await terminal.stop();
  }
}

async function tryVariant(variant: Variant): Promise<Record<Reader, Outcome>> {
  const outcomes = await Promise.all(
    READERS.map(async (reader) => [reader, await tryReader(reader, variant)] as const),
  );
  return Object.fromEntries(outcomes) as Record<Reader, Outcome>;
}

const show = ({ verdict, detail }: Outcome): string => (detail === '' ? verdict : `${verdict} (${detail})`);

/** Every behaviour of the fake terminal × every reader. */
export const behaviours: Bench = {
  name: 'behaviours',
  title: 'What each reader makes of each behaviour of a terminal',
  async run({ quick, say }: BenchOptions) {
    const variants = quick ? VARIANTS.filter((_, at) => at % 6 === 0) : VARIANTS;
    const rows: Row[] = [];
    const counts = new Map<string, number>();
    let wrong = 0;
    for (const variant of variants) {
      const outcomes = await tryVariant(variant);
      rows.push({
        behaviour: variant.name,
        ...Object.fromEntries(READERS.map((name) => [name, show(outcomes[name])])),
      });
      for (const name of READERS) {
        const key = `${name} ${outcomes[name].verdict}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      if (outcomes.hadir.verdict !== 'right' && !(variant.impossible && outcomes.hadir.verdict === 'loud')) wrong += 1;
      say(`${variant.name}: ${READERS.map((name) => `${name} ${outcomes[name].verdict}`).join(', ')}`);
    }
    const summary = READERS.map((name) => ({
      reader: name,
      ...Object.fromEntries(
        (['right', 'loud', 'hang', 'SILENT'] as const).map((verdict) => [
          verdict,
          counts.get(`${name} ${verdict}`) ?? 0,
        ]),
      ),
    }));
    const silent = counts.get('hadir SILENT') ?? 0;
    return {
      tables: [
        { title: 'By behaviour', rows },
        { title: 'Sums', rows: summary },
      ],
      ratios: [
        { what: 'silent losses of Hadir', value: silent, aim: '0', reached: silent === 0 },
        { what: 'behaviours that Hadir could have read and did not', value: wrong, aim: '0', reached: wrong === 0 },
      ],
      notes: [
        'right: every row with its right values; loud: failed and said so; hang: neither rows nor an error in 45 s;',
        'SILENT: claims success with rows missing, wrong or made up. Where the terminal never delivers, loud is the best there is.',
        'Terminals lie between these extremes; TCP and UDP allow all of them.',
      ],
    };
  },
};
