import { type DeviceInfo, isHadirError } from '@hadir/sdk';
import { parseOptionList } from './parse-options.js';
import { parsePollInfo } from './parse-request-line.js';
import type { AdmsRequest } from './server-request.js';
import type { AdmsTerminal } from './server-terminal.js';

const MAX_TEXT = 120;
/** `~MaxAttLogCount` counts in ten thousands (public Solution X903 options: 5 with room for 50,000). */
const RECORD_CAPACITY_UNIT = 10_000;

function known(facts: Readonly<Record<string, string | number | null | undefined>>): DeviceInfo {
  const entries = Object.entries(facts)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, MAX_TEXT) : value]);
  return Object.fromEntries(entries) as DeviceInfo;
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Facts from the INFO of a poll for commands. */
export function takeHeartbeat(request: AdmsRequest, terminal: AdmsTerminal): void {
  const text = request.query.get('INFO');
  if (text === null || text === '') return;
  const info = parsePollInfo(text);
  terminal.info(known({ firmware: info.firmware, userCount: info.users, recordCount: info.records }));
}

/** Place in the lists of kinds of biometry (vendor Attendance PUSH document 2.4.1: 9 is the visible-light face). */
const VISIBLE_LIGHT_FACE = 9;

/** Reads a list such as `0:1:0:0:0:0:0:0:0:1`; null when it is none. */
function supports(list: string | undefined, kind: number): boolean | null {
  if (list === undefined || !/^[\d.]*(:[\d.]*){1,31}$/.test(list)) return null;
  const stated = list.split(':')[kind];
  return stated !== undefined && stated !== '' && stated !== '0';
}

/** Facts from table `options` or a registration. What cannot be read tells nothing. */
export function takeOptions(body: Uint8Array, terminal: AdmsTerminal): void {
  try {
    const o = parseOptionList(body);
    const capacity = count(o.MaxAttLogCount);
    terminal.takesFacePhotos(supports(o.MultiBioPhotoSupport, VISIBLE_LIGHT_FACE));
    terminal.info(
      known({
        model: o.DeviceName,
        firmware: o.FWVersion ?? o.FirmVer,
        platform: o.Platform,
        vendor: o.OEMVendor,
        macAddress: o.MAC,
        userCount: count(o.UserCount),
        recordCount: count(o.TransactionCount),
        recordCapacity: capacity === undefined || capacity === 0 ? undefined : capacity * RECORD_CAPACITY_UNIT,
      }),
    );
  } catch (error) {
    if (!isHadirError(error)) throw error;
    terminal.raise({ code: error.code, subject: 'options', details: error.details });
  }
}
