import { type CommandContext, type CommandOutcome, type DeviceCommand, pause } from '@hadir/sdk';
import { admsCommands, admsResultMeaning, isUnsupportedResult } from '../adms/server-commands.js';
import { zkError } from '../errors.js';
import type { AdmsLink } from './adms-link.js';
import { recheckAttlog } from './adms-recheck.js';
import { WHOLE_LOG } from './adms-window.js';
import { unsupported } from './part.js';

/** No user of that number on the terminal: what a deletion wants. */
const NO_SUCH_USER = -10;
/** User rows follow the result of a query within this time on every terminal seen. */
const USERS_QUIET_MS = 2_000;
/** How long a result may come after what it reports. */
const RESULT_MS = 30_000;
/** The right index finger, in the terminals' numbering. */
const DEFAULT_FINGER = 6;

/** Does an order through the terminal's command queue. It is fetched at the next poll, so it takes seconds. */
export async function admsCommand(
  link: AdmsLink,
  command: DeviceCommand,
  context: CommandContext,
): Promise<CommandOutcome> {
  const { terminal } = link;
  const { signal } = context;
  if (link.isAccess() && command.name !== 'clock.set') {
    return unsupported('terminals in access-control mode take other commands, which are not documented well enough');
  }

  async function run(text: string, fine: readonly number[] = [0]): Promise<CommandOutcome | null> {
    context.progress(0, 'waiting for the terminal to call');
    const { code } = await terminal.queue.send(text, signal);
    if (fine.includes(code)) return null;
    if (isUnsupportedResult(code)) return unsupported(`the firmware answers ${code}: ${admsResultMeaning(code)}`);
    throw zkError('ADMS_COMMAND_FAILED', {
      serial: terminal.serialNumber,
      command: command.name,
      code,
      meaning: admsResultMeaning(code),
    });
  }
  async function simple(
    text: string,
    data?: Readonly<Record<string, unknown>>,
    fine?: readonly number[],
  ): Promise<CommandOutcome> {
    return (await run(text, fine)) ?? { status: 'done', ...(data === undefined ? {} : { data }) };
  }

  switch (command.name) {
    case 'clock.read':
      return unsupported('push firmware does not tell its clock; it takes ours at every handshake');
    case 'clock.set': {
      // There is no command for it: the terminal takes time and zone from the answer to its handshake, and CHECK makes one.
      const greeting = link.greeting(signal);
      greeting.catch(() => undefined);
      const checked = run(admsCommands.check());
      const refused = await Promise.race([checked, greeting.then(() => null)]);
      if (refused !== null) return refused;
      await greeting;
      // The result proves that the answer to the handshake was taken; not all firmware sends one.
      await Promise.race([checked, pause(RESULT_MS, signal)]);
      return { status: 'done', data: { by: 'handshake' } };
    }
    case 'users.read': {
      const before = link.counts().users;
      const refused = await run(admsCommands.queryUsers());
      if (refused !== null) return refused;
      for (let seen = -1; seen !== link.counts().users && !signal.aborted; ) {
        seen = link.counts().users;
        await pause(USERS_QUIET_MS, signal);
      }
      return { status: 'done', data: { users: link.counts().users - before } };
    }
    case 'user.put':
      return simple(admsCommands.putUser(command.user));
    case 'user.delete':
      return simple(admsCommands.deleteUser(command.deviceUserId), undefined, [0, NO_SUCH_USER]);
    case 'records.reread': {
      const result = await recheckAttlog(link, WHOLE_LOG, null, signal);
      if (result.kind !== 'unsupported') return { status: 'done', data: { ...result } };
      link.forgetStamps();
      return simple(admsCommands.check(), { kind: 'asked by stamp' });
    }
    case 'records.clear': // The host has compared the typed name with the device's.
      return simple(admsCommands.clearLog());
    case 'device.restart':
      return simple(admsCommands.reboot());
    case 'door.unlock':
      return simple(admsCommands.unlock(), { secondsHonoured: false });
    case 'enrol.start':
      return simple(admsCommands.enrolFinger(command.deviceUserId, command.finger ?? DEFAULT_FINGER));
  }
}
