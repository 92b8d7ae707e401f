import { isHubProblem } from '@hadir/sdk/client';
import { type BenchHub, startHub, until } from '../hub/start-hub.js';
import { atMost, type Bench, ofInterest } from '../lib/bench.js';
import { runProcess } from '../lib/process.js';
import { median } from '../lib/stats.js';
import type { DaysReport } from './days.process.js';
import { type Month, monthBefore } from './month.js';
import { readRows } from './read-rows.js';
import { type Regency, storeRegency } from './regency.js';
import { benchRules } from './rules.js';

const REGENCY = 12_000;
/** Each day is decided, explained, fingerprinted and written durably, under three indexes. */
const AIM = 30;
const ACTOR_STEPS = [
  ['unit', 'office-head'],
  ['board', 'personnel-board'],
] as const;

interface Timed {
  readonly compute: number;
  readonly lock: number;
  readonly recap: number;
}

const seconds = (since: number): number => (performance.now() - since) / 1000;

/** From stored scans to a locked recap, as an office does it: rules put live, days computed in the background, locked, summed up. */
async function month(
  hub: BenchHub,
  regency: Regency,
  { name, first, last }: Month,
  say: (line: string) => void,
): Promise<Timed> {
  const { client, database } = hub;
  const { rows } = await database.query<{ root: string; head: string; board: string }>(
    `select md5('unit 0')::uuid as root, md5('person 1')::uuid as head, md5('person 2')::uuid as board`,
  );
  const { root = '', head = '', board = '' } = rows[0] ?? {};
  for (const rule of benchRules(monthBefore(new Date()))) await client.rules.add(rule);
  for (const [, step] of ACTOR_STEPS) {
    await client.approvers.add({
      step,
      personId: step === 'office-head' ? head : board,
      unitId: root,
      validFrom: first,
    });
  }
  const started = performance.now();
  await client.assignments.add({ kind: 'schedule', name: 'FIVE', validFrom: first, validTo: last });
  await client.assignments.add({ kind: 'profile', name: 'COMMON', validFrom: first, validTo: last });
  let told = performance.now();
  await until(
    'all days computed',
    async () => {
      // A hub that is busy says so.
      const now = await client.results.progress().catch((error: unknown) => {
        if (isHubProblem(error) && error.retryable) return null;
        throw error;
      });
      if (now === null) return false;
      const { waiting, eventsBehind } = now;
      if (seconds(told) > 5) {
        say(`${waiting.toLocaleString('en-US')} days wait`);
        told = performance.now();
      }
      return waiting === 0 && eventsBehind === 0;
    },
    1_800_000,
    250,
  );
  const compute = seconds(started);
  const locking = performance.now();
  for (const [level] of ACTOR_STEPS) {
    await client.months.lock(name, { unitId: root, level, byPersonId: level === 'unit' ? head : board });
  }
  const lock = seconds(locking);
  const recapping = performance.now();
  const lines = await client.months.recap(name, { unitId: root });
  const recap = seconds(recapping);
  const sum = (of: (line: (typeof lines)[number]) => number): number =>
    lines.reduce((total, line) => total + of(line), 0);
  const got = {
    present: sum((line) => line.byStatus.HADIR ?? 0),
    absent: sum((line) => line.byStatus.TK ?? 0),
    lateMinutes: sum((line) => line.lateMinutes),
  };
  if (lines.length !== regency.people || JSON.stringify(got) !== JSON.stringify(regency.expected)) {
    throw new Error(`the recap is wrong: ${JSON.stringify({ got, expected: regency.expected, lines: lines.length })}`);
  }
  return { compute, lock, recap };
}

/** What attendance costs when a whole regency's month is computed. */
export const results: Bench = {
  name: 'results',
  title: 'Attendance results: from stored scans to the locked month',
  async run({ quick, say }) {
    const people = quick ? 600 : REGENCY;
    const { message } = await runProcess<DaysReport>('results/days.process', [quick ? '500' : '4000', '5'], {
      timeoutMs: 120_000,
    });
    if (message === null) throw new Error('the days were not decided');
    say(`${Math.round(median(message.daysPerSecond)).toLocaleString('en-US')} days decided a second`);
    const period = monthBefore(new Date());
    const hub = await startHub();
    try {
      const regency = await storeRegency(hub, people, period);
      say(`${regency.scans.toLocaleString('en-US')} scans stored`);
      const before = await readRows(hub, period);
      const timed = await month(hub, regency, period, say);
      const after = await readRows(hub, period);
      const read = median([...before, ...after]);
      const days = people * period.days;
      const whole = timed.compute + timed.lock + timed.recap;
      const row = (what: string, took: number) => ({ what, seconds: took, 'person-days/s': Math.round(days / took) });
      return {
        tables: [
          {
            title: `${people.toLocaleString('en-US')} people, ${regency.scans.toLocaleString('en-US')} scans, ${days.toLocaleString('en-US')} person-days of ${period.name}`,
            rows: [
              row('reading the scans from PostgreSQL alone', read),
              row('computing all days in the background', timed.compute),
              row('locking, by the unit and by the board', timed.lock),
              row('recap of everybody', timed.recap),
              row('from stored scans to the locked recap', whole),
            ],
          },
        ],
        ratios: [
          ofInterest('person-days decided a second in memory, on one core', median(message.daysPerSecond)),
          ofInterest('person-days a second from stored scans to the locked recap', days / whole),
          atMost('time from stored scans to the locked recap ÷ time to read the scans alone', whole / read, AIM),
        ],
        notes: [
          'In memory: decideDay with its reasons, scans at hand, one process.',
          'Reading alone: the columns that decide days, person by person in order, batches of 1,000, one connection, the same server.',
          'Computing: rules put live over the API, days marked, decided with reasons, stored with fingerprints; one hub, embedded PostgreSQL with fsync.',
          'The recap is compared with what the pattern of the scans must come to.',
        ],
      };
    } finally {
      await hub.stop();
    }
  },
};
