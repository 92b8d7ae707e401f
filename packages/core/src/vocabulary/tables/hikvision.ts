import type { OperationMeaning, OperationTable, StateTable, VerifyTable } from '../code-table.js';

/**
 * `subEventType` (minor) of major 5 that mean that a person was verified. What was allowed (`currentVerifyMode`) says
 * nothing of what happened. Codes not named here are refusals, doors and machines, and no punch.
 */
export const HIKVISION_VERIFY: VerifyTable = {
  kind: 'verify',
  source: 'Hikvision HCNetSDK headers in public code (MINOR_…_PASS); ISAPI "Access Control Event Types"',
  codes: {
    1: ['card'],
    2: ['card', 'password'],
    16: ['unknown'], // several factors, not said which
    38: ['fingerprint'],
    40: ['fingerprint', 'card'],
    43: ['fingerprint', 'card', 'password'],
    46: ['fingerprint', 'password'],
    54: ['face', 'fingerprint'],
    57: ['face', 'password'],
    60: ['face', 'card'],
    63: ['face', 'fingerprint', 'password'],
    66: ['face', 'fingerprint', 'card'],
    69: ['fingerprint', 'pin'],
    72: ['fingerprint', 'password', 'pin'],
    75: ['face'],
    77: ['face', 'pin'],
    101: ['password', 'pin'],
    104: ['unknown'], // number and password in some lists, "no living person found" in the headers: an officer looks
    105: ['face', 'card'], // person compared with the picture on the identity card
    156: ['qr'],
    181: ['password'],
  },
};

/** `attendanceStatus`, numbered as in the SDK's `byAttendanceStatus`. */
export const HIKVISION_STATE: StateTable = {
  kind: 'state',
  source: 'Hikvision HCNetSDK, byAttendanceStatus; ISAPI attendanceStatus',
  codes: { 1: 'in', 2: 'out', 3: 'break-out', 4: 'break-in', 5: 'overtime-in', 6: 'overtime-out' },
};

const say = (id: string, en: string): OperationMeaning => ({ text: { id, en }, alert: false });
const alert = (id: string, en: string): OperationMeaning => ({ text: { id, en }, alert: true });

const ALARM = 1 << 16;
const OPERATION = 3 << 16;
const EVENT = 5 << 16;

/** Major number × 65536 + minor number. */
export const HIKVISION_OPERATION: OperationTable = {
  kind: 'operation',
  source: 'Hikvision HCNetSDK headers in public code (MAJOR_ALARM, MAJOR_OPERATION, MAJOR_EVENT)',
  codes: {
    [ALARM + 0x404]: alert('Alarm: mesin dibongkar', 'Alarm: tamper'),
    [ALARM + 0x405]: say('Mesin ditutup kembali', 'Case closed again'),
    [ALARM + 0x406]: alert('Alarm: pembaca kartu dibongkar', 'Alarm: card reader opened'),
    [ALARM + 0x407]: say('Pembaca kartu ditutup kembali', 'Card reader closed again'),
    [ALARM + 0x40a]: alert('Verifikasi di bawah paksaan', 'Duress verification'),
    [ALARM + 0x40b]: alert('Penyimpanan kejadian hampir penuh', 'Event memory nearly full'),
    [ALARM + 0x40c]: say('Terlalu banyak kartu ditolak', 'Too many cards refused'),
    [OPERATION + 0x400]: alert('Pintu dibuka dari jauh', 'Door opened remotely'),
    [OPERATION + 0x401]: say('Pintu ditutup dari jauh', 'Door closed remotely'),
    [OPERATION + 0x402]: alert('Pintu dibiarkan terbuka dari jauh', 'Door left open remotely'),
    [OPERATION + 0x403]: say('Pintu dibiarkan terkunci dari jauh', 'Door left closed remotely'),
    [OPERATION + 0x404]: alert('Jam disetel dari jauh', 'Clock set remotely'),
    [OPERATION + 0x405]: say('Jam disetel oleh NTP', 'Clock set by NTP'),
    [EVENT + 0x400]: alert('Pintu dibuka dari jauh', 'Door opened remotely'),
  },
};
