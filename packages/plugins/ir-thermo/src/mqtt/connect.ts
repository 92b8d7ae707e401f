import { connect, type MqttClient } from 'mqtt';
import type { DeviceConfig } from '../config.js';
import { reasonOf } from '../driver/failures.js';
import { thermoError } from '../errors.js';

const CONNECT_MS = 10_000;
/** "Bad user name or password", "not authorised" (MQTT 3.1.1 §3.2.2.3), and the same in MQTT 5. */
const DENIED = new Set([4, 5, 134, 135]);

/**
 * With the device's id as client id and a lasting session, the broker keeps messages for a hub that is away. The library's
 * own reconnecting is off: a session that ends is opened anew by the host.
 * @throws THERMO_ACCESS_DENIED, THERMO_NOT_REACHABLE
 */
export async function connectBroker(
  settings: NonNullable<DeviceConfig['mqtt']>,
  deviceId: string | null,
): Promise<MqttClient> {
  const { url, username, password } = settings;
  const client = connect(url, {
    reconnectPeriod: 0,
    connectTimeout: CONNECT_MS,
    clean: deviceId === null,
    ...(deviceId === null ? {} : { clientId: `hadir-${deviceId}` }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  });
  // Heard from now on, so that an error between two waits ends no process.
  client.on('error', () => undefined);
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
      client.once('close', () => reject(new TypeError('closed before it was open')));
    });
    return client;
  } catch (error) {
    await client.endAsync(true).catch(() => undefined);
    const code: unknown = (error as { readonly code?: unknown }).code;
    const denied = typeof code === 'number' && DENIED.has(code);
    const details = { device: url, reason: reasonOf(error) || String(code) };
    throw thermoError(denied ? 'THERMO_ACCESS_DENIED' : 'THERMO_NOT_REACHABLE', details, error);
  }
}
