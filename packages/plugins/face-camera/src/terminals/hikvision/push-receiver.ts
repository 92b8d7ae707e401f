import { type DeviceContext, isHadirError } from '@hadir/sdk';
import { type HikEvent, readHikMessage } from '../../wire/hik-event.js';
import type { PushReceiver } from '../push-listener.js';
import type { LogKeeper } from './log-keeper.js';

export interface PushReceiverParts {
  readonly context: Pick<DeviceContext, 'raise'>;
  readonly serialNumber: string;
  readonly secret: string;
  readonly keeper: LogKeeper;
  readonly traffic: () => void;
  readonly unreadable: (error: Error) => void;
  readonly fillSoon: () => void;
}

/** Takes what one terminal pushes; resolves when it is durable, and only then the terminal hears OK. */
export function pushReceiver(parts: PushReceiverParts): PushReceiver {
  const { keeper, unreadable } = parts;
  return {
    serialNumber: parts.serialNumber,
    secret: parts.secret,
    raise: (issue) => parts.context.raise(issue),
    unreadable,
    async take({ texts, pictures }) {
      parts.traffic();
      const events: HikEvent[] = [];
      for (const text of texts) {
        try {
          const message = readHikMessage(text, pictures);
          if (message.kind === 'access') events.push(message);
        } catch (error) {
          if (!isHadirError(error)) throw error;
          unreadable(error);
        }
      }
      if (events.length === 0) return;
      const { hasGap } = await keeper.take(events, 'isapi-push');
      if (hasGap) parts.fillSoon();
    },
  };
}
