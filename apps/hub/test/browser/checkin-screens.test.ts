import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestSite } from '../support/checkin-world.js';
import { type EmulatedAir, emulateBluetooth } from './bluetooth.js';
import { type CheckinHub, startCheckinHub } from './checkin-hub.js';
import { findChromium, launchChromium } from './chromium.js';
import { openPhone, type TestPhone } from './phone.js';

/**
 * Every screen at the sizes of phones, looked at for what makes it hard to use. With HADIR_SCREENSHOTS=<folder> the
 * pictures of the guide (docs/screenshots/checkin) are made anew.
 */
const executable = findChromium();
const FAULTS = fileURLToPath(new URL('./page-faults.js', import.meta.url));
const [NEAR, OTHER, MUTE] = ['0A:00:00:00:00:01', '0A:00:00:00:00:02', '0A:00:00:00:00:03'];
const pictures = process.env.HADIR_SCREENSHOTS;

const WORDS = {
  id: {
    done: 'Selesai',
    help: 'Bantuan',
    close: 'Tutup',
    today: 'Dihitung',
    why: 'Mengapa?',
    asking: 'Bertanya kepada alat',
  },
  en: { done: 'Done', help: 'Help', close: 'Close', today: 'Counts', why: 'Why?', asking: 'Asking the device' },
} as const;

/** A zone in which it is between seven and eight in the morning, whenever the tests run: an office at its busiest. */
const hoursEast = ((7 - new Date().getUTCHours() + 36) % 24) - 12;
const ZONE = `Etc/GMT${hoursEast > 0 ? '-' : '+'}${Math.abs(hoursEast)}`;

let hub: CheckinHub;
let browser: Browser;
let air: EmulatedAir;
let office: TestSite;
let otherOffice: TestSite;
let faultFinder = '';
const open: TestPhone[] = [];

interface Variant {
  readonly language: 'id' | 'en';
  readonly width: number;
  readonly height: number;
  readonly dark: boolean;
}
/** Those that the guide shows. */
const KEPT: Readonly<Record<string, string>> = {
  'id-390': 'enrol enrol-refused enrolled home working accepted refused today today-why not-sent offline iphone help',
  'id-360': 'home accepted refused today offline enrol',
  'en-390': 'enrol home accepted refused today-why iphone',
  'id-dark-390': 'home accepted today',
};
const VARIANTS: readonly Variant[] = [
  { language: 'id', width: 390, height: 844, dark: false },
  { language: 'id', width: 360, height: 640, dark: false },
  { language: 'en', width: 390, height: 844, dark: false },
  { language: 'id', width: 390, height: 844, dark: true },
];

describe.skipIf(executable === null)('every screen', () => {
  beforeAll(async () => {
    if (pictures !== undefined) await mkdir(pictures, { recursive: true });
    faultFinder = await readFile(FAULTS, 'utf8');
    hub = await startCheckinHub(ZONE);
    await hub.useRules();
    browser = await launchChromium(executable ?? '');
    office = await hub.world.addSite('Dinas Kesehatan');
    otherOffice = await hub.world.addSite('Kantor Camat Airmadidi');
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await hub?.stop();
  });
  beforeEach(async () => {
    air = await emulateBluetooth(browser);
    await air.place(office.beacon, { address: NEAR, name: 'ABSEN Dinas Kesehatan' });
    await air.place(otherOffice.beacon, { address: OTHER, name: 'ABSEN Camat' });
    await air.place(office.beacon, { address: MUTE, name: 'ABSEN', mute: true });
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    await air.close();
  });

  it.each(VARIANTS)(
    'fits, in $language at $width×$height, dark: $dark',
    async ({ language, width, height, dark }) => {
      const words = WORDS[language];
      let pick: string = NEAR;
      const locale = language === 'id' ? 'id-ID' : 'en-GB';
      const faults: Record<string, readonly string[]> = {};
      const newPhone = async (extra: { readonly userAgent?: string } = {}) => {
        const made = await openPhone(browser, hub.url, {
          locale,
          width,
          height,
          dark,
          zone: ZONE,
          picks: () => pick,
          ...extra,
        });
        open.push(made);
        return made;
      };
      const look = async (name: string, { page }: TestPhone) => {
        const found = (await page.evaluate(faultFinder)) as readonly string[];
        if (found.length > 0) faults[name] = found;
        const variant = `${language}${dark ? '-dark' : ''}-${width}`;
        if (pictures === undefined || !KEPT[variant]?.split(' ').includes(name)) return;
        await page.screenshot({ path: join(pictures, `${name}-${variant}.png`), animations: 'disabled' });
      };
      const done = (phone: TestPhone) => phone.page.getByRole('button', { name: words.done }).click();

      const personId = await hub.world.addPerson('Yohana Rumampuk', [office]);
      const mine = await newPhone();
      const { page } = mine;
      await page.goto(`${hub.url}/checkin/`);
      await page.locator('.field input').waitFor();
      await look('enrol', mine);
      await page.locator('.field input').fill('1234567890');
      await page.locator('button.first').click();
      await page.locator('.notice').waitFor();
      await look('enrol-refused', mine);
      await page.locator('.field input').fill(await hub.world.openWindow(personId));
      await page.locator('button.first').click();
      await page.locator('.verdict').waitFor();
      await look('enrolled', mine);
      await page.locator('button.first').click();
      await page.locator('.press:not([disabled])').waitFor();
      await page.locator('input[value=in]').check({ force: true });
      await look('home', mine);

      for (const [name, device] of [
        ['accepted', NEAR],
        ['refused', OTHER],
      ] as const) {
        pick = device;
        await page.locator('input[value=in]').check({ force: true });
        await page.locator('.press').click();
        await page.locator('.verdict').waitFor();
        await look(name, mine);
        await done(mine);
      }
      await page.locator('.entries').getByText(words.today).waitFor();
      // The result of the day follows a moment later.
      await page.locator('.result').waitFor({ timeout: 60_000 });
      await look('today', mine);
      await page.getByText(words.why).click();
      await look('today-why', mine);
      await page.getByRole('button', { name: words.help }).click();
      await look('help', mine);
      await page.getByRole('button', { name: words.close }).click();

      await mine.context.route('**/api/**', (route) => route.abort('connectionrefused'));
      pick = NEAR;
      await page.locator('.press').click();
      await page.locator('.verdict').waitFor();
      await look('not-sent', mine);
      await done(mine);
      await mine.context.setOffline(true);
      await page.locator('.press[disabled]').waitFor();
      await look('offline', mine);

      const iphone = await newPhone({
        userAgent:
          'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1',
      });
      await iphone.page.addInitScript('delete Navigator.prototype.bluetooth');
      await iphone.page.goto(`${hub.url}/checkin/`);
      await iphone.page.locator('.found').waitFor();
      await look('iphone', iphone);

      await mine.context.setOffline(false);
      await mine.context.unroute('**/api/**');
      await page.locator('.press:not([disabled])').waitFor();
      pick = MUTE;
      await page.locator('.press').click();
      await page.getByText(words.asking, { exact: true }).first().waitFor();
      await look('working', mine);
      expect(faults).toEqual({});
    },
    300_000,
  );
});
