import { createHash } from 'node:crypto';
import { until } from '@hadir/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { type KioskServer, startKiosk } from '../src/camera/kiosk-server.js';
import { createLiveCamera } from '../src/camera/live-camera.js';
import type { FaceDecision, FrameResult } from '../src/engine/engine.js';

const SECRET = 'pintu-utama-2026';
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function kiosk() {
  const live = createLiveCamera();
  const source = { address: 'http://kamera', grab: async () => undefined };
  const held = [
    { live: createLiveCamera(), source, kioskSecret: null },
    { live, source, kioskSecret: SECRET },
  ];
  const server = await startKiosk({ held: () => held }, { host: '127.0.0.1', port: 0 });
  closers.push(() => server.close());
  return { live, server, url: `http://127.0.0.1:${server.port}/kiosk/${SECRET}` };
}

/** Messages of a screen, as a browser would get them. */
async function screen(url: string) {
  const stop = new AbortController();
  const response = await fetch(`${url}/events`, { signal: stop.signal });
  const said: unknown[] = [];
  let ended = false;
  const reading = (async () => {
    let text = '';
    for await (const bytes of response.body ?? []) {
      text += Buffer.from(bytes).toString('utf8');
      for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
        if (text.startsWith('data: ')) said.push(JSON.parse(text.slice(6, end)));
        text = text.slice(end + 2);
      }
    }
  })()
    .catch(() => undefined)
    .finally(() => {
      ended = true;
    });
  closers.push(async () => {
    stop.abort();
    await reading;
  });
  return { said, ended: () => ended };
}

const decision = { personKey: 'SHE1', band: 'accept' } as FaceDecision;
const result = (more: Partial<FrameResult>): FrameResult => ({ faces: [], decisions: [], prompt: null, ...more });

describe('the screen of a kiosk', () => {
  it('says what to do and how it went, and names nobody', async () => {
    const { live, url } = await kiosk();
    const { said, ended } = await screen(url);
    await until('it is there', () => said.length === 1);
    live.result(result({ prompt: { state: 'running', step: 'turn-left', remainingMs: 4200.7 } }));
    live.result(result({ prompt: { state: 'passed', step: null, remainingMs: 0 }, decisions: [decision] }));
    live.result(result({}));
    await until('told', () => said.length === 4);
    expect(said).toEqual([
      { state: 'idle' },
      { state: 'running', step: 'turn-left', remainingMs: 4201 },
      { told: 'accept' },
      { state: 'idle' },
    ]);
    expect(JSON.stringify(said)).not.toContain('SHE1');
    live.end();
    await until('it ends with the camera', ended);
  });

  it('a page with nothing from elsewhere, whose script is the one that its policy names', async () => {
    const { url } = await kiosk();
    const response = await fetch(url);
    const html = await response.text();
    const script = /<script>([\s\S]*)<\/script>/.exec(html)?.[1] ?? '';
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect(policy).toContain("default-src 'none'");
    expect(html).toContain('Tengok ke kiri');
    expect(html).toContain('Turn your head to the left');
  });

  it('opens with its secret only', async () => {
    const { server, url } = await kiosk();
    const status = async (address: string, method = 'GET') => (await fetch(address, { method })).status;
    expect(await status(url.replace(SECRET, 'pintu-utama-2027'))).toBe(404);
    expect(await status(`http://127.0.0.1:${server.port}/kiosk/`)).toBe(404);
    expect(await status(`http://127.0.0.1:${server.port}/`)).toBe(404);
    expect(await status(url, 'POST')).toBe(404);
  });

  it('closes at once with screens open; a port that is taken is told by its code', async () => {
    const { server, url } = await kiosk();
    const { ended } = await screen(url);
    const again: Promise<KioskServer> = startKiosk({ held: () => [] }, { host: '127.0.0.1', port: server.port });
    await expect(again).rejects.toMatchObject({ code: 'FACE_KIOSK_LISTEN_FAILED' });
    await server.close();
    await until('the screen is dark', ended);
  });
});
