import type { PluginSession } from '@hadir/sdk';
import type { DeviceConfig, PluginSettings } from '../config.js';
import { cassiaSource } from '../sources/cassia.js';
import { h4Source } from '../sources/h4.js';
import { httpSource } from '../sources/http.js';
import { type HttpHub, startHttp } from '../sources/http-hub.js';
import { mqttSource } from '../sources/mqtt.js';
import { type MqttHub, startMqtt } from '../sources/mqtt-hub.js';
import { nobleSource } from '../sources/noble.js';
import { abSnifferSource, hm10Source } from '../sources/serial-scanners.js';
import type { Source } from '../sources/source.js';
import { needed } from './failures.js';

/** What all listening posts share. Brokers and listeners start when the first device needs them. */
export interface BleShared extends PluginSession {
  openSource(config: DeviceConfig): Promise<Source>;
  /** Ports that are open now. */
  ports(): Promise<{ readonly mqtt: number | null; readonly http: number | null }>;
}

export async function startShared(settings: PluginSettings): Promise<BleShared> {
  const mqtt = lazily<MqttHub>(
    () => startMqtt(settings.mqtt ?? {}),
    (hub, reset) => void hub.broken.catch(reset),
  );
  const http = lazily<HttpHub>(
    () => startHttp(settings.http ?? {}),
    () => undefined,
  );
  return {
    openSource: (config) => openSource(config, mqtt.get, http.get),
    async ports() {
      return { mqtt: (await mqtt.current())?.port ?? null, http: (await http.current())?.port ?? null };
    },
    async close() {
      await (await mqtt.current())?.close();
      await (await http.current())?.close();
    },
  };
}

/** Starts once; a failed or broken one is started anew at the next wish. */
function lazily<Hub extends { close(): Promise<void> }>(
  start: () => Promise<Hub>,
  watch: (hub: Hub, reset: () => void) => void,
) {
  let starting: Promise<Hub> | null = null;
  return {
    current: async () => (starting === null ? null : await starting.catch(() => null)),
    get(): Promise<Hub> {
      starting ??= start();
      const mine = starting;
      const reset = (): void => {
        if (starting === mine) starting = null;
      };
      mine.then((hub) => watch(hub, () => void hub.close().then(reset, reset)), reset);
      return mine;
    },
  };
}

async function openSource(
  config: DeviceConfig,
  mqtt: () => Promise<MqttHub>,
  http: () => Promise<HttpHub>,
): Promise<Source> {
  const { transport, format, baudRate } = config;
  switch (transport) {
    case 'mqtt':
      return mqttSource(await mqtt(), needed(config.topic, 'topic', transport), needed(format, 'format', transport));
    case 'http': {
      const secret = needed(config.pathSecret, 'pathSecret', transport);
      return httpSource(await http(), secret, needed(format, 'format', transport));
    }
    case 'cassia':
      return cassiaSource(needed(config.url, 'url', transport));
    case 'h4':
      return h4Source(needed(config.path, 'path', transport), baudRate);
    case 'hm10':
      return hm10Source(needed(config.path, 'path', transport), baudRate);
    case 'noble':
      return nobleSource();
    case 'absniffer':
      return abSnifferSource(needed(config.path, 'path', transport), baudRate);
  }
}
