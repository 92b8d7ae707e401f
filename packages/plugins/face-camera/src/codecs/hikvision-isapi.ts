import type { Codec } from '@hadir/sdk/codec';
import { faceError } from '../errors.js';
import { type HikEvent, hikMessageOf, readHikMessage } from '../wire/hik-event.js';
import { readHikHosts } from '../wire/hik-hosts.js';
import { hikDirection, hikMeaning, hikMethods } from '../wire/hik-meaning.js';
import { readHikSearch } from '../wire/hik-search.js';
import { readHikStatus } from '../wire/hik-status.js';
import { readHikClock, readHikDeviceInfo } from '../wire/hik-system.js';
import { isObject, type JsonObject, parseJson } from '../wire/json.js';
import type { MultipartPart } from '../wire/multipart.js';
import { descendant, parseXml } from '../wire/xml.js';
import { partsOf } from './multipart-body.js';

const NAME = 'hikvision-isapi';

function eventJson(event: HikEvent): JsonObject {
  const meaning = hikMeaning(event);
  const { time, temperature } = event;
  return {
    punch: meaning === 'punch',
    meaning,
    major: event.major,
    minor: event.minor,
    employee: event.employeeNo,
    method: hikMethods(event).join('+'),
    direction: hikDirection(event),
    serial: event.serialNo,
    time: time?.text ?? null,
    mask: event.mask,
    pictures: event.pictures,
    ...(temperature === null ? {} : { temperatureC: temperature.celsius, abnormal: temperature.isAbnormal }),
  };
}

function countsOf(events: readonly HikEvent[]): JsonObject {
  const meanings = events.map(hikMeaning);
  const count = (wanted: string) => meanings.filter((meaning) => meaning === wanted).length;
  return { punches: count('punch'), rejected: count('refused'), operations: count('operation') };
}

function messagesJson(bodies: readonly Uint8Array[], pictures: number): JsonObject {
  const messages = bodies.map((body) => readHikMessage(body, pictures));
  const events = messages.filter((message) => message.kind === 'access');
  const [first] = events;
  return {
    ...(first === undefined ? { punch: false } : eventJson(first)),
    ...countsOf(events),
    heartbeat: messages.some((message) => message.kind === 'heartbeat'),
    pictures,
  };
}

function multipartJson(parts: readonly MultipartPart[]): JsonObject {
  const pictures = parts.filter(({ body }) => body === null).length;
  const record = parts.find(({ name }) => name === 'FaceDataRecord');
  if (record?.body != null) {
    const value = parseJson(record.body, NAME);
    return { form: 'FaceDataRecord', person: isObject(value) ? (value.FPID ?? null) : null, pictures };
  }
  return messagesJson(
    parts.flatMap(({ body }) => (body === null || body.length === 0 ? [] : [body])),
    pictures,
  );
}

function xmlJson(text: string, input: Uint8Array): JsonObject {
  const status = readHikStatus(input);
  if (status !== null) return { ...status };
  const root = parseXml(text, NAME);
  if (descendant(root, 'HttpHostNotification') !== null) return { hosts: readHikHosts(text) };
  if (descendant(root, 'DeviceInfo') !== null) return { ...readHikDeviceInfo(text) };
  if (descendant(root, 'Time') !== null && descendant(root, 'localTime') !== null) {
    const clock = readHikClock(text);
    return { time: clock.time.text, timeZone: clock.timeZone };
  }
  return messagesJson([input], 0);
}

/** Members by which a request or a table is known that is no answer of a terminal. */
const REQUESTS = ['AcsEventCond', 'UserInfo', 'UserInfoDelCond', 'UserInfoSearchCond', 'FPID', 'major'];

function jsonJson(value: unknown, input: Uint8Array): JsonObject {
  if (!isObject(value))
    throw faceError('FACE_WIRE_UNREADABLE', { format: NAME, where: 'message', reason: 'no object' });
  if (value.AcsEvent !== undefined) {
    const page = readHikSearch(value);
    const [first] = page.events;
    return {
      ...countsOf(page.events),
      more: page.more,
      totalMatches: page.totalMatches,
      ...(first === undefined ? {} : { first: eventJson(first) }),
    };
  }
  if (value.eventType === undefined) {
    const status = readHikStatus(input);
    if (status !== null) return { ...status };
    const request = REQUESTS.find((name) => isObject(value[name]) || Array.isArray(value[name]));
    if (request !== undefined) return { form: request };
  }
  hikMessageOf(value);
  return messagesJson([input], 0);
}

export const hikvisionIsapi: Codec = {
  name: NAME,
  description:
    'Hikvision ISAPI: pushed and streamed events (JSON, XML, multipart), search answers, status, hosts, clock, requests',
  decode(input) {
    const parts = partsOf(input);
    if (parts !== null) return multipartJson(parts);
    const text = Buffer.from(input).toString('utf8').trimStart();
    return text.startsWith('<') ? xmlJson(text, input) : jsonJson(parseJson(input, NAME), input);
  },
};
