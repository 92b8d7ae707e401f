import { isHadirError } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { putU32 } from '../wire/bytes.js';
import { COMMAND } from '../wire/commands.js';
import { readOption } from './identify.js';
import type { StandaloneSession } from './session-types.js';

/**
 * Erases the attendance log on the terminal. There is no way back, so the caller must name the terminal by its own
 * serial number; nothing in this driver calls it by itself.
 * @throws ZK_CONFIRMATION_NEEDED when the serial number is not this terminal's, ZK_COMMAND_REFUSED…
 */
export async function clearAttendance(
  session: StandaloneSession,
  confirmation: { readonly serialNumber: string },
  signal?: AbortSignal,
): Promise<void> {
  const reserved = await session.reserve('clear records', signal);
  try {
    const serialNumber = await readOption(reserved, '~SerialNumber', signal);
    if (serialNumber === null || serialNumber !== confirmation.serialNumber) {
      throw zkError('ZK_CONFIRMATION_NEEDED', { expected: serialNumber ?? '?' });
    }
    await reserved.request(COMMAND.CLEAR_ATTLOG, undefined, { signal, operation: 'clear records', attempts: 1 });
    await reserved.request(COMMAND.REFRESHDATA, undefined, { signal, operation: 'clear records' });
  } finally {
    reserved.release();
  }
}

/** Restarts the terminal; the session is over afterwards. Many units do not answer the order at all. */
export async function restartTerminal(session: StandaloneSession, signal?: AbortSignal): Promise<void> {
  try {
    await session.request(COMMAND.RESTART, undefined, { signal, operation: 'restart', attempts: 1 });
  } catch (error) {
    const gone = isHadirError(error) && (error.code === 'ZK_LINE_CUT' || error.code === 'ZK_TIMEOUT');
    if (!gone) throw error;
  }
  await session.close();
}

/**
 * Whether the firmware counts an opening in seconds (adrobinoga/zk-protocol) or in tenths of them (fananimi/pyzk); no
 * source says which unit does which.
 */
export type UnlockUnit = 'seconds' | 'tenths';

/** Opens the door. Sent once only: opening twice is not the same as opening once. @throws ZK_COMMAND_REFUSED, ZK_TIMEOUT… */
export async function unlockDoor(
  session: StandaloneSession,
  opening: { readonly seconds: number; readonly unit?: UnlockUnit },
  signal?: AbortSignal,
): Promise<void> {
  const data = new Uint8Array(4);
  putU32(data, 0, opening.unit === 'tenths' ? opening.seconds * 10 : opening.seconds);
  await session.request(COMMAND.UNLOCK, data, { signal, operation: 'unlock', attempts: 1 });
}

const ID_BYTES = 24;

/**
 * Lets the terminal ask for a finger of a user who is on it (62, 61, 60). The person does the rest at the terminal; how
 * it ended comes as ENROLLFINGER and FPFTR events. Sent once only.
 * @throws ZK_VALUE_OUT_OF_RANGE, ZK_COMMAND_REFUSED, ZK_UNSUPPORTED_COMMAND…
 */
export async function startEnrolment(
  session: StandaloneSession,
  enrolment: { readonly deviceUserId: string; readonly finger: number },
  signal?: AbortSignal,
): Promise<void> {
  const data = enrolmentData(session.transport, enrolment);
  const reserved = await session.reserve('enrolment', signal);
  const once = { signal, operation: 'enrolment', attempts: 1 };
  try {
    await reserved.request(COMMAND.CANCELCAPTURE, undefined, once);
    await reserved.request(COMMAND.STARTENROLL, data, once);
    await reserved.request(COMMAND.STARTVERIFY, undefined, once);
  } finally {
    reserved.release();
  }
}

/** TCP-class firmware takes the user's text, ZEM-class units on UDP a number (adrobinoga/zk-protocol; fananimi/pyzk). */
function enrolmentData(
  transport: StandaloneSession['transport'],
  { deviceUserId, finger }: { readonly deviceUserId: string; readonly finger: number },
): Uint8Array {
  const id = Buffer.from(deviceUserId, 'latin1');
  if (id.length === 0 || id.length > ID_BYTES) {
    throw zkError('ZK_VALUE_OUT_OF_RANGE', { what: 'deviceUserId', value: deviceUserId.slice(0, 64), limit: '1–24' });
  }
  if (!Number.isInteger(finger) || finger < 0 || finger > 9) {
    throw zkError('ZK_VALUE_OUT_OF_RANGE', { what: 'finger', value: finger, limit: '0–9' });
  }
  if (transport === 'tcp') {
    const data = new Uint8Array(ID_BYTES + 2);
    data.set(id);
    data[ID_BYTES] = finger;
    data[ID_BYTES + 1] = 1;
    return data;
  }
  const number = Number(deviceUserId);
  if (!/^\d{1,10}$/.test(deviceUserId) || number > 0xffffffff) {
    throw zkError('ZK_VALUE_OUT_OF_RANGE', { what: 'deviceUserId', value: deviceUserId, limit: '0–4294967295' });
  }
  const data = new Uint8Array(5);
  putU32(data, 0, number);
  data[4] = finger;
  return data;
}
