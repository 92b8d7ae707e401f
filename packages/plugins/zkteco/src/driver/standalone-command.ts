import { type CommandContext, type CommandOutcome, type DeviceCommand, isHadirError } from '@hadir/sdk';
import {
  clearAttendance,
  deleteUser,
  putUser,
  readOption,
  restartTerminal,
  setClock,
  startEnrolment,
  unlockDoor,
} from '../standalone/index.js';
import { unsupported } from './part.js';
import type { StandaloneLink } from './standalone-link.js';

/** The privilege byte (adrobinoga/zk-protocol, data-user.md). */
const PRIVILEGES = { user: 0, enroller: 2, manager: 6, admin: 14 } as const;
/** The right index finger, in the terminals' numbering. */
const DEFAULT_FINGER = 6;

/** Does an order over port 4370. All but opening a door and restarting leave the same state when repeated. */
export async function standaloneCommand(
  link: StandaloneLink,
  command: DeviceCommand,
  context: CommandContext,
): Promise<CommandOutcome> {
  try {
    return await obey(link, command, context);
  } catch (error) {
    if (isHadirError(error) && error.code === 'ZK_UNSUPPORTED_COMMAND') return unsupported(error.text('en'));
    throw error;
  }
}

async function obey(
  link: StandaloneLink,
  command: DeviceCommand,
  { signal, progress }: CommandContext,
): Promise<CommandOutcome> {
  const { session, settings, context } = link;
  switch (command.name) {
    case 'clock.read':
      return { status: 'done', data: await link.readClock(signal) };
    case 'clock.set':
      await setClock(session, context.zone, signal);
      return { status: 'done', data: await link.readClock(signal) };
    case 'users.read':
      return { status: 'done', data: { users: await link.readUsers(signal) } };
    case 'user.put': {
      const { deviceUserId, name, privilege, card } = command.user;
      const change = {
        deviceUserId,
        name,
        ...(privilege === undefined ? {} : { privilege: PRIVILEGES[privilege] }),
        ...(card === undefined ? {} : { card }),
      };
      const { uid, created } = await putUser(session, change, { encoding: settings.encoding, signal });
      return { status: 'done', data: { slot: uid, created } };
    }
    case 'user.delete': {
      const existed = await deleteUser(session, command.deviceUserId, { encoding: settings.encoding, signal });
      return { status: 'done', data: { existed } };
    }
    case 'records.reread': {
      progress(0, 'reading the whole log');
      const { records, recordsInLog } = await link.readLog(true, signal);
      return { status: 'done', data: { records, recordsInLog } };
    }
    case 'records.clear': {
      // The host has compared the typed name with the device's. The terminal that is read must also be the one erased.
      const serialNumber = settings.serialNumber ?? (await readOption(session, '~SerialNumber', signal)) ?? '';
      progress(0, 'reading what is not read yet');
      await link.readLog(false, signal);
      await clearAttendance(session, { serialNumber }, signal);
      await link.logErased();
      return { status: 'done' };
    }
    case 'device.restart':
      await restartTerminal(session, signal);
      return { status: 'done' };
    case 'door.unlock':
      await unlockDoor(session, { seconds: command.seconds }, signal);
      return { status: 'done' };
    case 'enrol.start':
      await startEnrolment(
        session,
        { deviceUserId: command.deviceUserId, finger: command.finger ?? DEFAULT_FINGER },
        signal,
      );
      return { status: 'done', data: { note: 'the person continues at the terminal' } };
  }
}
