import { createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { connectAsync, type MqttClient } from 'mqtt';
import type { PluginSettings } from '../config.js';
import { unreachable } from '../driver/failures.js';
import { bleError } from '../errors.js';
import { matchesTopic } from './topic.js';

export type MessageListener = (topic: string, body: Uint8Array) => void;

/** MQTT for all listening posts: a broker of our own, or one client of the operator's. */
export interface MqttHub {
  /** Port of the built-in broker, null with a broker elsewhere. */
  readonly port: number | null;
  /** Calls back for every message on a matching topic until the returned function is called. */
  subscribe(filter: string, listener: MessageListener): () => void;
  /** Rejects when the broker cannot be used any more. */
  readonly broken: Promise<never>;
  close(): Promise<void>;
}

type Settings = NonNullable<PluginSettings['mqtt']>;
interface Subscription {
  readonly filter: string;
  readonly listener: MessageListener;
}
const MAX_CLIENTS = 500;
const CONNECT_MS = 10_000;

function deliver(subscriptions: ReadonlySet<Subscription>, topic: string, body: Uint8Array): void {
  for (const { filter, listener } of subscriptions) if (matchesTopic(filter, topic)) listener(topic, body);
}

/** @throws BLE_SOURCE_UNREACHABLE, BLE_BROKER_REFUSED */
export function startMqtt(settings: Settings): Promise<MqttHub> {
  return settings.url === undefined ? embedded(settings) : external(settings.url, settings);
}

async function embedded(settings: Settings): Promise<MqttHub> {
  const subscriptions = new Set<Subscription>();
  const { username, password } = settings;
  const broker = await Aedes.createBroker();
  broker.authenticate = (_client, user, given, done) => {
    const fits = username === undefined || (user === username && given?.toString() === password);
    done(null, fits);
  };
  // Gateways may speak, and hear what is meant for them; nobody may read what others heard.
  broker.authorizeSubscribe = (_client, subscription, done) =>
    done(null, /^(espresense|[^/]+\/commands?)\b/.test(subscription.topic) ? subscription : null);
  broker.on('publish', (packet, client) => {
    if (client === null) return;
    const body = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    deliver(subscriptions, packet.topic, body);
  });
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    broker.handle(socket);
  });
  server.maxConnections = MAX_CLIENTS;
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', (error) => reject(unreachable('mqtt', error)));
    server.listen(settings.port ?? 1883, settings.host ?? '0.0.0.0', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await new Promise<void>((resolve) => broker.close(() => resolve()));
  };
  return {
    port,
    broken: new Promise<never>(() => undefined),
    subscribe: (filter, listener) => add(subscriptions, { filter, listener }),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function add(subscriptions: Set<Subscription>, subscription: Subscription): () => void {
  subscriptions.add(subscription);
  return () => void subscriptions.delete(subscription);
}

async function external(url: string, settings: Settings): Promise<MqttHub> {
  const subscriptions = new Set<Subscription>();
  const client = await connect(url, settings);
  client.on('message', (topic, body) => deliver(subscriptions, topic, body));
  const broken = new Promise<never>((_, reject) => {
    client.on('error', (error) => reject(unreachable('mqtt', error)));
    client.on('close', () => reject(unreachable('mqtt', new Error('connection closed'))));
  });
  broken.catch(() => undefined);
  return {
    port: null,
    broken,
    subscribe(filter, listener) {
      const remove = add(subscriptions, { filter, listener });
      client.subscribe(filter, { qos: 0 }, () => undefined);
      return () => {
        remove();
        if (![...subscriptions].some((one) => one.filter === filter)) client.unsubscribe(filter, () => undefined);
      };
    },
    close: async () => void (await client.endAsync(true).catch(() => undefined)),
  };
}

async function connect(url: string, { username, password }: Settings): Promise<MqttClient> {
  try {
    return await connectAsync(
      url,
      {
        reconnectPeriod: 0,
        connectTimeout: CONNECT_MS,
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password }),
      },
      false,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (/not authorized|bad user|refused: (4|5)/i.test(reason)) throw bleError('BLE_BROKER_REFUSED', { reason }, error);
    throw unreachable('mqtt', error);
  }
}
