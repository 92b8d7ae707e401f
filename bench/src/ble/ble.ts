import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEidTable, eidAt } from '@hadir/sdk/proximity';
import { sleep } from '../hub/start-hub.js';
import { atLeast, type Bench, ofInterest } from '../lib/bench.js';
import { benchPath } from '../lib/process.js';
import { median } from '../lib/stats.js';
import type { PassReport } from './ble.process.js';
import { type BenchBeacon, CONNECT, FIRST, LAST, type MessageFormat, makeBeacons, packetsOf } from './messages.js';

const AIM_PER_SECOND = 20_000;
const BEACONS = 1000;
const FORMATS: readonly { readonly format: MessageFormat; readonly perPacket: number; readonly what: string }[] = [
  { format: 'omg', perPacket: 1, what: 'OpenMQTTGateway, one advert a message (JSON)' },
  { format: 'minew-binary', perPacket: 20, what: 'Minew, 20 adverts a message (binary)' },
];

/** One pass: a gateway's socket sends `rounds` times what it hears of every beacon, as fast as it is taken. */
async function pass(format: MessageFormat, perPacket: number, rounds: number): Promise<PassReport> {
  const beacons = makeBeacons(BEACONS);
  const folder = mkdtempSync(join(tmpdir(), 'hadir-bench-ble-'));
  const file = join(folder, 'beacons.json');
  writeFileSync(file, JSON.stringify(beacons));
  const port = await freePort();
  const child = fork(benchPath('dist/ble/ble.process.js'), [String(port), format, file], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  try {
    const ended = once(child, 'close').then(() => Promise.reject(new Error('the listening post ended')));
    ended.catch(() => undefined);
    await Promise.race([once(child, 'message'), ended]);
    const report = Promise.race([once(child, 'message'), ended]);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    await once(socket, 'connect');
    socket.write(CONNECT);
    await sleep(200);
    await send(socket, beacons, format, perPacket, rounds);
    const [told] = (await report) as [PassReport];
    socket.destroy();
    return told;
  } finally {
    if (child.connected) child.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function send(
  socket: Socket,
  beacons: readonly BenchBeacon[],
  format: MessageFormat,
  perPacket: number,
  rounds: number,
): Promise<void> {
  const write = async (bytes: Buffer): Promise<void> => {
    if (!socket.write(bytes)) await once(socket, 'drain');
  };
  const only = (id: string) =>
    packetsOf(
      format,
      beacons.filter((one) => one.id === id),
      1,
    );
  const others = beacons.filter(({ id }) => id !== FIRST && id !== LAST);
  const round = packetsOf(format, others, perPacket);
  const marked = async (bytes: Buffer): Promise<void> => {
    for (let i = 0; i < 5; i += 1) await write(bytes);
  };
  await marked(only(FIRST));
  for (let i = 0; i < rounds; i += 1) await write(round);
  await marked(only(LAST));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** What it takes to recognise the rotating identifiers of a thousand beacons. */
function eidTable() {
  const now = Math.floor(Date.now() / 1000);
  const beacons = makeBeacons(BEACONS).map(({ id, identityKey }) => ({
    id,
    identityKey: Buffer.from(identityKey, 'hex'),
    rotationExponent: 5,
    clockOffsetSeconds: 0,
    syncedAtSeconds: now,
  }));
  const timed = (work: () => void): number => {
    const started = performance.now();
    work();
    return performance.now() - started;
  };
  const table = createEidTable(beacons);
  const buildMs = timed(() => table.resolve('0000000000000000', now));
  const advanceMs = timed(() => table.resolve('0000000000000000', now + 32));
  const heard = beacons.map((beacon) => Buffer.from(eidAt(beacon, now + 32)).toString('hex'));
  let found = 0;
  const lookups = 500_000;
  const lookupMs = timed(() => {
    for (let i = 0; i < lookups; i += 1) if (table.resolve(heard[i % heard.length] ?? '', now + 32)) found += 1;
  });
  if (found !== lookups) throw new Error(`${lookups - found} identifiers were not recognised`);
  return { buildMs, advanceMs, perSecond: lookups / (lookupMs / 1000) };
}

/** From a gateway's MQTT socket to presence, in one process of the driver with its own broker. */
export const ble: Bench = {
  name: 'ble',
  title: 'Adverts of 1,000 beacons from MQTT to presence',
  async run({ quick, say }) {
    const passes = quick ? 1 : 3;
    const measured: { what: string; wall: number; core: number }[] = [];
    for (const { format, perPacket, what } of FORMATS) {
      const rounds = quick ? 20 : format === 'omg' ? 200 : 500;
      const reports: PassReport[] = [];
      for (let at = 0; at < passes; at += 1) {
        const report = await pass(format, perPacket, rounds);
        if (report.near !== BEACONS + 2) throw new Error(`${report.near} of ${BEACONS + 2} beacons were found near`);
        reports.push(report);
        say(
          `${format}: ${Math.round((rounds * BEACONS) / report.seconds)}/s, ${report.cpuSeconds.toFixed(1)} s of processor`,
        );
      }
      measured.push({
        what,
        wall: (rounds * BEACONS) / median(reports.map(({ seconds }) => seconds)),
        core: (rounds * BEACONS) / median(reports.map(({ cpuSeconds }) => cpuSeconds)),
      });
    }
    const eids = eidTable();
    return {
      tables: [
        {
          title: 'Adverts',
          rows: measured.map(({ what, wall, core }) => ({
            gateway: what,
            'per second': Math.round(wall),
            'per second of one core': Math.round(core),
          })),
        },
        {
          title: 'Table of rotating identifiers, 1,000 beacons',
          rows: [
            {
              'build (ms)': eids.buildMs,
              'next period (ms)': eids.advanceMs,
              'look-ups per second': Math.round(eids.perSecond),
            },
          ],
        },
      ],
      ratios: [
        ...measured.map(({ what, core }) =>
          atLeast(`adverts per second of one core: ${what}`, Math.round(core), AIM_PER_SECOND),
        ),
        ofInterest('ms to build the table of 1,000 beacons', eids.buildMs),
      ],
      notes: [
        'A real socket, the built-in broker, decoding, recognition of the rotating identifier, median and presence; every beacon was found near and proven. The processor time includes start and rest of the process.',
      ],
    };
  },
};
