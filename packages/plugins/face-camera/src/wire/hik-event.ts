import { faceError } from '../errors.js';
import { booleanOf, integerOf, isObject, type JsonObject, numberOf, parseJson, textOf } from './json.js';
import { readStatedTime, type StatedTime } from './stated-time.js';
import { child, parseXml, type XmlElement } from './xml.js';

/** What a terminal says of one happening, in its own words and numbers. */
export interface HikEvent {
  readonly kind: 'access';
  /** 1 alarm, 2 exception, 3 operation, 5 event. */
  readonly major: number;
  readonly minor: number;
  readonly time: StatedTime | null;
  readonly serialNo: number | null;
  readonly employeeNo: string | null;
  readonly attendanceStatus: string | null;
  readonly mask: boolean | null;
  /** The terminal's own verdict; null when it states none, or in words that are not known. */
  readonly liveness: 'passed' | 'failed' | null;
  readonly temperature: HikTemperature | null;
  readonly pictures: number;
  readonly deviceSerial: string | null;
  /** What may be kept as evidence: no temperature, no health, no picture, no card number. */
  readonly evidence: JsonObject;
}

export interface HikTemperature {
  /** As stated, in `unit`. */
  readonly value: number;
  readonly unit: 'C' | 'F' | 'K';
  readonly celsius: number;
  readonly isAbnormal: boolean | null;
}

/** Something that is no access event: a sign of life, or another kind of event. */
export interface HikOther {
  readonly kind: 'heartbeat' | 'other';
  readonly eventType: string;
  readonly time: StatedTime | null;
}

export type HikMessage = HikEvent | HikOther;

const FORMAT = 'hikvision-isapi';

/** Members of an event that say who, when and how. All others stay out of the evidence: firmware adds health data under ever new names. */
const EVIDENCE = [
  'dateTime',
  'time',
  'eventType',
  'eventState',
  'shortSerialNumber',
  'major',
  'minor',
  'majorEventType',
  'subEventType',
  'serialNo',
  'frontSerialNo',
  'employeeNo',
  'employeeNoString',
  'userType',
  'verifyNo',
  'cardReaderNo',
  'cardReaderKind',
  'doorNo',
  'attendanceStatus',
  'label',
  'statusValue',
  'currentVerifyMode',
  'mask',
  'helmet',
  'livenessDetectionStatus',
  'remoteCheck',
  'netUser',
  'remoteHostAddr',
] as const;
const MAX_EVIDENCE_CHARS = 120;

