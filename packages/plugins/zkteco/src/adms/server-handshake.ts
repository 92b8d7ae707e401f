/** What the answer to `GET /iclock/cdata?options=all` depends on. */
export interface HandshakeFacts {
  readonly serialNumber: string;
  /** Last stamp stored per table; a table without one is sent by the device from its beginning. */
  readonly stamps: Readonly<Record<string, string>>;
  /** Seconds east of UTC at the device's place. */
  readonly utcOffsetSeconds: number;
  /** Seconds between polls for commands. */
  readonly pollSeconds: number;
  /** Seconds after which the device sends again what was not answered with OK. */
  readonly retrySeconds: number;
}

/**
 * Highest version offered. From 2.4.0 on both sides the device starts a key exchange that is not public; the lower
 * version of the two counts, so this one keeps the talk in clear text (vendor Attendance PUSH document, versions).
 */
export const PUSH_PROTOCOL_VERSION = '2.2.14';

/**
 * Whole hours, or minutes when the zone is not on the hour. A wrong or missing value moves the device's clock
 * (saifulcoder/adms-server-ZKTeco #14), so it always comes from the device's own zone.
 */
export function timeZoneOption(utcOffsetSeconds: number): string {
  return utcOffsetSeconds % 3600 === 0 ? String(utcOffsetSeconds / 3600) : String(Math.round(utcOffsetSeconds / 60));
}

/**
 * What we understand of each kind of biometry, by place (0 any, 1 finger, 2 near-infrared face, … 9 visible-light face; vendor
 * Attendance PUSH document 2.4.1): photographs of faces are sent to the terminal, templates are not exchanged at all.
 * Terminals that have never heard of it skip it.
 */
const PHOTO_SUPPORT = '0:0:0:0:0:0:0:0:0:1';
const TEMPLATE_SUPPORT = '0:0:0:0:0:0:0:0:0:0';
/** What the terminal should say of itself in table `options`. */
const ASKED_OPTIONS =
  'FingerFunOn,FaceFunOn,MultiBioDataSupport,MultiBioPhotoSupport,IRTempDetectionFunOn,MaskDetectionFunOn';

/** Text form of TransFlag: punches, operations and who is registered. Pictures and templates are not asked for. */
const TRANS_FLAG = 'TransData AttLog\tOpLog\tEnrollUser\tChgUser';

export function handshakeText(facts: HandshakeFacts): string {
  const attlog = facts.stamps.ATTLOG ?? 'None';
  const operlog = facts.stamps.OPERLOG ?? 'None';
  return [
    `GET OPTION FROM: ${facts.serialNumber}`,
    // Firmware before 2.x reads the short names, later firmware the long ones; each ignores the other's.
    `Stamp=${attlog}`,
    `OpStamp=${operlog}`,
    'PhotoStamp=None',
    `ATTLOGStamp=${attlog}`,
    `OPERLOGStamp=${operlog}`,
    'ATTPHOTOStamp=None',
    'BIODATAStamp=None',
    'IDCARDStamp=None',
    'ERRORLOGStamp=None',
    `ErrorDelay=${facts.retrySeconds}`,
    `Delay=${facts.pollSeconds}`,
    'TransTimes=00:00;14:05',
    'TransInterval=1',
    `TransFlag=${TRANS_FLAG}`,
    `TimeZone=${timeZoneOption(facts.utcOffsetSeconds)}`,
    'Realtime=1',
    'Encrypt=None',
    `ServerVer=${PUSH_PROTOCOL_VERSION}`,
    `PushProtVer=${PUSH_PROTOCOL_VERSION}`,
    'PushOptionsFlag=1',
    `PushOptions=${ASKED_OPTIONS}`,
    `MultiBioDataSupport=${TEMPLATE_SUPPORT}`,
    `MultiBioPhotoSupport=${PHOTO_SUPPORT}`,
    'SupportPing=1',
    '',
  ].join('\n');
}
