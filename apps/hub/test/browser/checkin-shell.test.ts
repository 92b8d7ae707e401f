import { get } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckinHub, startCheckinHub } from './checkin-hub.js';
import { findChromium, launchChromium } from './chromium.js';
import { openPhone } from './phone.js';

const executable = findChromium();
let hub: CheckinHub;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** As the bytes come, which `fetch` would unpack. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(`${hub.url}${path}`, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    }).on('error', reject);
  });
}

beforeAll(async () => {
  hub = await startCheckinHub();
}, 240_000);
afterAll(async () => {
  await hub?.stop();
});

const assetsOf = (page: string) => [...page.matchAll(/\/checkin\/assets\/[\w-]+\.(?:js|css)/g)].map(([path]) => path);

describe('the files of the check-in app', () => {
  it('come with a policy that allows no foreign and no inline code', async () => {
    const page = await ask('/checkin/');
    expect(page.status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    const html = page.body.toString();
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|style=/);
    expect(assetsOf(html)).toHaveLength(2);
    expect((await ask('/checkin')).headers.location).toBe('/checkin/');
  });

  it('are small, packed, kept for ever by their name, and asked for anew in vain', async () => {
    const assets = assetsOf((await ask('/checkin/')).body.toString());
    let sum = 0;
    for (const path of assets) {
      const packed = await ask(path, { 'accept-encoding': 'gzip' });
      expect(packed.headers).toMatchObject({
        'content-encoding': 'gzip',
        'cache-control': 'public, max-age=31536000, immutable',
      });
      sum += packed.body.length;
      expect((await ask(path, { 'accept-encoding': 'br' })).headers['content-encoding']).toBe('br');
      expect((await ask(path, { 'accept-encoding': 'br;q=0' })).headers['content-encoding']).toBeUndefined();
      const again = await ask(path, { 'if-none-match': String(packed.headers.etag) });
      expect([again.status, again.body.length]).toEqual([304, 0]);
    }
    expect(sum).toBeLessThan(60 * 1024);
  });

  it('are those of the app alone, whatever path is asked for', async () => {
    for (const path of [
      '../package.json',
      '..%2fpackage.json',
      'assets/../../package.json',
      'assets',
      '%00',
      'x.js',
      '/',
    ]) {
      const answer = await ask(`/checkin/${path}`);
      expect(answer.status, path).toBe(404);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
  });

  it('have a manifest by which a phone can install the app, with icons of the sizes that it states', async () => {
    const { headers, body } = await ask('/checkin/manifest.webmanifest');
    expect(headers['content-type']).toContain('application/manifest+json');
    const manifest = JSON.parse(body.toString()) as {
      readonly start_url: string;
      readonly scope: string;
      readonly icons: readonly {
        readonly src: string;
        readonly sizes: string;
        readonly type: string;
        readonly purpose: string;
      }[];
    };
    expect(manifest).toMatchObject({
      name: expect.any(String),
      short_name: 'Absen',
      display: 'standalone',
      lang: 'id',
    });
    expect(manifest.start_url.startsWith(manifest.scope)).toBe(true);
    expect(manifest.icons.map(({ sizes, purpose }) => `${sizes} ${purpose}`)).toEqual(
      expect.arrayContaining(['192x192 any', '512x512 any', '512x512 maskable']),
    );
    for (const icon of manifest.icons) {
      const file = await ask(icon.src);
      expect([file.status, file.headers['content-type']]).toEqual([200, icon.type]);
      // Width and height stand at bytes 16 and 20 of a PNG (ISO/IEC 15948 §11.2.2).
      if (icon.type !== 'image/png') continue;
      expect(`${file.body.readUInt32BE(16)}x${file.body.readUInt32BE(20)}`).toBe(icon.sizes);
    }
  });
});

describe.skipIf(executable === null)('the app on a phone', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(executable ?? '');
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
  });

  it('can be installed as far as Chromium is concerned', async () => {
    const { page, context, close } = await openPhone(browser, hub.url);
    await page.goto(`${hub.url}/checkin/`);
    await page.getByRole('heading').waitFor();
    const session = await context.newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // Chromium installs nothing in an incognito window, which every window of a test is.
    expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
    const { errors, url } = await session.send('Page.getAppManifest');
    expect([errors, url]).toEqual([[], `${hub.url}/checkin/manifest.webmanifest`]);
    await close();
  });

  it('opens without a line, then says that there is none; nothing of the hub is answered from a cache', async () => {
    const { page, context, complaints, strangers, close } = await openPhone(browser, hub.url);
    await page.goto(`${hub.url}/checkin/`);
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await page.getByRole('heading', { name: 'Daftarkan ponsel ini' }).waitFor();
    expect(complaints).toEqual([]);
    await context.setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: 'Daftarkan ponsel ini' }).waitFor();
    // Chromium's emulated line leaves navigator.onLine true after a reload, so the app finds out by asking the hub.
    await page.getByText('Server absen tidak terjangkau').waitFor();
    const cached = (await page.evaluate(
      'caches.keys().then((names) => Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map((r) => new URL(r.url).pathname)))).then((all) => all.flat())',
    )) as readonly string[];
    expect(cached).toContain('/checkin/');
    expect(cached.filter((path) => !path.startsWith('/checkin/'))).toEqual([]);
    expect(await page.evaluate('fetch("/livez").then(() => "answered", () => "no answer")')).toBe('no answer');
    expect(strangers).toEqual([]);
    await context.setOffline(false);
    await page.getByText('Server absen tidak terjangkau').waitFor({ state: 'detached' });
    await close();
  });
});
