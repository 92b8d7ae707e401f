import type { CommandContext, CommandOutcome, DeviceCommand, DeviceContext } from '@hadir/sdk';
import { type DeviceClock, deviceClock, reportClock, rightTime } from '../device-clock.js';
import type { DahuaApi } from './api.js';
import { readClock, setClock } from './facts.js';
import type { DahuaKeeper } from './log-keeper.js';

export interface DahuaCommandParts {
  readonly context: DeviceContext;
  readonly api: DahuaApi;
  readonly keeper: DahuaKeeper;
  readonly historyDays: number;
  readonly clockToleranceMs: number;
  readonly onClock: (clock: DeviceClock) => void;
}

export async function dahuaCommand(
  parts: DahuaCommandParts,
  command: DeviceCommand,
  { signal }: CommandContext,
): Promise<CommandOutcome> {
  const { context, api, keeper } = parts;
  switch (command.name) {
    case 'clock.read':
      return { status: 'done', data: { offsetMs: await lookAtClock() } };
    case 'clock.set':
      await setClock(api, rightTime(context).wall, signal);
      return { status: 'done', data: { offsetMs: await lookAtClock() } };
    case 'records.reread':
      return { status: 'done', data: { records: await keeper.reread(parts.historyDays, signal) } };
    case 'device.restart':
      await api.get('/cgi-bin/magicBox.cgi?action=reboot', signal);
      return { status: 'done' };
    case 'door.unlock':
      await api.get('/cgi-bin/accessControl.cgi?action=openDoor&channel=1&UserID=0&Type=Remote', signal);
      return { status: 'done', data: { secondsHonoured: false } };
    default:
      return { status: 'unsupported', reason: `${command.name} is done at the terminal itself` };
  }

  async function lookAtClock(): Promise<number> {
    const clock = deviceClock(await readClock(api, signal), context);
    parts.onClock(clock);
    reportClock(context, clock, parts.clockToleranceMs);
    return clock.offsetMs;
  }
}
