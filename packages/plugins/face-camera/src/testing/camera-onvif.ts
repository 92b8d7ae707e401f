import { createHash } from 'node:crypto';
import type { CameraUser } from './camera-auth.js';
import type { OnvifAnswer } from './camera-http.js';

export interface OnvifOptions {
  readonly user: CameraUser | null;
  /** Camera clock minus real time. */
  readonly clockOffsetMs: number;
}

/** The ONVIF side of a simulated camera: device, media and event service as far as a client of pictures needs them. */
export interface CameraOnvif {
  readonly answer: OnvifAnswer;
  /** Something begins or ceases to move before it. */
  move(isMoving: boolean): void;
  /** Ends what waits. */
  close(): void;
}

/** Where the camera believes to be: behind address translation nobody reaches that (ONVIF Core, section 5.1.1). */
const INNER = 'http://10.99.0.1';
/** What a password digest's time may be off (the specification leaves it to the camera; 5 s is common). */
const SKEW_MS = 5_000;

export function cameraOnvif({ user, clockOffsetMs }: OnvifOptions): CameraOnvif {
  let isMoving = false;
  let untold = false;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const one of [...waiting]) one();
  };
  const cameraNow = (): number => Date.now() + clockOffsetMs;

  async function messages(body: string): Promise<string> {
    const seconds = Number(/Timeout>PT(\d+)S</.exec(body)?.[1] ?? 1);
    if (!untold) await pause(seconds * 1000, waiting);
    const told = untold ? notification(isMoving, new Date(cameraNow())) : '';
    untold = false;
    return `<tev:PullMessagesResponse>${told}</tev:PullMessagesResponse>`;
  }

  async function respond(operation: string, body: string): Promise<string> {
    switch (operation) {
      case 'GetSystemDateAndTime':
        return dateAndTime(new Date(cameraNow()));
      case 'GetCapabilities':
        return `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Events><tt:XAddr>${INNER}/onvif/events</tt:XAddr></tt:Events><tt:Media><tt:XAddr>${INNER}/onvif/media</tt:XAddr></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>`;
      case 'GetProfiles':
        return '<trt:GetProfilesResponse><trt:Profiles token="main" fixed="true"/><trt:Profiles token="sub" fixed="true"/></trt:GetProfilesResponse>';
      case 'GetSnapshotUri':
        return `<trt:GetSnapshotUriResponse><trt:MediaUri><tt:Uri>${INNER}/snapshot.jpg?profile=1&amp;size=full</tt:Uri></trt:MediaUri></trt:GetSnapshotUriResponse>`;
      case 'CreatePullPointSubscription':
        untold = isMoving;
        return `<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference><wsa:Address>${INNER}/onvif/pull</wsa:Address></tev:SubscriptionReference></tev:CreatePullPointSubscriptionResponse>`;
      case 'PullMessages':
        return messages(body);
      default:
        return `<wsnt:${operation}Response/>`;
    }
  }

  return {
    async answer(path, text) {
      if (!path.startsWith('/onvif/')) return null;
      const body = /<(?:\w+:)?Body[^>]*>([\s\S]*)<\/(?:\w+:)?Body>/.exec(text)?.[1] ?? '';
      const operation = /<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? '';
      // The clock is told to everybody: without it nobody could make a valid password digest.
      const isOpen = operation === 'GetSystemDateAndTime' || user === null;
      if (!isOpen && !signed(text, user, cameraNow())) return { status: 400, xml: envelope(NOT_AUTHORISED) };
      return { status: 200, xml: envelope(await respond(operation, body)) };
    },
    move(moving) {
      isMoving = moving;
      untold = true;
      wake();
    },
    close: wake,
  };
}

/** WS-Security UsernameToken: Base64(SHA-1(nonce + created + password)), and not too old. */
function signed(text: string, { username, password }: CameraUser, nowMs: number): boolean {
  const field = (name: string) => new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(text)?.[1] ?? '';
  const created = field('Created');
  if (field('Username') !== username || Math.abs(Date.parse(created) - nowMs) > SKEW_MS) return false;
  const nonce = Buffer.from(field('Nonce'), 'base64');
  const digest = createHash('sha1')
    .update(Buffer.concat([nonce, Buffer.from(created), Buffer.from(password)]))
    .digest('base64');
  return nonce.length > 0 && digest === field('Password');
}

function dateAndTime(at: Date): string {
  const time = `<tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second>`;
  const date = `<tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day>`;
  return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:UTCDateTime><tt:Time>${time}</tt:Time><tt:Date>${date}</tt:Date></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
}

const notification = (isMoving: boolean, at: Date): string =>
  `<wsnt:NotificationMessage><wsnt:Topic>\n tns1:RuleEngine/CellMotionDetector/Motion\n</wsnt:Topic><wsnt:Message><tt:Message UtcTime="${at.toISOString()}" PropertyOperation="Changed"><tt:Data><tt:SimpleItem Name="IsMotion" Value="${isMoving}"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>`;

const NOT_AUTHORISED =
  '<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:NotAuthorized</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">Sender not Authorized</s:Text></s:Reason></s:Fault>';

const NAMESPACES = [
  'xmlns:s="http://www.w3.org/2003/05/soap-envelope"',
  'xmlns:tt="http://www.onvif.org/ver10/schema"',
  'xmlns:tds="http://www.onvif.org/ver10/device/wsdl"',
  'xmlns:trt="http://www.onvif.org/ver10/media/wsdl"',
  'xmlns:tev="http://www.onvif.org/ver10/events/wsdl"',
  'xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"',
  'xmlns:wsa="http://www.w3.org/2005/08/addressing"',
  'xmlns:tns1="http://www.onvif.org/ver10/topics"',
  'xmlns:ter="http://www.onvif.org/ver10/error"',
].join(' ');
const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><s:Envelope ${NAMESPACES}><s:Body>${body}</s:Body></s:Envelope>`;

function pause(ms: number, waiting: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      waiting.delete(done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    waiting.add(done);
  });
}
