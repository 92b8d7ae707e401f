/**
 * The beacon driver as a listening post with a broker of its own, and 1,000 beacons with rotating identifiers. Reports
 * its port, then, for every pass, when the first and the last marked beacon came near by its own clock.
 * Arguments: port, format, JSON of the beacons in a file.
 */
import { readFileSync } from 'node:fs';
import driver from '@hadir/plugin-ble-beacon';
import { runDriver } from '@hadir/sdk/host';
import { memorySink } from '@hadir/sdk/testing';
import { FIRST, LAST } from './messages.js';

export interface PassReport {
  readonly seconds: number;
  /** Time on the processor, all threads. */
  readonly cpuSeconds: number;
  /** Beacons found near. */
  readonly near: number;
}

const [port, format, file = ''] = process.argv.slice(2);
const LOOK_EVERY_MS = 20;

const sink = memorySink();
const running = await runDriver(driver, {
  sink,
  settings: { mqtt: { host: '127.0.0.1', port: Number(port) } },
  deviceId: 'post',
  zone: 'Asia/Makassar',
  config: { transport: 'mqtt', format, topic: 'home/+/BTtoMQTT/#', beacons: JSON.parse(readFileSync(file, 'utf8')) },
});
while (running.status().state !== 'online') await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
const before = process.cpuUsage();
process.send?.('ready');

const timer = setInterval(() => {
  const near = sink.readings('post').flatMap((one) => (one.kind === 'proximity' && one.present ? [one] : []));
  const timeOf = (beaconId: string): number | undefined => {
    const time = near.find((one) => one.beaconId === beaconId)?.time;
    return time?.form === 'instant' ? time.epochMs : undefined;
  };
  const [first, last] = [timeOf(FIRST), timeOf(LAST)];
  if (first === undefined || last === undefined) return;
  clearInterval(timer);
  const { user, system } = process.cpuUsage(before);
  const report = { seconds: (last - first) / 1000, cpuSeconds: (user + system) / 1e6, near: near.length };
  process.send?.(report satisfies PassReport, () => process.exit(0));
}, LOOK_EVERY_MS);
process.once('disconnect', () => process.exit(0));
