import type { CommandContext, CommandOutcome, DeviceCommand, DeviceContext } from '@hadir/sdk';
import { type DeviceClock, deviceClock, reportClock, rightTime } from '../device-clock.js';
import { codedError } from '../failures.js';
import type { HikApi } from './api.js';
import { readClock, setClock } from './facts.js';
import type { LogKeeper } from './log-keeper.js';
import { deleteUser, putUser, readUsers, userReading } from './users.js';

export interface HikCommandParts {
  readonly context: DeviceContext;
  readonly api: HikApi;
  readonly keeper: LogKeeper;
  readonly clockToleranceMs: number;
  readonly onClock: (clock: DeviceClock) => void;
}

const unsupported = (reason: string): CommandOutcome => ({ status: 'unsupported', reason });
const EPOCH = '2000-01-01T00:00:00';
const DOOR = '/ISAPI/AccessControl/RemoteControl/door/1';

export async function hikCommand(
  parts: HikCommandParts,
  command: DeviceCommand,
  { signal, progress }: CommandContext,
): Promise<CommandOutcome> {
  try {
    return await run();
  } catch (error) {
    const coded = codedError(error);
    if (coded?.code !== 'FACE_TERMINAL_UNSUPPORTED') throw error;
    return unsupported(coded.text('en'));
  }

  async function run(): Promise<CommandOutcome> {
    const { context, api, keeper } = parts;
    switch (command.name) {
      case 'clock.read': {
        const clock = await lookAtClock();
        return { status: 'done', data: { offsetMs: clock.offsetMs } };
      }
      case 'clock.set':
        await setClock(api, rightTime(context), signal);
        return { status: 'done', data: { offsetMs: (await lookAtClock()).offsetMs } };
      case 'users.read': {
        let users = 0;
        for await (const page of readUsers(api, signal)) {
          users += page.length;
          await context.emit({ readings: page.map(userReading) });
          progress(0, `${users}`);
        }
        context.report({ type: 'info', info: { userCount: users } });
        return { status: 'done', data: { users } };
      }
      case 'user.put': {
        const { deviceUserId, name } = command.user;
        await putUser(api, { employeeNo: deviceUserId, name, beginTime: EPOCH }, signal);
        return { status: 'done' };
      }
      case 'user.delete':
        await deleteUser(api, command.deviceUserId, signal);
        return { status: 'done' };
      case 'records.reread':
        return { status: 'done', data: { events: await keeper.reread(keeper.earliest(), signal) } };
      case 'device.restart':
        await api.text('/ISAPI/System/reboot', { method: 'PUT', signal });
        return { status: 'done' };
      case 'door.unlock': {
        const body =
          '<?xml version="1.0" encoding="UTF-8"?><RemoteControlDoor version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><cmd>open</cmd></RemoteControlDoor>';
        await api.text(DOOR, { method: 'PUT', contentType: 'application/xml', body, signal });
        return { status: 'done', data: { secondsHonoured: false } };
      }
      case 'records.clear':
        return unsupported('the event log of this terminal cannot be erased from afar');
      case 'enrol.start':
        return unsupported('faces are enrolled in Hadir and sent to the terminal');
    }
  }

  async function lookAtClock(): Promise<DeviceClock> {
    const clock = deviceClock(await readClock(parts.api, signal), parts.context);
    parts.onClock(clock);
    reportClock(parts.context, clock, parts.clockToleranceMs);
    return clock;
  }
}
