import { isHadirError } from '@hadir/sdk';
import { COMMAND } from '../wire/commands.js';
import type { FreeSizes } from '../wire/free-sizes.js';
import { decodeOption, encodeOptionName } from '../wire/option.js';
import { decodeLatin1 } from '../wire/text.js';
import { statedCounts } from './counts.js';
import type { ReservedLine, StandaloneSession } from './session-types.js';

/** What the terminal says about itself. Null: not asked for, or this firmware does not tell. */
export interface TerminalIdentity {
  readonly serialNumber: string | null;
  readonly name: string | null;
  readonly platform: string | null;
  readonly vendor: string | null;
  readonly macAddress: string | null;
  /** `Ver 6.60 Apr 28 2015` */
  readonly firmware: string | null;
  /** Everything of `IDENTITY_OPTIONS` that was answered, by its own name. */
  readonly options: Readonly<Record<string, string>>;
  /** Hints only. */
  readonly counts: FreeSizes | null;
}

/** Names as the firmware knows them (fananimi/pyzk; adrobinoga/zk-protocol, terminal.md). */
const IDENTITY_OPTIONS = [
  '~SerialNumber',
  '~DeviceName',
  '~Platform',
  '~OEMVendor',
  'MAC',
  '~ZKFPVersion',
  '~PIN2Width',
  '~ExtendFmt',
  '~UserExtFmt',
  '~SSR',
  'FaceFunOn',
] as const;

/** @throws ZK_TIMEOUT, ZK_LINE_CUT, ZK_ABORTED…; what the firmware does not know is left out. */
export async function identify(session: StandaloneSession, signal?: AbortSignal): Promise<TerminalIdentity> {
  const reserved = await session.reserve('identify', signal);
  try {
    const options: Record<string, string> = {};
    for (const name of IDENTITY_OPTIONS) {
      const value = await readOption(reserved, name, signal);
      if (value !== null && value !== '') options[name] = value;
    }
    const version = await answerOrNull(reserved, COMMAND.GET_VERSION, undefined, signal);
    return {
      serialNumber: options['~SerialNumber'] ?? null,
      name: options['~DeviceName'] ?? null,
      platform: options['~Platform'] ?? null,
      vendor: options['~OEMVendor'] ?? null,
      macAddress: options.MAC ?? null,
      firmware: version === null ? null : decodeLatin1(version).trim() || null,
      options,
      counts: await statedCounts(reserved, signal),
    };
  } finally {
    reserved.release();
  }
}

/** One option; null when the firmware does not have it. */
export async function readOption(
  reserved: Pick<ReservedLine, 'request'>,
  name: string,
  signal?: AbortSignal,
): Promise<string | null> {
  const data = await answerOrNull(reserved, COMMAND.OPTIONS_RRQ, encodeOptionName(name), signal);
  const option = data === null ? null : decodeOption(data);
  // Some firmware answers an unknown name with the value of another.
  return option !== null && option.option === name ? option.value.trim() : null;
}

async function answerOrNull(
  reserved: Pick<ReservedLine, 'request'>,
  command: number,
  data: Uint8Array | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  try {
    return (await reserved.request(command, data, { signal, operation: 'identify' })).data;
  } catch (error) {
    const refused = isHadirError(error) && REFUSALS.has(error.code);
    if (refused) return null;
    throw error;
  }
}

const REFUSALS: ReadonlySet<string> = new Set(['ZK_COMMAND_REFUSED', 'ZK_UNSUPPORTED_COMMAND']);
