import { setTimeout as delay } from 'node:timers/promises';
import type { Language } from '@hadir/core';
import type { HubClient } from '@hadir/sdk/client';
import { CAMERA_USER, type FaceCamera, startFaceCamera } from './face-simulator.js';
import { OFFICES, ZONE } from './offices.js';

/** The lobby where a plain camera looks at whoever comes in. */
export const LOBBY = { office: 'Kantor Bupati', device: 'Kamera Lobi', port: 'DEMO-FACE-1', wantedPort: 8090 };

/** Made up, like all names; the picture is that of a photographer's friend. */
const ENROLLED = { name: 'Rosdiana Tanete', nip: '199003172014032005' };
const BASIS = { basis: 'public-task', basisReference: 'SK peragaan 1/2026' };
const VIEWS = ['portrait-1', 'portrait-2', 'portrait-3'];
/** The plugin's models are loaded while the rest starts. */
const TRIES = 90;
const RETRY_MS = 1_000;
/** Until a changed scene is what the next picture shows. */
const CHANGE_MS = 600;
/** Who passes the lobby, and for how long; strangers are not told of. */
const WALKS: readonly (readonly [scene: string, ms: number])[] = [
  ['strangers', 5_000],
  ['group', 6_000],
  ['wall', 20_000],
];

export interface DemoHub {
  readonly url: string;
  readonly key: string;
  readonly client: HubClient;
}

/** The camera in its process, and who passes it. */
export interface DemoLobby {
  /** Hangs the camera into the hub and lets people pass; tells of what goes wrong. Returns at once. */
  open(hub: DemoHub, language: Language, write: (line: string) => void): void;
  stop(): Promise<void>;
}

/** Starts the camera beside everything else that starts. */
export function startLobby(port: number): DemoLobby {
  const over = new AbortController();
  const camera = startFaceCamera(port);
  return {
    open(hub, language, write) {
      void camera.then((one) => one && passTheLobby(hub, one, language, write, over.signal));
    },
    async stop() {
      over.abort();
      await (await camera)?.stop();
    },
  };
}

/** Enrols one person before the camera, once, then lets people pass it until the signal aborts. */
async function passTheLobby(
  hub: DemoHub,
  camera: FaceCamera,
  language: Language,
  write: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { unitId, deviceId } = await furnishCamera(hub.client, camera);
    if (!(await isEnrolled(hub, signal))) {
      write(
        language === 'id'
          ? `◉ ${LOBBY.device}: mendaftarkan wajah ${ENROLLED.name} (tiga gambar, tidak disimpan)`
          : `◉ ${LOBBY.device}: enrolling the face of ${ENROLLED.name} (three pictures, none kept)`,
      );
      await enrol(hub, camera, { unitId, deviceId }, signal);
    }
    for (;;) {
      for (const [scene, ms] of WALKS) {
        camera.show(scene);
        await delay(ms, undefined, { signal });
      }
    }
  } catch (error) {
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    write(`◉ ${LOBBY.device}: ${reason.slice(0, 200)}`);
  }
}

/** Hangs the camera beside the lobby's terminal, once; at later starts only an address that moved. */
async function furnishCamera(hub: HubClient, { url }: FaceCamera): Promise<{ unitId: string; deviceId: string }> {
  const unitName = OFFICES.find(({ device }) => device === LOBBY.office)?.unit.name;
  const unitId = (await hub.units.list()).find(({ name }) => name === unitName)?.id ?? '';
  const config = { type: 'camera', source: 'mjpeg', url, ...CAMERA_USER, framesPerSecond: 3, galleries: [unitId] };
  let stationId: string | null = null;
  for await (const device of hub.devices.list({ limit: 200 })) {
    if (device.name === LOBBY.office) stationId = device.stationId;
    if (device.name !== LOBBY.device) continue;
    await hub.devices.change(device.id, { config });
    return { unitId, deviceId: device.id };
  }
  const place = stationId === null ? {} : { stationId };
  const { id } = await hub.devices.add({ pluginId: 'face-camera', name: LOBBY.device, zone: ZONE, config, ...place });
  return { unitId, deviceId: id };
}

async function isEnrolled(hub: DemoHub, signal: AbortSignal): Promise<boolean> {
  const { items } = await call<{ items: { person: { name: string } }[] }>(hub, 'GET', '/faces/people', null, signal);
  return items.some(({ person }) => person.name === ENROLLED.name);
}

/** By the same calls that an officer's screen makes. */
async function enrol(
  hub: DemoHub,
  camera: FaceCamera,
  place: { readonly unitId: string; readonly deviceId: string },
  signal: AbortSignal,
): Promise<void> {
  const personId = await personOf(hub, place.unitId);
  await eventually(async () => (await hub.client.devices.get(place.deviceId)).status.state === 'online', signal);
  const { id } = await call<{ id: string }>(hub, 'POST', '/faces/enrolments', { personId, ...BASIS }, signal);
  for (const view of VIEWS) {
    camera.show(view);
    await delay(CHANGE_MS, undefined, { signal });
    await eventually(async () => {
      const body = { deviceId: place.deviceId };
      const { taken } = await call<{ taken: boolean }>(hub, 'POST', `/faces/enrolments/${id}/pictures`, body, signal);
      return taken;
    }, signal);
  }
  camera.show('wall');
  await call(hub, 'POST', `/faces/enrolments/${id}/finish`, {}, signal);
}

/** A start that was broken off may have left her without a face. */
async function personOf({ client }: DemoHub, unitId: string): Promise<string> {
  for await (const person of client.people.list({ search: ENROLLED.name })) return person.id;
  const numbers = [{ kind: 'nip' as const, value: ENROLLED.nip }];
  return (await client.people.add({ name: ENROLLED.name, unitId, numbers })).id;
}

/** Tries again while plugin and camera are not ready. @throws what the last try threw */
async function eventually(attempt: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      if (await attempt()) return;
    } catch (error) {
      if (signal.aborted || tried >= TRIES) throw error;
    }
    if (tried >= TRIES) throw new TypeError('camera or recognition did not become ready');
    await delay(RETRY_MS, undefined, { signal });
  }
}

async function call<Body>(
  { url, key }: DemoHub,
  method: string,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Body> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    signal,
    headers: { authorization: `Bearer ${key}`, ...(body === null ? {} : { 'content-type': 'application/json' }) },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new TypeError(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
  return (text === '' ? null : JSON.parse(text)) as Body;
}
