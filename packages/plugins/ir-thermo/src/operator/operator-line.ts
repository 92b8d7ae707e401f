import type { OpenLine } from '../driver/line.js';
import { aborted } from '../driver/waiting.js';

const SAY_EVERY_MS = 3_600_000;

/**
 * A gun without any interface. It is a device like the others: it has a name, a place, an offset, a calibration. What it
 * shows is typed into the hub by an officer, so there is no line to keep, and it is never offline.
 */
export const openOperator: OpenLine = async () => ({
  info: { model: 'manual entry' },
  proof: async () => null,
  close: async () => undefined,
  async stream(sink, signal) {
    const say = () => sink.report({ type: 'traffic', nextWithinMs: 2 * SAY_EVERY_MS });
    say();
    const timer = setInterval(say, SAY_EVERY_MS);
    await aborted(signal);
    clearInterval(timer);
  },
});