function evidenceOf(...sources: readonly JsonObject[]): JsonObject {
  const kept: Record<string, unknown> = {};
  for (const source of sources) {
    for (const name of EVIDENCE) {
      const value = source[name];
      if (typeof value === 'string') kept[name] = value.slice(0, MAX_EVIDENCE_CHARS);
      else if (typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
    }
  }
  return kept;
}

const UNITS = { celsius: 'C', fahrenheit: 'F', kelvin: 'K' } as const;

function celsiusOf(value: number, unit: HikTemperature['unit']): number {
  const celsius = unit === 'C' ? value : unit === 'F' ? ((value - 32) * 5) / 9 : value - 273.15;
  return Math.round(celsius * 10_000) / 10_000;
}

/** 0 means that nobody was measured. */
function temperatureOf(event: JsonObject): HikTemperature | null {
  const value = numberOf(event.currTemperature);
  if (value === null || value === 0 || Math.abs(value) > 500) return null;
  const unit = UNITS[(textOf(event.thermometryUnit) ?? '').toLowerCase() as keyof typeof UNITS] ?? 'C';
  return {
    value,
    unit,
    celsius: celsiusOf(value, unit),
    // Misspelt on the wire by most firmware (captured DS-K1T search answer).
    isAbnormal: booleanOf(event.isAbnomalTemperature ?? event.isAbnormalTemperature),
  };
}

/** Firmware words it as it likes: success, pass, live; fail, fake, noLive. The word itself stays in the evidence. */
function livenessOf(value: unknown): HikEvent['liveness'] {
  const word = (textOf(value) ?? '').toLowerCase();
  if (/^(success|succeed|pass|live|alive|real)/.test(word)) return 'passed';
  return /^(fail|fake|spoof|no.?a?live|non.?live|not.?a?live)/.test(word) ? 'failed' : null;
}

function employeeOf(event: JsonObject): string | null {
  const text = textOf(event.employeeNoString) ?? textOf(event.employeeNo);
  // 0 stands for nobody.
  return text === null || text === '0' || /[\p{Cc}\p{Cs}]/u.test(text) ? null : text;
}

function accessEvent(outer: JsonObject, event: JsonObject, pictures: number): HikEvent | null {
  const major = integerOf(event.majorEventType ?? event.major);
  const minor = integerOf(event.subEventType ?? event.minor);
  if (major === null || minor === null) return null;
  const time = textOf(event.time) ?? textOf(outer.dateTime) ?? textOf(event.dateTime);
  return {
    kind: 'access',
    major,
    minor,
    time: time === null ? null : readStatedTime(time),
    serialNo: integerOf(event.serialNo),
    employeeNo: employeeOf(event),
    attendanceStatus: textOf(event.attendanceStatus),
    mask: booleanOf(event.mask),
    liveness: livenessOf(event.livenessDetectionStatus),
    temperature: temperatureOf(event),
    pictures: integerOf(event.picturesNumber) ?? pictures,
    deviceSerial: textOf(outer.shortSerialNumber) ?? textOf(event.shortSerialNumber),
    evidence: evidenceOf(outer, event),
  };
}

/**
 * Reads one pushed or streamed event. Newer models nest it under `AccessControllerEvent`, the DS-K1T323 and others put
 * its members at the top.
 * @throws FACE_WIRE_UNREADABLE
 */
export function hikMessageOf(value: unknown, pictures = 0): HikMessage {
  if (!isObject(value))
    throw faceError('FACE_WIRE_UNREADABLE', { format: FORMAT, where: 'event', reason: 'no object' });
  const outer = isObject(value.EventNotificationAlert) ? value.EventNotificationAlert : value;
  const nested = isObject(outer.AccessControllerEvent) ? outer.AccessControllerEvent : outer;
  const event = accessEvent(outer, nested, pictures);
  if (event !== null) return event;
  const eventType = textOf(outer.eventType);
  if (eventType === null)
    throw faceError('FACE_WIRE_UNREADABLE', { format: FORMAT, where: 'event', reason: 'no event type' });
  const time = textOf(outer.dateTime);
  // Cameras report "no video loss" as their sign of life.
  const isLife = /^(heartbeat|videoloss)$/i.test(eventType);
  return {
    kind: isLife ? 'heartbeat' : 'other',
    eventType,
    time: time === null ? null : readStatedTime(time),
  };
}

/** One event inside an answer to a search; null for an entry without numbers. */
export function hikFoundEvent(value: unknown): HikEvent | null {
  return isObject(value) ? accessEvent({}, value, typeof value.pictureURL === 'string' ? 1 : 0) : null;
}

function objectOf(element: XmlElement): JsonObject {
  return Object.fromEntries(
    element.children.map((one) => [one.name, one.children.length > 0 ? objectOf(one) : one.text]),
  );
}

/** A part or a body, JSON or XML. @throws FACE_WIRE_UNREADABLE, FACE_WIRE_TOO_LARGE */
export function readHikMessage(bytes: Uint8Array, pictures = 0): HikMessage {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  if (!text.trimStart().startsWith('<')) return hikMessageOf(parseJson(bytes, FORMAT), pictures);
  const root = parseXml(text, FORMAT);
  return hikMessageOf(objectOf(child(root, 'EventNotificationAlert') ?? root), pictures);
}
