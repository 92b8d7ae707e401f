import type { CommandContext, CommandOutcome, DeviceCommand } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { clockOffsetMs, rightWall } from './clock-offset.js';
import { unsupported } from './part.js';
import type { SoapLink } from './soap-link.js';

/** Does an order over the web service, as far as that is safe. */
export async function soapCommand(
  link: SoapLink,
  command: DeviceCommand,
  { signal, progress }: CommandContext,
): Promise<CommandOutcome> {
  const { client, context, settings } = link;
  switch (command.name) {
    case 'clock.read': {
      const { wall, text } = await client.date(signal);
      return {
        status: 'done',
        data: { wall: text, offsetMs: wall === null ? null : clockOffsetMs(wall, context.clock, context.zone) },
      };
    }
    case 'clock.set': {
      await client.setDate(rightWall(context.clock, context.zone), signal);
      // The answer does not prove it; the clock does.
      await link.readClock(signal);
      const { wall } = await client.date(signal);
      const offsetMs = wall === null ? null : clockOffsetMs(wall, context.clock, context.zone);
      if (offsetMs === null || Math.abs(offsetMs) > settings.clockToleranceMs) {
        throw zkError('SOAP_COMMAND_FAILED', { command: 'SetDate', information: 'the clock did not change' });
      }
      return { status: 'done', data: { offsetMs } };
    }
    case 'users.read':
      return { status: 'done', data: { users: await link.readUsers(signal) } };
    case 'user.put':
      return unsupported(
        'this service erases the templates of a user whom it writes (SetUserInfo); enrol at the terminal',
      );
    case 'user.delete': {
      const { rows } = await client.users(signal);
      const user = rows.find(({ deviceUserId }) => deviceUserId === command.deviceUserId);
      if (user !== undefined) await client.deleteUser(user.deviceUserId, signal);
      return { status: 'done', data: { existed: user !== undefined } };
    }
    case 'records.reread':
      progress(0, 'reading the whole log');
      return { status: 'done', data: await link.readLog(true, signal) };
    case 'records.clear': {
      // The host has compared the typed name with the device's, and opening the session its serial number.
      progress(0, 'reading what is not read yet');
      await link.readLog(false, signal);
      await client.clearLog(signal);
      await link.logErased();
      return { status: 'done' };
    }
    case 'device.restart':
      await client.restart(signal);
      return { status: 'done' };
    case 'door.unlock':
    case 'enrol.start':
      return unsupported('the web service of these terminals has no such command');
  }
}
