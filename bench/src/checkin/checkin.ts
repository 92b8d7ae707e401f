import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type BenchHub, sleep, startHub, until } from '../hub/start-hub.js';
import { atLeast, type Bench, ofInterest } from '../lib/bench.js';
import { benchPath, runProcess } from '../lib/process.js';
import { median } from '../lib/stats.js';
import type { BareReport } from './bare.process.js';
import type { CrowdReport } from './crowd.process.js';

const AIM = 0.5;
/** In the minutes before the working day begins, a whole regency checks in. */
const AT_ONCE = 200;
/** The same direction again counts as the same check-in for so long. */
const SAME_CHECKIN_MS = 61_000;
/** Nobody comes and goes within one second: of one person at one device that is one scan. */
const SAME_SECOND_MS = 1_100;

async function bare(count: number, atOnce: number): Promise<number> {
  const { message } = await runProcess<BareReport>('checkin/bare.process', [String(count), String(atOnce)], {
    timeoutMs: 120_000,
  });
  if (message === null) throw new Error('bare verification did not end');
  return message.perSecond;
}

async function startCrowd(hub: BenchHub, people: number) {
  const child = fork(benchPath('dist/checkin/crowd.process.js'), [hub.url, hub.key, String(people), String(AT_ONCE)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'close').then(() => Promise.reject(new Error('the phones ended')));
  ended.catch(() => undefined);
  const next = async <Message>(): Promise<Message> =>
    ((await Promise.race([once(child, 'message'), ended])) as [Message])[0];
  await next();
  return {
    rush(direction: 'in' | 'out'): Promise<CrowdReport> {
      const told = next<CrowdReport>();
      child.send(direction);
      return told;
    },
    stop: () => child.disconnect(),
  };
}

async function comeAndGo(crowd: Awaited<ReturnType<typeof startCrowd>>): Promise<readonly CrowdReport[]> {
  const rushes: CrowdReport[] = [];
  for (const direction of ['in', 'out'] as const) {
    rushes.push(await crowd.rush(direction));
    await sleep(SAME_SECOND_MS);
  }
  return rushes;
}

/** Everything that was accepted is in the journal once, and an event. @throws with where it is, when not */
async function inspect(hub: BenchHub, accepted: number): Promise<string> {
  const state = async (): Promise<Readonly<Record<string, number>>> =>
    (
      await hub.database.query(
        `select (select count(*)::int from attendance_event where transport = 'checkin') as events,
          (select count(*)::int from journal where reading_key like 'checkin|%') as "inJournal",
          (select count(*)::int from checkin_decision where decision = 'accept' and recorded_at is null) as "notHandedOver",
          (select count(*)::int from journal_batch where done_at is null) as "openBatches",
          (select count(*)::int from checkin_nonce where purpose = 'checkin' and used_at is null) as "unspentNonces"`,
      )
    ).rows[0];
  const isRight = async () => {
    const { events, inJournal, unspentNonces } = await state();
    return events === accepted && inJournal === accepted && unspentNonces === 0;
  };
  await until('events of all check-ins', isRight, 60_000).catch(async (error: unknown) => {
    throw new Error(`${accepted} accepted, ${JSON.stringify(await state())}`, { cause: error });
  });
  return `Every one of the ${accepted} accepted check-ins is in the journal once and became one event; no nonce was left unspent.`;
}

/** A rush at the start of the working day against nothing but the verification of its signatures. */
export const checkin: Bench = {
  name: 'checkin',
  title: 'Check-ins from phones: whole protocol against bare verification of signatures',
  async run({ quick, say }) {
    const people = quick ? 60 : 600;
    const rounds = quick ? 1 : 3;
    const verifications = quick ? 300 : 3000;
    const hub = await startHub();
    const serial: number[] = [];
    const together: number[] = [];
    const rushes: CrowdReport[] = [];
    try {
      const crowd = await startCrowd(hub, people);
      say(`${people} phones enrolled`);
      // A hub runs for weeks; like the verifications alone, it is measured warm.
      const warming = await comeAndGo(crowd);
      for (let round = 0; round < rounds; round += 1) {
        await sleep(SAME_CHECKIN_MS);
        serial.push(await bare(verifications, 1));
        together.push(await bare(verifications, AT_ONCE));
        for (const rush of await comeAndGo(crowd)) {
          say(`round ${round + 1}: ${Math.round(rush.perSecond)}/s, ${JSON.stringify(rush.others)}`);
          rushes.push(rush);
        }
      }
      const proof = await inspect(
        hub,
        [...warming, ...rushes].reduce((sum, rush) => sum + rush.accepted, 0),
      );
      crowd.stop();
      return resultOf(serial, together, rushes, proof);
    } finally {
      await hub.stop();
    }
  },
};

function resultOf(
  serial: readonly number[],
  together: readonly number[],
  rushes: readonly CrowdReport[],
  proof: string,
): ReturnType<Bench['run']> extends Promise<infer Result> ? Result : never {
  const whole = median(rushes.map(({ perSecond }) => perSecond));
  const rows = [
    {
      what: 'verification alone, one after another',
      perSecond: median(serial),
      medianMs: 1000 / median(serial),
      p99Ms: 0,
    },
    { what: `verification alone, ${AT_ONCE} at once`, perSecond: median(together), medianMs: 0, p99Ms: 0 },
    {
      what: `whole check-ins, ${AT_ONCE} phones at once`,
      perSecond: whole,
      medianMs: median(rushes.map(({ medianMs }) => medianMs)),
      p99Ms: median(rushes.map(({ p99Ms }) => p99Ms)),
    },
  ];
  return {
    tables: [{ title: 'Per second', rows }],
    ratios: [
      atLeast('whole check-ins / verification alone, one after another', whole / median(serial), AIM),
      ofInterest(`whole check-ins / verification alone, ${AT_ONCE} at once`, whole / median(together)),
    ],
    notes: [
      'A whole check-in: begin and finish over HTTP, nonce, evidence, WebAuthn signature, beacon, doubles, twins, durable decision, journal and event. Phones, hub and PostgreSQL share the machine; verification alone has it to itself.',
      proof,
    ],
  };
}
