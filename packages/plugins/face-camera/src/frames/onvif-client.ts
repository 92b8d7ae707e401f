import { createHash, randomBytes } from 'node:crypto';
import { type Clock, isHadirError } from '@hadir/sdk';
import { faceError } from '../errors.js';
import {
  type OnvifNotification,
  type PullPoint,
  parseOnvif,
  readNotifications,
  readPullPoint,
  readSnapshotUri,
} from '../wire/onvif.js';
import { childText, descendant, descendants, escapeXml, type XmlElement } from '../wire/xml.js';
import type { CameraAccess, CameraHttp } from './camera-http.js';

/** What is asked of a camera over ONVIF (Core, Media and Event service specifications). Close the HTTP with the caller. */
export interface OnvifClient {
  /** Reads the camera's clock; every password is bound to it. To be called first. */
  connect(signal: AbortSignal): Promise<void>;
  /** @throws FACE_ONVIF_NO_SNAPSHOT, FACE_ONVIF_FAULT, FACE_CAMERA_* */
  snapshotUrl(signal: AbortSignal): Promise<string>;
  /** @throws FACE_ONVIF_FAULT, FACE_CAMERA_* */
  subscribe(signal: AbortSignal): Promise<PullPoint>;
  pull(address: string, signal: AbortSignal): Promise<readonly OnvifNotification[]>;
  renew(address: string, signal: AbortSignal): Promise<void>;
  unsubscribe(address: string, signal: AbortSignal): Promise<void>;
}

const SOAP_TYPE = 'application/soap+xml; charset=utf-8';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const DIGEST = `${WSSE}-username-token-profile-1.0#PasswordDigest`;
const BASE64 = `${WSSE}-soap-message-security-1.0#Base64Binary`;
const PULL_MS = 10_000;
/** How long a subscription lives that is not renewed. */
export const SUBSCRIPTION_SECONDS = 60;
/** A fault comes with one of these. */
const FAULT_STATUSES = [400, 401, 403, 500];

const MEDIA = 'http://www.onvif.org/ver10/media/wsdl';
const DEVICE = 'http://www.onvif.org/ver10/device/wsdl';
const EVENTS = 'http://www.onvif.org/ver10/events/wsdl';
const NOTIFY = 'http://docs.oasis-open.org/wsn/b-2';

