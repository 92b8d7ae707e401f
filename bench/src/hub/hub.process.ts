/** A whole hub in a process of its own, set by environment variables; reports where it is and ends when its parent does. */
import { createHub, loadConfig } from '@hadir/hub';

export interface HubReport {
  readonly url: string;
  readonly key: string;
  readonly databaseUrl: string;
}

const hub = createHub(loadConfig());
const running = await hub.start();
const stop = async () => {
  await hub.stop();
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
process.once('disconnect', () => void stop());
process.send?.({ url: running.url ?? '', key: running.firstKey ?? '', databaseUrl: running.databaseUrl });
