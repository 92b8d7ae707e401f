import type { Codec } from '@hadir/sdk/codec';
import { faceError } from '../errors.js';
import { motionOf, parseOnvif, readNotifications, readPullPoint, readSnapshotUri } from '../wire/onvif.js';
import { descendant } from '../wire/xml.js';

export const onvif: Codec = {
  name: 'onvif',
  description: 'ONVIF answers: snapshot address, pull point, motion',
  decode(input) {
    const root = parseOnvif(Buffer.from(input).toString('utf8'));
    if (descendant(root, 'GetSnapshotUriResponse') !== null) return { uri: readSnapshotUri(root) };
    if (descendant(root, 'CreatePullPointSubscriptionResponse') !== null) return readPullPoint(root);
    if (descendant(root, 'PullMessagesResponse') === null) {
      throw faceError('FACE_WIRE_UNREADABLE', {
        format: 'onvif',
        where: root.name,
        reason: 'not an answer that is read',
      });
    }
    const notifications = readNotifications(root);
    const [first] = notifications;
    if (first === undefined) return { notifications: 0 };
    const motion = motionOf(first);
    return {
      notifications: notifications.length,
      topic: first.topic,
      utcTime: first.utcTime,
      ...first.items,
      ...(motion === null ? {} : { motion, ...('IsMotion' in first.items ? { IsMotion: motion } : {}) }),
    };
  },
};
