import type { MqttClient } from 'mqtt';
import type { DeviceConfig } from '../config.js';
import { codedError } from '../driver/failures.js';
import type { Line, LineSink, OpenLine } from '../driver/line.js';
import { makeReading } from '../driver/make-reading.js';
import { type Teller, teller } from '../driver/teller.js';
import { aborted } from '../driver/waiting.js';
import { thermoError } from '../errors.js';
import { DEFAULT_KIOSK_FIELDS, type KioskFields, type KioskReading, readKiosk } from '../wire/kiosk.js';
import { connectBroker } from './connect.js';

type MqttConfig = NonNullable<DeviceConfig['mqtt']>;

/** A kiosk may be quiet for a night; the broker's keep-alive tells that the line is alive. */
const ALIVE_EVERY_MS = 20_000;
/** The same value of the same person again within this is the same measurement, sent twice. */
const REPEAT_MS = 10_000;
const MAX_RAW_CHARS = 16_384;

/** Kiosks and gateways that publish to a broker. A message is confirmed (QoS 1) only when its reading is durable. */
export const openMqtt: OpenLine = async (config, context) => {
  const { mqtt } = config;
  if (mqtt === undefined) throw thermoError('THERMO_CONFIG_INCOMPLETE', { connection: 'mqtt', missing: 'mqtt' });
  const client = await connectBroker(mqtt, context.deviceId ?? null);
  return mqttLine(config, mqtt, client);
};

function fieldsOf(mqtt: MqttConfig): KioskFields {
  return {
    value: mqtt.valueField ?? DEFAULT_KIOSK_FIELDS.value,
    person: mqtt.personField ?? (DEFAULT_KIOSK_FIELDS.person as string),
    time: mqtt.timeField ?? (DEFAULT_KIOSK_FIELDS.time as string),
    ambient: mqtt.ambientField ?? (DEFAULT_KIOSK_FIELDS.ambient as string),
  };
}

function mqttLine(config: DeviceConfig, mqtt: MqttConfig, client: MqttClient): Line {
  return {
    info: { model: 'MQTT kiosk' },
    // Broker and permission are proven by the connection; a kiosk speaks only when somebody stands before it.
    proof: async () => null,
    async close() {
      client.removeAllListeners('close');
      await client.endAsync(true).catch(() => undefined);
    },
    async stream(sink, signal) {
      const told = teller(sink);
      const isRepeat = repeatFilter();
      client.handleMessage = (packet, done) => {
        told.heard();
        const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
        take(config, mqtt, payload, sink, told, isRepeat).then(
          () => done(),
          (error: unknown) => done(error instanceof Error ? error : new TypeError(String(error))),
        );
      };
      const cut = new Promise<never>((_, reject) => {
        client.once('close', () => reject(thermoError('THERMO_LINE_CUT', { port: mqtt.url, reason: 'closed' })));
      });
      cut.catch(() => undefined);
      const alive = setInterval(() => sink.report({ type: 'traffic' }), ALIVE_EVERY_MS);
      sink.report({ type: 'traffic' });
      try {
        const [grant] = await Promise.race([client.subscribeAsync(mqtt.topic, { qos: 1 }), cut]);
        if (grant !== undefined && grant.qos === 128) {
          throw thermoError('THERMO_ACCESS_DENIED', { device: mqtt.url, reason: `topic ${mqtt.topic}` });
        }
        await Promise.race([aborted(signal), cut, told.broken]);
      } finally {
        clearInterval(alive);
      }
    },
  };
}

/** A message that cannot be read is told to the operator and confirmed: sent again, it would be no better. */
async function take(
  config: DeviceConfig,
  mqtt: MqttConfig,
  payload: Buffer,
  sink: LineSink,
  told: Teller,
  isRepeat: (reading: KioskReading, atMs: number) => boolean,
): Promise<void> {
  let reading: KioskReading | null;
  try {
    reading = readKiosk(payload, fieldsOf(mqtt), mqtt.unit ?? 'auto');
  } catch (error) {
    const coded = codedError(error);
    if (coded === null) throw error;
    sink.raise({ code: coded.code, details: coded.details });
    return;
  }
  const atMs = sink.clock.now();
  if (reading === null || isRepeat(reading, atMs)) return;
  sink.clear('THERMO_PAYLOAD_INVALID');
  const { deviceUserId, deviceTime } = reading;
  await told.tell(
    makeReading(config, {
      value: reading.value,
      unit: reading.unit,
      mode: 'unknown',
      ambient: reading.ambientC,
      deviceUserId,
      atMs,
      transport: 'mqtt',
      raw: { encoding: 'utf8', data: payload.toString('utf8').slice(0, MAX_RAW_CHARS) },
      ...(deviceTime === null ? {} : { identity: `${deviceUserId ?? '-'}|${deviceTime}` }),
    }),
  );
}

/** Messages without a time of their own come twice when a confirmation was lost. */
function repeatFilter(): (reading: KioskReading, atMs: number) => boolean {
  let last: { readonly text: string; readonly atMs: number } | null = null;
  return ({ value, deviceUserId, deviceTime }, atMs) => {
    const text = `${deviceUserId ?? ''}|${deviceTime ?? ''}|${value}`;
    const same = last !== null && last.text === text && atMs - last.atMs < REPEAT_MS;
    if (!same) last = { text, atMs };
    return same;
  };
}