export function onvifClient(http: CameraHttp, deviceUrl: string, access: CameraAccess, clock: Clock): OnvifClient {
  const device = new URL(deviceUrl);
  let offsetMs = 0;
  let capabilities: XmlElement | null = null;

  async function ask(url: URL, operation: string, body: string, signal: AbortSignal, signed = true) {
    const head = signed ? security(access, clock.now() + offsetMs) : '';
    const answer = await http.send(
      url,
      { method: 'POST', body: envelope(head, body), contentType: SOAP_TYPE, signal, timeoutMs: PULL_MS * 2 },
      FAULT_STATUSES,
    );
    try {
      return parseOnvif(answer.body.toString('utf8'));
    } catch (error) {
      throw asFault(error, operation, device.host);
    }
  }

  /** Cameras behind address translation tell addresses that only they know. */
  function reachable(told: string): URL {
    const url = new URL(told, device);
    if (url.hostname !== device.hostname) url.host = device.host;
    if (url.host === device.host) url.protocol = device.protocol;
    return url;
  }

  async function serviceUrl(name: 'Media' | 'Events', signal: AbortSignal): Promise<URL> {
    const body = `<GetCapabilities xmlns="${DEVICE}"><Category>All</Category></GetCapabilities>`;
    capabilities ??= await ask(device, 'GetCapabilities', body, signal);
    const service = descendant(capabilities, name);
    const told = service === null ? null : childText(service, 'XAddr');
    return told === null || told === '' ? device : reachable(told);
  }

  return {
    async connect(signal) {
      const body = `<GetSystemDateAndTime xmlns="${DEVICE}"/>`;
      const answer = await ask(device, 'GetSystemDateAndTime', body, signal, false);
      const cameraMs = readUtc(answer);
      if (cameraMs !== null) offsetMs = cameraMs - clock.now();
    },
    async snapshotUrl(signal) {
      const media = await serviceUrl('Media', signal);
      const profiles = await ask(media, 'GetProfiles', `<GetProfiles xmlns="${MEDIA}"/>`, signal);
      const token = descendants(profiles, 'Profiles')[0]?.attributes.token ?? '';
      const body = `<GetSnapshotUri xmlns="${MEDIA}"><ProfileToken>${escapeXml(token)}</ProfileToken></GetSnapshotUri>`;
      const told = readSnapshotUri(await ask(media, 'GetSnapshotUri', body, signal));
      if (told === null) throw faceError('FACE_ONVIF_NO_SNAPSHOT', { host: device.host });
      return reachable(told).href;
    },
    async subscribe(signal) {
      const time = `<InitialTerminationTime>PT${SUBSCRIPTION_SECONDS}S</InitialTerminationTime>`;
      const body = `<CreatePullPointSubscription xmlns="${EVENTS}">${time}</CreatePullPointSubscription>`;
      const events = await serviceUrl('Events', signal);
      const point = readPullPoint(await ask(events, 'CreatePullPointSubscription', body, signal));
      return { ...point, address: reachable(point.address).href };
    },
    async pull(address, signal) {
      const limit = `<Timeout>PT${PULL_MS / 1000}S</Timeout><MessageLimit>20</MessageLimit>`;
      const body = `<PullMessages xmlns="${EVENTS}">${limit}</PullMessages>`;
      return readNotifications(await ask(new URL(address), 'PullMessages', body, signal));
    },
    async renew(address, signal) {
      const body = `<Renew xmlns="${NOTIFY}"><TerminationTime>PT${SUBSCRIPTION_SECONDS}S</TerminationTime></Renew>`;
      await ask(new URL(address), 'Renew', body, signal);
    },
    async unsubscribe(address, signal) {
      await ask(new URL(address), 'Unsubscribe', `<Unsubscribe xmlns="${NOTIFY}"/>`, signal);
    },
  };
}

const envelope = (head: string, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header>${head}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;

/** WS-Security UsernameToken with a password digest: Base64(SHA-1(nonce + created + password)). */
function security({ username, password }: CameraAccess, cameraMs: number): string {
  if (username === undefined) return '';
  const nonce = randomBytes(16);
  const created = new Date(cameraMs).toISOString();
  const digest = createHash('sha1')
    .update(Buffer.concat([nonce, Buffer.from(created), Buffer.from(password ?? '')]))
    .digest('base64');
  return [
    `<Security s:mustUnderstand="1" xmlns="${WSSE}-wssecurity-secext-1.0.xsd"><UsernameToken>`,
    `<Username>${escapeXml(username)}</Username><Password Type="${DIGEST}">${digest}</Password>`,
    `<Nonce EncodingType="${BASE64}">${nonce.toString('base64')}</Nonce>`,
    `<Created xmlns="${WSSE}-wssecurity-utility-1.0.xsd">${created}</Created></UsernameToken></Security>`,
  ].join('');
}

/** The camera's clock, or null when it tells none. */
function readUtc(root: XmlElement): number | null {
  const utc = descendant(root, 'UTCDateTime');
  if (utc === null) return null;
  const field = (name: string) => Number(descendant(utc, name)?.text ?? Number.NaN);
  const [year, month, day, hour, minute, second] = ['Year', 'Month', 'Day', 'Hour', 'Minute', 'Second'].map(field);
  const ms = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  return Number.isNaN(ms) ? null : ms;
}

function asFault(error: unknown, operation: string, host: string): unknown {
  if (!isHadirError(error)) return error;
  const reason = String(error.details.reason ?? error.message);
  if (/not ?authori[sz]ed|unauthori[sz]ed|authority/i.test(reason))
    return faceError('FACE_CAMERA_DENIED', { host }, error);
  return faceError('FACE_ONVIF_FAULT', { host, operation, reason: reason.slice(0, 160) }, error);
}
