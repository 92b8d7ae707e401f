import type { DeviceCommand, WallTime } from '@hadir/sdk';
import { commandValue } from './parse-command.js';

/** Keys of a command are divided by TAB (vendor Attendance PUSH document, commands); values must hold none. */
function pairs(fields: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(fields)
    .filter((field): field is [string, string | number] => field[1] !== undefined)
    .map(([key, value]) => `${key}=${commandValue(String(value))}`)
    .join('\t');
}

type NewUser = Extract<DeviceCommand, { name: 'user.put' }>['user'];
const PRIVILEGES = { user: 0, enroller: 2, manager: 6, admin: 14 } as const;

function windowOf(from: WallTime, to: WallTime): string {
  return pairs({ StartTime: from.replace('T', ' '), EndTime: to.replace('T', ' ') });
}

/** Commands in the words that real firmware takes; the paper names `USER ADD` and `DATA DEL` are refused (s0x90/zkteco-adms). */
export const admsCommands = {
  putUser: (user: NewUser): string =>
    `DATA UPDATE USERINFO ${pairs({
      PIN: user.deviceUserId,
      Name: user.name,
      Pri: user.privilege === undefined ? undefined : PRIVILEGES[user.privilege],
      Card: user.card,
    })}`,
  /** A photograph (JPEG, base64) from which a visible-light terminal makes its own template; type 9. */
  putFace: (deviceUserId: string, jpegBase64: string): string =>
    `DATA UPDATE BIOPHOTO ${pairs({
      PIN: deviceUserId,
      Type: 9,
      Size: jpegBase64.length,
      Content: jpegBase64,
      Format: 0,
      Url: '',
      // The template that it makes is not wanted back.
      PostBackTmpFlag: 0,
    })}`,
  deleteFace: (deviceUserId: string): string => `DATA DELETE BIOPHOTO ${pairs({ PIN: deviceUserId, Type: 9 })}`,
  deleteFaceTemplate: (deviceUserId: string): string => `DATA DELETE BIODATA ${pairs({ PIN: deviceUserId, Type: 9 })}`,
  queryUser: (deviceUserId: string): string => `DATA QUERY USERINFO ${pairs({ PIN: deviceUserId })}`,
  deleteUser: (deviceUserId: string): string => `DATA DELETE USERINFO ${pairs({ PIN: deviceUserId })}`,
  queryUsers: (): string => 'DATA QUERY USERINFO',
  queryAttlog: (from: WallTime, to: WallTime): string => `DATA QUERY ATTLOG ${windowOf(from, to)}`,
  /** Answered with `AttlogSum`, the number of punches the terminal holds in the window. */
  countAttlog: (from: WallTime, to: WallTime): string => `VERIFY SUM ATTLOG ${windowOf(from, to)}`,
  /** Makes the terminal greet again: it takes options, time zone and stamps from the answer, the time from its Date. */
  check: (): string => 'CHECK',
  info: (): string => 'INFO',
  clearLog: (): string => 'CLEAR LOG',
  reboot: (): string => 'REBOOT',
  unlock: (): string => 'AC_UNLOCK',
  enrolFinger: (deviceUserId: string, finger: number): string =>
    `ENROLL_FP ${pairs({ PIN: deviceUserId, FID: finger, RETRY: 3, OVERWRITE: 0 })}`,
} as const;

/** What negative and enrolment results mean (vendor Attendance PUSH document, appendix of return values). */
const MEANINGS: Readonly<Record<number, string>> = {
  [-1]: 'parameter wrong or not supported',
  [-2]: 'photo size does not match',
  [-3]: 'read or write error',
  [-9]: 'template size does not match',
  [-10]: 'no such user',
  [-11]: 'template format wrong',
  [-12]: 'template not valid',
  [-30]: 'algorithm version differs',
  [-629]: 'not supported by access firmware',
  [-1001]: 'no capacity left',
  [-1002]: 'not supported',
  [-1003]: 'time-out',
  [-1004]: 'does not fit the settings of the terminal',
  [-1005]: 'busy',
  [-1006]: 'too long',
  [-1007]: 'out of memory',
  [-1008]: 'could not fetch from the server',
  2: 'fingerprint exists already',
  4: 'quality too poor',
  5: 'fingerprint belongs to somebody else',
  6: 'cancelled at the terminal',
  7: 'busy',
};

export function admsResultMeaning(code: number): string {
  return MEANINGS[code] ?? 'not documented';
}

/** The terminal says that it does not know the command, as opposed to having failed at it. */
export function isUnsupportedResult(code: number): boolean {
  return code === -1 || code === -1002 || code === -629;
}
