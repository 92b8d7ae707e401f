import type { PayloadFormat } from '../config.js';
import { readPayload } from '../gateways/payload.js';
import { aborted } from './aborted.js';
import type { HttpHub } from './http-hub.js';
import type { Source } from './source.js';

/** A gateway that posts what it heard. */
export function httpSource(hub: HttpHub, pathSecret: string, format: PayloadFormat): Source {
  return {
    async run(listener, signal) {
      const stop = hub.listen(pathSecret, (body) => {
        listener.alive();
        try {
          for (const heard of readPayload(format, body, null)) listener.heard(heard);
          return true;
        } catch (error) {
          listener.unreadable(error);
          return false;
        }
      });
      try {
        await aborted(signal);
      } finally {
        stop();
      }
    },
    close: async () => undefined,
  };
}
