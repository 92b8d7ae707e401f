/**
 * The engine as the driver has it: frames of several cameras in flight for a while. Arguments: threads, seconds.
 */
import { openFaceEngine } from '@hadir/plugin-face-camera/testing';
import { report } from '../lib/process.js';
import { oneFaceFrame } from './scene.js';

export interface EngineReport {
  readonly framesPerSecond: number;
  readonly cpuMsPerFrame: number;
  readonly named: number;
  readonly rssBefore: number;
  readonly rssAfter: number;
}

const threads = Number(process.argv[2]);
const seconds = Number(process.argv[3]);
const signal = new AbortController().signal;
const frame = await oneFaceFrame();
const rssBefore = process.memoryUsage.rss();

const engine = await openFaceEngine({ models: ['mobilefacenet-512'], threads, cacheFolder: null });
const picture = Buffer.from(frame).toString('base64');
const { templates } = await engine.service.assess({ name: 'assess', picture }, signal);
await engine.service.load(
  { name: 'load', fresh: true, entries: [{ personKey: 'SHE', gallery: 'office', templates }] },
  signal,
);

let frames = 0;
let named = 0;
let measuring = false;
const ends = { atMs: Number.POSITIVE_INFINITY };
const cameras = Array.from({ length: threads * 2 }, async () => {
  const watch = engine.watch({ galleries: null, rules: { repeatMs: 0 } });
  for (let atMs = 0; performance.now() < ends.atMs; atMs += 300) {
    const { decisions } = await watch.see(frame, atMs, signal);
    if (!measuring) continue;
    frames += 1;
    named += decisions.length;
  }
});
await new Promise((resolve) => setTimeout(resolve, 2_000));
const cpu = process.cpuUsage();
const from = performance.now();
measuring = true;
ends.atMs = from + seconds * 1_000;
await Promise.all(cameras);
const tookMs = performance.now() - from;
const used = process.cpuUsage(cpu);
const rssAfter = process.memoryUsage.rss();
await engine.close();
report({
  framesPerSecond: (frames * 1_000) / tookMs,
  cpuMsPerFrame: (used.user + used.system) / 1_000 / frames,
  named,
  rssBefore,
  rssAfter,
} satisfies EngineReport);
