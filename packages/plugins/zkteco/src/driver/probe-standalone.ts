import { isHadirError, type ProbeContext } from '@hadir/sdk';
import {
  clockOffset,
  identify,
  openSession,
  readAttendance,
  readClock,
  type StandaloneSession,
} from '../standalone/index.js';
import type { DeviceSettings, PullSettings } from './device-settings.js';
import type { ProbeLadder } from './probe-ladder.js';
import { requireSerial } from './serial.js';
import { infoOf } from './standalone-info.js';

/** Enough records to see that they read right; a test must not take minutes on a full terminal. */
const SAMPLE_RECORDS = 500;

/** @throws the error of the rung that it could not climb */
export async function probeStandalone(
  ladder: ProbeLadder,
  { signal, clock, zone }: ProbeContext,
  settings: DeviceSettings,
  pull: PullSettings & { readonly transport: 'tcp' | 'udp' },
): Promise<void> {
  const session = await openSession({
    host: pull.host,
    port: pull.port,
    transport: pull.transport,
    clock,
    signal,
    keepAliveMs: 0,
    ...(pull.commKey === undefined ? {} : { commKey: pull.commKey }),
  });
  try {
    ladder.ok('reachable', session.address);
    ladder.ok('session');
    ladder.ok('authorised');
    const identity = await identify(session, signal);
    ladder.info(infoOf(identity));
    requireSerial(settings.serialNumber, identity.serialNumber);
    ladder.ok('identified', identity.serialNumber ?? undefined);
    const reading = await readClock(session, signal);
    const offsetMs = clockOffset(reading, zone);
    if (offsetMs === null) ladder.failWith('clock', 'ZK_CLOCK_UNREADABLE', { text: reading.time.text });
    else {
      ladder.clockOffset(offsetMs);
      ladder.ok('clock', reading.time.text);
    }
    await sample(ladder, session, signal);
  } finally {
    await session.close();
  }
}

async function sample(ladder: ProbeLadder, session: StandaloneSession, signal: AbortSignal): Promise<void> {
  const enough = new AbortController();
  let read = 0;
  try {
    await readAttendance(session, {
      signal: AbortSignal.any([signal, enough.signal]),
      pageRecords: SAMPLE_RECORDS,
      onStart({ recordsInLog }) {
        if (recordsInLog !== null) ladder.recordsOnDevice(recordsInLog);
        ladder.ok('records-on-device', recordsInLog === null ? undefined : String(recordsInLog));
      },
      async take({ rows, progress }) {
        read += rows.count;
        if (progress.total === null || progress.records < progress.total) enough.abort();
      },
    });
  } catch (error) {
    const isEnough = isHadirError(error) && error.code === 'ZK_ABORTED' && enough.signal.aborted && !signal.aborted;
    if (!isEnough) throw error;
  }
  ladder.ok('read', String(read));
}
