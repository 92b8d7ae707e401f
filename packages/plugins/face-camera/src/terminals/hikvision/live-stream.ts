import { type HikEvent, readHikMessage } from '../../wire/hik-event.js';
import type { EventStreamSource } from '../event-stream.js';
import type { HikApi } from './api.js';

/** `alertStream`: what happens at the terminal, as it happens. */
export function alertStream(api: HikApi): EventStreamSource<HikEvent> {
  return {
    api,
    path: '/ISAPI/Event/notification/alertStream',
    read(body) {
      const message = readHikMessage(body);
      return message.kind === 'access' ? [message] : [];
    },
  };
}
