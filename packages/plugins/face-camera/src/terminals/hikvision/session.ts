import { type DeviceContext, type DeviceSession, pause } from '@hadir/sdk';
import { faceError } from '../../errors.js';
import type { HikvisionConfig } from '../config-hikvision.js';
import { type DeviceClock, deviceClock, deviceNow, reportClock, shifted } from '../device-clock.js';
import { eventStream } from '../event-stream.js';
import { asFailure, codedError, sorted } from '../failures.js';
import { httpClient } from '../http-client.js';
import { pushPath } from '../push-listener.js';
import { repeat } from '../repeat.js';
import { terminalSettings } from '../terminal-settings.js';
import type { Terminals } from '../terminals.js';
import { together } from '../together.js';
import { hikApi } from './api.js';
import { hikCommand } from './command.js';
import { hikFaces } from './faces.js';
import { readClock, readInfo } from './facts.js';
import { alertStream } from './live-stream.js';
import { logKeeper } from './log-keeper.js';
import { pushReceiver } from './push-receiver.js';
import { type PushTarget, pushTarget } from './push-target.js';
import { hikSearcher } from './search.js';

const DAY_MS = 86_400_000;
const REREAD_DAYS = 31;
const CLOCK_EVERY_MS = 3_600_000;
const HEARTBEAT_SECONDS = 30;
/** A terminal that restarted has forgotten whom to push to. */
const REARM_EVERY_MS = 60_000;

/** Opens one Hikvision terminal. @throws DeviceFailure */
export async function openHikvision(
  context: DeviceContext,
  config: HikvisionConfig,
  terminals: Terminals,
): Promise<DeviceSession> {
  const settings = terminalSettings(config);
  const client = httpClient(settings.endpoint);
  const api = hikApi(client);
  const ended = new AbortController();
  const closers: (() => void)[] = [() => ended.abort(), () => client.close()];
  const close = () => {
    for (const one of closers.splice(0)) one();
  };
  const within = AbortSignal.any([context.signal, ended.signal]);

  async function open(): Promise<DeviceSession> {
    const info = await readInfo(api, within);
    const found = info.serialNumber ?? '';
    const expected = settings.serialNumber;
    if (expected !== null && !isSameSerial(expected, found)) {
      throw faceError('FACE_TERMINAL_SERIAL_MISMATCH', { found, expected });
    }
    context.report({ type: 'traffic' });
    context.report({ type: 'info', info });
    let clock: DeviceClock = await lookAtClock(within);

    async function lookAtClock(signal: AbortSignal): Promise<DeviceClock> {
      const read = deviceClock(await readClock(api, signal), context);
      reportClock(context, read, settings.clockToleranceMs);
      return read;
    }

    const keeper = logKeeper({
      context,
      searcher: hikSearcher(api),
      clock: () => clock,
      historyDays: settings.historyDays,
      temperature: config.temperature === true ? (config.temperatureMode ?? 'unknown') : null,
    });
    closers.unshift(terminals.add(context.deviceId, hikFaces(api, config.faceLibrary ?? '1')));

    /** Fills a hole while the live line goes on. What goes wrong with it ends the live line, and so the session. */
    let failed: (error: unknown) => void = () => undefined;
    const fillSoon = () => void keeper.fill(within).catch((error: unknown) => failed(error));

    const unreadable = (error: Error) => {
      context.raise({
        code: 'FACE_TERMINAL_EVENT_UNREADABLE',
        details: { reason: codedError(error)?.code ?? 'unknown' },
      });
      fillSoon();
    };
    const traffic = () => context.report({ type: 'traffic' });

    const live = config.live ?? 'stream';
    const target = live === 'push' ? startPush() : null;

    function startPush(): PushTarget | null {
      const { push } = terminals;
      if (push === null) throw faceError('FACE_PUSH_LISTENER_OFF');
      const serialNumber = expected ?? found;
      const secret = config.pushSecret;
      if (secret === undefined) throw faceError('FACE_TERMINAL_CONFIG', { missing: 'pushSecret', what: 'live: push' });
      closers.unshift(
        push.attach(pushReceiver({ context, serialNumber, secret, keeper, traffic, unreadable, fillSoon })),
      );
      const to = config.pushTo;
      if (to === undefined) return null;
      return pushTarget(api, {
        slot: to.slot ?? 1,
        path: pushPath(serialNumber, secret),
        protocol: 'HTTP',
        host: to.host,
        port: to.port ?? push.port,
        heartbeatSeconds: HEARTBEAT_SECONDS,
      });
    }

    async function keepArmed(armed: PushTarget, signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        try {
          // A terminal that had to be set again may have seen people in between.
          if (await armed.arm(signal)) fillSoon();
          context.clear('FACE_PUSH_NOT_SET');
        } catch (error) {
          const coded = codedError(error);
          if (signal.aborted) return;
          // Whoever may not configure can still read the log; everything else ends the session.
          if (coded?.code !== 'FACE_TERMINAL_REFUSED' && coded?.code !== 'FACE_TERMINAL_UNSUPPORTED') throw error;
          context.raise({ code: 'FACE_PUSH_NOT_SET', details: { reason: coded.text('en').slice(0, 200) } });
        }
        await pause(Math.min(REARM_EVERY_MS, settings.idleMs), signal);
      }
    }

    async function onEvents(events: Parameters<typeof keeper.take>[0]): Promise<void> {
      const { hasGap } = await keeper.take(events, 'isapi-stream');
      if (hasGap) fillSoon();
    }

    function liveLine(signal: AbortSignal): Promise<void> {
      // What happened between the last reading of the log and the opening of the line is fetched now.
      const { idleMs } = settings;
      const listener = { idleMs, onOpen: fillSoon, onTraffic: traffic, onEvents, onUnreadable: unreadable };
      return eventStream(alertStream(api), listener, signal);
    }

    async function stream(signal: AbortSignal): Promise<void> {
      await together(AbortSignal.any([signal, within]), (inner, fail) => {
        failed = fail;
        const recent = () => shifted(deviceNow(clock, context), -REREAD_DAYS * DAY_MS);
        return [
          ...(live === 'stream' ? [liveLine(inner)] : []),
          ...(target === null ? [] : [keepArmed(target, inner)]),
          repeat(settings.pollMs, inner, () => keeper.fill(inner)),
          repeat(settings.rereadMs, inner, () => keeper.reread(recent(), inner)),
          repeat(CLOCK_EVERY_MS, inner, async () => {
            clock = await lookAtClock(inner);
          }),
        ];
      });
    }

    return {
      backfill: (signal) => sorted(keeper.fill(AbortSignal.any([signal, within]))),
      stream: (signal) => sorted(stream(signal)),
      command: (command, commandContext) =>
        sorted(
          hikCommand(
            {
              context,
              api,
              keeper,
              clockToleranceMs: settings.clockToleranceMs,
              onClock: (read) => {
                clock = read;
              },
            },
            command,
            commandContext,
          ),
        ),
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

/** The long number of `deviceInfo` ends in the short one that is printed on the box (`DS-K1T341…J12345678`). */
function isSameSerial(expected: string, found: string): boolean {
  return found === expected || (expected.length >= 6 && found.endsWith(expected));
}
