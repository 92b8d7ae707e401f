import type { PayloadFormat } from '../config.js';
import { readAprilBrother } from './april-brother.js';
import { readDecoderJson } from './decoder-json.js';
import { readEspresense } from './espresense.js';
import { macOf } from './fields.js';
import type { Heard } from './heard.js';
import { readMinewBinary, readMinewJson } from './minew.js';
import { readMoko } from './moko.js';
import { readRuuviHttp, readRuuviMqtt } from './ruuvi.js';

const textOf = (body: Uint8Array): string =>
  Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');

/** Which gateway a topic speaks of: the room of ESPresense, the name after `home/`. */
const TOPIC_GATEWAY: Partial<Record<PayloadFormat, number>> = { espresense: 3, omg: 1, theengs: 1, ruuvi: 1 };

/**
 * All adverts in one message of a gateway.
 * @param topic of MQTT; null for HTTP
 * @throws BLE_PAYLOAD_INVALID
 */
export function readPayload(format: PayloadFormat, body: Uint8Array, topic: string | null): readonly Heard[] {
  const heard = readBody(format, body, topic);
  const level = TOPIC_GATEWAY[format];
  const gateway = topic === null || level === undefined ? null : (topic.split('/')[level] ?? null);
  return gateway === null ? heard : heard.map((one) => (one.gateway === null ? { ...one, gateway } : one));
}

function readBody(format: PayloadFormat, body: Uint8Array, topic: string | null): readonly Heard[] {
  switch (format) {
    case 'espresense':
      return [readEspresense(textOf(body))];
    case 'omg':
      return [readDecoderJson('omg-mqtt', textOf(body))];
    case 'theengs':
      return [readDecoderJson('theengs-mqtt', textOf(body))];
    case 'ruuvi':
      return topic === null
        ? readRuuviHttp(textOf(body))
        : [readRuuviMqtt(textOf(body), macOf(topic.slice(topic.lastIndexOf('/') + 1)))];
    case 'minew-binary':
      // Firmware 2 and 3 post the binary form with a JSON content type, so the first byte decides.
      return body[0] === 0x5b ? readMinewJson(textOf(body)) : readMinewBinary(body);
    case 'minew-json':
      return readMinewJson(textOf(body));
    case 'moko':
      return readMoko(textOf(body));
    case 'april-brother':
      return readAprilBrother(body).devices;
  }
}
