import { type BenchHub, until } from '../hub/start-hub.js';
import { startTerminal, type TerminalOptions } from '../lib/terminal.js';

export interface Pulled {
  readonly deviceId: string;
  readonly seconds: number;
}

/**
 * From "here is a device" to "every record of it is a durable attendance event": connecting, users, the log over the
 * wire, plugin process, journal, queue, normaliser, event table. `watch` is called about ten times a second meanwhile.
 */
export async function pullLog(
  hub: BenchHub,
  options: TerminalOptions,
  limitMs: number,
  watch: () => Promise<void> = async () => undefined,
): Promise<Pulled> {
  const terminal = await startTerminal(options);
  try {
    const started = performance.now();
    const { id } = await hub.client.devices.add({
      pluginId: 'zkteco',
      name: `terminal ${terminal.port} ${Math.random()}`,
      config: {
        transport: 'tcp',
        host: '127.0.0.1',
        port: terminal.port,
        liveEvents: false,
        pollIntervalSeconds: 3600,
      },
    });
    const stored = async () => {
      await watch();
      return (await hub.client.devices.get(id)).status.appended >= terminal.expect.records;
    };
    const complete = async () => {
      await watch();
      const { rows } = await hub.database.query<{ count: string }>(
        'select count(*) as count from attendance_event where device_id = $1',
        [id],
      );
      return Number(rows[0]?.count) >= terminal.expect.records;
    };
    await until('all readings in the journal', stored, limitMs);
    await until('all events', complete, limitMs);
    const seconds = (performance.now() - started) / 1000;
    await prove(hub, id, terminal.expect.records, terminal.expect.userIdSum);
    await hub.client.devices.remove(id);
    return { deviceId: id, seconds };
  } finally {
    await terminal.stop();
  }
}

/** A fast wrong answer is no result. */
async function prove(hub: BenchHub, deviceId: string, records: number, userIdSum: number): Promise<void> {
  const { rows } = await hub.database.query<{ count: string; sum: string }>(
    'select count(*) as count, sum(device_user_id::bigint) as sum from attendance_event where device_id = $1',
    [deviceId],
  );
  if (Number(rows[0]?.count) !== records || Number(rows[0]?.sum) !== userIdSum) {
    throw new Error(`the events are not right: ${JSON.stringify(rows[0])}`);
  }
}
