import { isHadirError, type ProbeContext, type ProbeReport, type ProbeStep } from '@hadir/sdk';
import type { DeviceConfig } from '../config.js';
import type { BleShared } from './shared.js';

const LISTEN_MS = 3_000;

/** Opens the source and listens for three seconds. That nothing was heard in so short a time is told, not held against it. */
export async function probeDevice(
  context: ProbeContext,
  config: DeviceConfig,
  shared: BleShared,
): Promise<ProbeReport> {
  let source: Awaited<ReturnType<BleShared['openSource']>>;
  try {
    source = await shared.openSource(config);
  } catch (error) {
    if (!isHadirError(error)) throw error;
    return { steps: [{ step: 'reachable', ok: false, code: error.code, detail: error.text('en') }] };
  }
  const steps: ProbeStep[] = [{ step: 'reachable', ok: true }];
  let heard = 0;
  let unreadable = 0;
  const until = AbortSignal.any([context.signal, AbortSignal.timeout(LISTEN_MS)]);
  try {
    await source.run(
      {
        alive: () => undefined,
        heard: () => {
          heard += 1;
        },
        unreadable: () => {
          unreadable += 1;
        },
      },
      until,
    );
    const ok = unreadable === 0 || heard > 0;
    steps.push({
      step: 'read',
      ok,
      detail: `${heard} adverts, ${unreadable} unreadable messages`,
      ...(ok ? {} : { code: 'BLE_PAYLOAD_INVALID' }),
    });
  } catch (error) {
    if (!isHadirError(error)) throw error;
    steps.push({ step: 'read', ok: false, code: error.code, detail: error.text('en') });
  } finally {
    await source.close();
  }
  return { steps };
}
