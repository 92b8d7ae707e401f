import { faceError } from '../errors.js';
import { booleanOf } from './json.js';
import { childText, descendant, descendants, parseXml, type XmlElement } from './xml.js';

const FORMAT = 'onvif';

function missing(where: string): never {
  throw faceError('FACE_WIRE_UNREADABLE', { format: FORMAT, where, reason: 'missing' });
}

/** A SOAP answer by local names. @throws FACE_WIRE_UNREADABLE; FACE_TERMINAL_REFUSED-like reasons stand in a Fault */
export function parseOnvif(text: string): XmlElement {
  const root = parseXml(text, FORMAT);
  const fault = descendant(root, 'Fault');
  if (fault === null) return root;
  const reason =
    descendant(fault, 'Text')?.text || descendant(fault, 'faultstring')?.text || 'a fault without a reason';
  throw faceError('FACE_WIRE_UNREADABLE', { format: FORMAT, where: 'Fault', reason: reason.slice(0, 160) });
}

/** Of Media (`MediaUri/Uri`) and of Media2, where `Uri` stands right below the answer. Null when the camera has none. */
export function readSnapshotUri(root: XmlElement): string | null {
  const answer = descendant(root, 'GetSnapshotUriResponse');
  const uri = (answer === null ? null : descendant(answer, 'Uri'))?.text;
  return uri === undefined || uri === '' ? null : uri;
}

export interface PullPoint {
  readonly address: string;
  /** As the camera tells them; the difference is how long the subscription lives. */
  readonly currentTime: string | null;
  readonly terminationTime: string | null;
}

/** @throws FACE_WIRE_UNREADABLE */
export function readPullPoint(root: XmlElement): PullPoint {
  const answer =
    descendant(root, 'CreatePullPointSubscriptionResponse') ?? missing('CreatePullPointSubscriptionResponse');
  const address = descendant(answer, 'Address')?.text ?? '';
  if (address === '') missing('Address');
  return {
    address,
    currentTime: childText(answer, 'CurrentTime'),
    terminationTime: childText(answer, 'TerminationTime'),
  };
}

export interface OnvifNotification {
  readonly topic: string;
  readonly utcTime: string | null;
  /** Initialized, Changed, Deleted. */
  readonly operation: string | null;
  readonly items: Readonly<Record<string, string>>;
}

/** Answer to PullMessages; the topic is written with blanks and line ends around it. */
export function readNotifications(root: XmlElement): readonly OnvifNotification[] {
  return descendants(root, 'NotificationMessage').map((one) => {
    // The outer Message is WS-Notification's, the inner one ONVIF's.
    const message = descendants(one, 'Message').find((inner) => inner.attributes.UtcTime !== undefined) ?? one;
    const items = descendants(message, 'SimpleItem').map(({ attributes }) => [
      attributes.Name ?? '',
      attributes.Value ?? '',
    ]);
    return {
      topic: descendant(one, 'Topic')?.text ?? '',
      utcTime: message.attributes.UtcTime ?? null,
      operation: message.attributes.PropertyOperation ?? null,
      items: Object.fromEntries(items),
    };
  });
}

/** Topics that mean "something moves", by their ends: prefixes are the camera's choice. */
const MOTION_TOPIC = /(?:CellMotionDetector|MotionRegionDetector)\/Motion$|VideoSource\/MotionAlarm$/;

/** Whether the notification says that motion began (true) or ended (false); null when it is about something else. */
export function motionOf({ topic, items }: OnvifNotification): boolean | null {
  if (!MOTION_TOPIC.test(topic)) return null;
  return booleanOf(items.IsMotion ?? items.State);
}
