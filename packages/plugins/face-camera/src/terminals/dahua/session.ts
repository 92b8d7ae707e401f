import type { DeviceContext, DeviceSession } from '@hadir/sdk';
import { faceError } from '../../errors.js';
import type { DahuaConfig } from '../config-dahua.js';
import { type DeviceClock, deviceClock, reportClock } from '../device-clock.js';
import { eventStream } from '../event-stream.js';
import { asFailure, codedError, sorted } from '../failures.js';
import { httpClient } from '../http-client.js';
import { repeat } from '../repeat.js';
import { terminalSettings } from '../terminal-settings.js';
import type { Terminals } from '../terminals.js';
import { together } from '../together.js';
import { dahuaApi } from './api.js';
import { dahuaCommand } from './command.js';
import { dahuaFaces } from './faces.js';
import { readClock, readInfo } from './facts.js';
import { doorEvents } from './live-stream.js';
import { dahuaKeeper } from './log-keeper.js';

const REREAD_DAYS = 31;
const CLOCK_EVERY_MS = 3_600_000;

/** Opens one Dahua terminal. @throws DeviceFailure */
export async function openDahua(
  context: DeviceContext,
  config: DahuaConfig,
  terminals: Terminals,
): Promise<DeviceSession> {
  const settings = terminalSettings(config);
  const client = httpClient(settings.endpoint);
  const api = dahuaApi(client);
  const ended = new AbortController();
  const within = AbortSignal.any([context.signal, ended.signal]);
  let leave: () => void = () => undefined;
  const close = () => {
    ended.abort();
    leave();
    client.close();
  };

  async function lookAtClock(signal: AbortSignal): Promise<DeviceClock> {
    const read = deviceClock(await readClock(api, signal), context);
    reportClock(context, read, settings.clockToleranceMs);
    return read;
  }

  async function open(): Promise<DeviceSession> {
    const info = await readInfo(api, within);
    const found = info.serialNumber ?? '';
    if (settings.serialNumber !== null && settings.serialNumber !== found) {
      throw faceError('FACE_TERMINAL_SERIAL_MISMATCH', { found, expected: settings.serialNumber });
    }
    context.report({ type: 'traffic' });
    context.report({ type: 'info', info });
    let clock = await lookAtClock(within);
    const historyTimes = config.historyTimes ?? 'auto';
    const keeper = dahuaKeeper({
      context,
      api,
      clock: () => clock,
      historyDays: settings.historyDays,
      meaning: historyTimes === 'auto' ? null : historyTimes,
    });
    leave = terminals.add(context.deviceId, dahuaFaces(api));

    async function stream(signal: AbortSignal): Promise<void> {
      await together(AbortSignal.any([signal, within]), (inner, failed) => {
        const fillSoon = () => void keeper.fill(inner).catch(failed);
        const live = () =>
          eventStream(
            doorEvents(api),
            {
              idleMs: settings.idleMs,
              onOpen: fillSoon,
              onTraffic: () => context.report({ type: 'traffic' }),
              async onEvents(records) {
                const { hasGap } = await keeper.take(records);
                if (hasGap) fillSoon();
              },
              onUnreadable(error) {
                const reason = codedError(error)?.code ?? 'unknown';
                context.raise({ code: 'FACE_TERMINAL_EVENT_UNREADABLE', details: { reason } });
                fillSoon();
              },
            },
            inner,
          );
        return [
          ...(config.live === 'poll' ? [] : [live()]),
          repeat(settings.pollMs, inner, () => keeper.fill(inner)),
          repeat(settings.rereadMs, inner, () => keeper.reread(REREAD_DAYS, inner)),
          repeat(CLOCK_EVERY_MS, inner, async () => {
            clock = await lookAtClock(inner);
          }),
        ];
      });
    }

    const commandParts = {
      context,
      api,
      keeper,
      historyDays: settings.historyDays,
      clockToleranceMs: settings.clockToleranceMs,
      onClock: (read: DeviceClock) => {
        clock = read;
      },
    };
    return {
      backfill: (signal) => sorted(keeper.fill(AbortSignal.any([signal, within]))),
      stream: (signal) => sorted(stream(signal)),
      command: (command, commandContext) => sorted(dahuaCommand(commandParts, command, commandContext)),
      close: async () => close(),
    };
  }

  try {
    return await open();
  } catch (error) {
    close();
    throw asFailure(error);
  }
}
