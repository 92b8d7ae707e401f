/**
 * A simulated camera as a process of its own: `node camera.js --port 8090 --user admin --password rahasia`
 *
 * Prints one JSON line when ready. Orders come as JSON lines on standard input, `{"show":"group"}`, and are answered with
 * one line each. What it can see is made from the photographs of the npm package @vladmandic/face-api, read where it is
 * installed.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { startCamera } from './camera.js';
import { type Part, photo, photoPart } from './photos.js';

/** The person who is in two of the photographs: here alone, at the desk where people are enrolled. */
const HER: Part = { x: 0.48, y: 0.08, width: 0.26, height: 0.42 };

const wall = () =>
  sharp({ create: { width: 1280, height: 720, channels: 3, background: { r: 150, g: 146, b: 140 } } })
    .jpeg()
    .toBuffer();
const whole = (number: 1 | 6) =>
  sharp(photo(number)).resize(1280, 720, { fit: 'contain' }).jpeg({ quality: 88 }).toBuffer();
const portrait = async (widthPx: number) => Buffer.from(await photoPart(3, HER, widthPx));

const SCENES: Readonly<Record<string, () => Promise<Buffer>>> = {
  wall,
  'portrait-1': () => portrait(640),
  'portrait-2': () => portrait(600),
  'portrait-3': () => portrait(560),
  /** She and two others, in another photograph. */
  group: () => whole(1),
  /** Four people who are not enrolled. */
  strangers: () => whole(6),
};

const text = { type: 'string' } as const;
const options = { port: text, 'rtsp-port': text, host: text, user: text, password: text };
const { values } = parseArgs({ strict: true, options });
const camera = await startCamera({
  picture: await wall(),
  framesPerSecond: 5,
  httpPort: Number(values.port ?? 0),
  rtspPort: Number(values['rtsp-port'] ?? 0),
  ...(values.host === undefined ? {} : { host: values.host }),
  ...(values.user === undefined ? {} : { user: { username: values.user, password: values.password ?? '' } }),
});
// Made before it says that it is ready: whoever lacks the photographs learns it now.
const scenes = new Map<string, Buffer>();
for (const [name, make] of Object.entries(SCENES)) scenes.set(name, await make());

const say = (message: unknown): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
const { host, httpPort, rtspPort } = camera;
say({ ready: true, pid: process.pid, host, httpPort, rtspPort, scenes: [...scenes.keys()] });

const orders = createInterface({ input: process.stdin });
orders.on('line', (order) => {
  if (order.trim() === '') return;
  const wish = JSON.parse(order) as { show?: string };
  const picture = scenes.get(wish.show ?? '');
  if (picture !== undefined) camera.show(picture);
  say({ shows: picture === undefined ? null : wish.show, served: camera.served });
});

async function stop(): Promise<void> {
  orders.close();
  await camera.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
