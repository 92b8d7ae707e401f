import type { PayloadFormat } from '../config.js';
import { readPayload } from '../gateways/payload.js';
import { aborted } from './aborted.js';
import type { MqttHub } from './mqtt-hub.js';
import type { Source } from './source.js';

/** Gateways that publish to MQTT. */
export function mqttSource(hub: MqttHub, filter: string, format: PayloadFormat): Source {
  return {
    async run(listener, signal) {
      const unsubscribe = hub.subscribe(filter, (topic, body) => {
        listener.alive();
        try {
          for (const heard of readPayload(format, body, topic)) listener.heard(heard);
        } catch (error) {
          listener.unreadable(error);
        }
      });
      try {
        await Promise.race([aborted(signal), hub.broken]);
      } finally {
        unsubscribe();
      }
    },
    close: async () => undefined,
  };
}
