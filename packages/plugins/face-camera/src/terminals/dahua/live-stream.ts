import { type DahuaAccess, readDahuaEvent } from '../../wire/dahua-event.js';
import type { EventStreamSource } from '../event-stream.js';
import type { DahuaApi } from './api.js';

/** `eventManager`, attached to the events of doors. */
export function doorEvents(api: DahuaApi): EventStreamSource<DahuaAccess> {
  return {
    api,
    path: '/cgi-bin/eventManager.cgi',
    query: '?action=attach&codes=[AccessControl]&heartbeat=5',
    read(body) {
      const message = readDahuaEvent(body);
      return message.kind === 'access' ? [message] : [];
    },
  };
}
