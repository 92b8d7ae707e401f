import type { Codec } from '@hadir/sdk/codec';
import { readAdStructures } from '@hadir/sdk/proximity';
import { bleError } from '../errors.js';
import { readAprilBrother, readAprilBrotherRecord } from '../gateways/april-brother.js';
import { readCassia } from '../gateways/cassia.js';
import { readDecoderJson } from '../gateways/decoder-json.js';
import { readEspresense } from '../gateways/espresense.js';
import type { Heard } from '../gateways/heard.js';
import { readMinewBinary, readMinewJson } from '../gateways/minew.js';
import { readMoko } from '../gateways/moko.js';
import { type RuuviHeard, readRuuviHttp, readRuuviMqtt } from '../gateways/ruuvi.js';
import { binaryOf, textOf } from './input.js';
import { flatViewOf, viewOf } from './present.js';

/** Company of the first manufacturer data, null without. */
function companyOf(heard: Heard): number | null {
  const data = heard.adv && readAdStructures(heard.adv).structures.find(({ type }) => type === 0xff)?.data;
  return data && data.length >= 2 ? (data[0] ?? 0) | ((data[1] ?? 0) << 8) : null;
}

const ruuviView = (heard: RuuviHeard) => ({
  ...viewOf(heard),
  advCompany: companyOf(heard),
  counter: heard.counter,
});

function decoderJson(format: 'omg-mqtt' | 'theengs-mqtt') {
  return (input: Uint8Array) => {
    const { uuid, major, minor, tx1m, serviceData, manufacturerData, ...heard } = readDecoderJson(
      format,
      textOf(input),
    );
    const topic = `home/${format === 'omg-mqtt' ? 'OpenMQTTGateway' : 'TheengsGateway'}/BTtoMQTT/${heard.mac?.toUpperCase()}`;
    return { topic, uuid, major, minor, tx1m, ...flatViewOf(heard), serviceData, manufacturerData };
  };
}

/** One message: what it holds when it is one advert, else the list. */
function oneOrMany<Item>(items: readonly Item[], format: string): Item | readonly Item[] {
  const [first] = items;
  if (first === undefined) throw bleError('BLE_PAYLOAD_INVALID', { format, where: '/', reason: 'no advert' });
  return items.length === 1 ? first : items;
}

export const gatewayCodecs: readonly Codec[] = [
  {
    name: 'espresense-mqtt',
    description: 'JSON of ESPresense; carries no advert, so no rotating identifier',
    decode(input) {
      const { uuid, major, minor, tx1m, id, distanceM, varianceDb, intervalMs, ...heard } = readEspresense(
        textOf(input),
      );
      return { id, uuid, major, minor, tx1m, distanceM, varianceDb, intervalMs, ...viewOf(heard) };
    },
  },
  { name: 'omg-mqtt', description: 'JSON of OpenMQTTGateway (BTtoMQTT)', decode: decoderJson('omg-mqtt') },
  { name: 'theengs-mqtt', description: 'JSON of Theengs Gateway', decode: decoderJson('theengs-mqtt') },
  {
    name: 'ruuvi-http',
    description: 'HTTP body of a Ruuvi Gateway',
    decode: (input) => oneOrMany(readRuuviHttp(textOf(input)).map(ruuviView), 'ruuvi-http'),
  },
  {
    name: 'ruuvi-mqtt',
    description: 'MQTT message of a Ruuvi Gateway; the tag is in the topic',
    decode: (input) => ruuviView(readRuuviMqtt(textOf(input))),
  },
  {
    name: 'minew-binary',
    description: 'BINARY-LONG of Minew G1 and MG3 gateways',
    decode(input) {
      const heard = readMinewBinary(binaryOf(input));
      const beacons = heard.map(viewOf).filter((view) => view.beacon !== null);
      return {
        gw: heard[0]?.gateway ?? null,
        packets: heard.length,
        transmitters: new Set(heard.map(({ mac }) => mac)).size,
        beacons,
      };
    },
  },
  {
    name: 'minew-json',
    description: 'JSON-LONG of Minew gateways',
    decode: (input) => oneOrMany(readMinewJson(textOf(input)).map(flatViewOf), 'minew-json'),
  },
  {
    name: 'moko-mqtt',
    description: 'Scan message (3004, 3070) of MOKO gateways',
    decode: (input) => oneOrMany(readMoko(textOf(input)).map(flatViewOf), 'moko-mqtt'),
  },
  {
    name: 'aprilbrother-msgpack',
    description: 'Body of an April Brother V4 gateway (msgpack), or one device record of it',
    decode(input) {
      const bytes = binaryOf(input);
      // A body is a map (0x8n or 0xde); a record begins with the type of advert, 0–4.
      if ((bytes[0] ?? 0) < 0x80) {
        const heard = readAprilBrotherRecord(bytes);
        return { advType: heard.advType, ...viewOf(heard) };
      }
      const { devices, ...message } = readAprilBrother(bytes);
      const [first] = devices;
      return { ...message, devices: devices.length, firstMac: first?.mac ?? null, rssi: first?.rssiDbm ?? null };
    },
  },
  {
    name: 'cassia-sse',
    description: 'Event of a Cassia router (/gap/nodes?event=1)',
    decode(input) {
      const { evtType, ...heard } = readCassia(textOf(input));
      return { evtType, ...viewOf(heard) };
    },
  },
];
