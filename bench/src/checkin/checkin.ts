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

/** Everything that was accepted is in the journal once, and an event. @returns what is missing or double */
async function inspect(hub: BenchHub, accepted: number): Promise<string> {
  const count = async (text: string): Promise<number> => Number((await hub.database.query(text)).rows[0].n);
  await until(
    'events of all check-ins',
    async () => (await count(`select count(*) n from attendance_event where transport = 'checkin'`)) >= accepted,
    60_000,
  );
  const events = await count(`select count(*) n from attendance_event where transport = 'checkin'`);
  const journal = await count(`select count(*) n from journal where reading_key like 'checkin|%'`);
  const nonces = await count(`select count(*) n from checkin_nonce where purpose = 'checkin' and used_at is null`);
  if (events !== accepted || journal !== accepted || nonces !== 0) {
    throw new Error(`${accepted} accepted, ${events} events, ${journal} in the journal, ${nonces} nonces unspent`);
  }
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
      for (let round = 0; round < rounds; round += 1) {
        if (round > 0) await sleep(SAME_CHECKIN_MS);
        serial.push(await bare(verifications, 1));
        together.push(await bare(verifications, AT_ONCE));
        for (const direction of ['in', 'out'] as const) {
          const rush = await crowd.rush(direction);
          say(`round ${round + 1} ${direction}: ${Math.round(rush.perSecond)}/s, ${JSON.stringify(rush.others)}`);
          rushes.push(rush);
        }
      }
      const proof = await inspect(
        hub,
        rushes.reduce((sum, rush) => sum + rush.accepted, 0),
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
