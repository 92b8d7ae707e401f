import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ToHost } from '../protocol/to-host.js';

/** Says every `everyMs` that the process lives and what it uses. A hanging event loop cannot say it: that is the point. */
export function startVitals(everyMs: number, say: (message: ToHost) => void, bugs: () => number): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let cpu = process.cpuUsage();
  let at = performance.now();
  const beat = () => {
    const used = process.cpuUsage(cpu);
    const elapsedMs = performance.now() - at;
    cpu = process.cpuUsage();
    at = performance.now();
    const longest = Number.isFinite(delay.max) ? delay.max / 1e6 : 0;
    delay.reset();
    say({
      type: 'beat',
      eventLoopDelayMs: Math.max(0, Math.round(longest * 10) / 10),
      rssBytes: process.memoryUsage.rss(),
      cpuPercent: elapsedMs > 0 ? Math.round(((used.user + used.system) / 10 / elapsedMs) * 10) / 10 : 0,
      bugs: bugs(),
    });
  };
  setInterval(beat, everyMs);
}
