import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestSite } from '../support/checkin-world.js';
import { type EmulatedAir, emulateBluetooth } from './bluetooth.js';
import { type CheckinHub, startCheckinHub } from './checkin-hub.js';
import { findChromium, launchChromium } from './chromium.js';
import { openPhone, type PhoneOptions, type TestPhone } from './phone.js';

const executable = findChromium();
const BOX = '0A:00:00:00:00:01';
const OTHER_BOX = '0A:00:00:00:00:02';
let hub: CheckinHub;
let browser: Browser;
let air: EmulatedAir;
let office: TestSite;
let otherOffice: TestSite;
const open: TestPhone[] = [];

async function phone(options: PhoneOptions = {}): Promise<TestPhone> {
  const made = await openPhone(browser, hub.url, { picks: () => BOX, ...options });
  open.push(made);
  return made;
}

let people = 0;
async function person(): Promise<{ readonly id: string; readonly name: string; readonly code: string }> {
  people += 1;
  const name = `Yohana Rumampuk ${people}`;
  const id = await hub.world.addPerson(name, [office]);
  return { id, name, code: await hub.world.openWindow(id) };
}

/** By the link of an administrator to the home screen. */
async function enrolled(options: PhoneOptions = {}) {
  const owner = await person();
  const mine = await phone(options);
  const { page } = mine;
  await page.goto(`${hub.url}/checkin/#code=${owner.code}`);
  await page.locator('button.first').click();
  await page.getByText(owner.name).waitFor();
  await page.locator('button.first').click();
  await page.locator('.press').waitFor();
  return { ...mine, owner };
}

const press = async ({ page }: Pick<TestPhone, 'page'>) => {
  await page.locator('.press:not([disabled])').click();
  await page.locator('.verdict h1').waitFor();
  return {
    title: (await page.locator('.verdict h1').textContent()) ?? '',
    text: (await page.locator('.verdict').textContent()) ?? '',
  };
};

describe.skipIf(executable === null)('the check-in app in Chromium', () => {
  beforeAll(async () => {
    hub = await startCheckinHub();
    browser = await launchChromium(executable ?? '');
    office = await hub.world.addSite('Kantor Bupati');
    otherOffice = await hub.world.addSite('Kantor Camat Airmadidi');
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await hub?.stop();
  });
  beforeEach(async () => {
    air = await emulateBluetooth(browser);
  });
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
    await air.close();
  });

  it('enrols with a code, checks in at the box of the office, and shows what came of it', async () => {
    await air.place(office.beacon, { address: BOX, name: 'ABSEN Kantor Bupati' });
    const owner = await person();
    const mine = await phone();
    const { page } = mine;
    await page.goto(`${hub.url}/checkin`);
    expect(new URL(page.url()).pathname).toBe('/checkin/');
    await page.getByLabel('Kode pendaftaran').fill(`${owner.code.slice(0, 5)}-${owner.code.slice(5)}`);
    await page.getByRole('button', { name: 'Daftarkan' }).click();
    await page.getByRole('heading', { name: `${owner.name}, ponsel ini terdaftar` }).waitFor();
    expect(await hub.world.phonesOf(owner.id)).toMatchObject([{ revokedAt: null }]);
    await page.getByRole('button', { name: 'Mulai' }).click();

    await page.getByLabel('Masuk').check({ force: true });
    await page.getByRole('button', { name: 'Absen masuk' }).click();
    await page.getByRole('heading', { name: 'Absen masuk tercatat' }).waitFor();
    await page.getByText('Kantor Bupati').waitFor();
    expect(await hub.world.decisionsOf(owner.id)).toMatchObject([{ decision: 'accept', reasons: [] }]);
    await page.getByRole('button', { name: 'Selesai' }).click();
    await page.locator('.entries').getByText('Dihitung').waitFor();
    // Leaving is what comes next.
    expect(await page.getByLabel('Pulang').isChecked()).toBe(true);
    expect(mine.complaints).toEqual([]);
    expect(mine.strangers).toEqual([]);
  });

  it('keeps nothing on the phone but the enrolment number, a name, an office, and the last direction', async () => {
    await air.place(office.beacon, { address: BOX, name: 'ABSEN' });
    const { page, context, owner } = await enrolled();
    await press({ page });
    const { origins, cookies } = await context.storageState();
    expect(cookies).toEqual([]);
    expect(origins).toHaveLength(1);
    expect(origins[0]).toMatchObject({ origin: hub.url });
    expect(await page.evaluate('indexedDB.databases()')).toEqual([]);
    expect(origins[0]?.localStorage.map(({ name }) => name)).toEqual(['hadir.checkin']);
    const kept = JSON.parse(origins[0]?.localStorage[0]?.value ?? '{}') as Record<string, unknown>;
    expect(kept).toEqual({
      credentialId: expect.stringMatching(/^[\w-]{20,}$/),
      personName: owner.name,
      siteName: 'Kantor Bupati',
      language: null,
      last: { direction: expect.stringMatching(/^(in|out)$/), at: expect.any(String) },
    });
  });

  it('says why a check-in is refused: the box of another office', async () => {
    await air.place(otherOffice.beacon, { address: OTHER_BOX, name: 'ABSEN Camat' });
    const { page, owner } = await enrolled({ picks: () => OTHER_BOX });
    const { title, text } = await press({ page });
    expect(title).toBe('Absen ditolak');
    expect(text).toContain('Suar ini milik kantor lain.');
    expect(text).toContain('BEACON_SITE');
    expect(await hub.world.decisionsOf(owner.id)).toMatchObject([{ decision: 'reject', reasons: ['BEACON_SITE'] }]);
  });

  it('says that one must come nearer, and that an officer will look', async () => {
    await air.place(office.beacon, { address: BOX, name: 'ABSEN', rssiDbm: -99 });
    const far = await enrolled();
    expect((await press(far)).text).toContain('Mendekatlah ke alat');
    await air.close();
    air = await emulateBluetooth(browser);
    await air.place(office.beacon, { address: BOX, name: 'ABSEN', rssiDbm: -80 });
    const near = await enrolled();
    expect((await press(near)).title).toBe('Menunggu petugas');
    await near.page.getByRole('button', { name: 'Selesai' }).click();
    await near.page.locator('.entries').getByText('Menunggu petugas').waitFor();
  });

  it('tells a second check-in within the minute from the first', async () => {
    await air.place(office.beacon, { address: BOX, name: 'ABSEN' });
    const { page } = await enrolled();
    for (const expected of ['tercatat', 'Absen ini sudah tercatat.']) {
      await page.getByLabel('Masuk').check({ force: true });
      expect((await press({ page })).text).toContain(expected);
      await page.getByRole('button', { name: 'Selesai' }).click();
    }
  });

  it('is grey with a reason when the line, the hub or Bluetooth is away, and never pretends to have sent', async () => {
    await air.place(office.beacon, { address: BOX, name: 'ABSEN' });
    const { page, context, owner } = await enrolled();
    const button = page.locator('.press');
    const reason = page.locator('#why');
    await context.setOffline(true);
    await reason.getByText('Tidak ada internet').waitFor();
    expect(await button.isDisabled()).toBe(true);
    await context.setOffline(false);
    await reason.getByText('Berdirilah dekat alat').waitFor();
    await air.close();
    air = await emulateBluetooth(browser, 'absent');
    await page.reload();
    await reason.getByText('Bluetooth tidak ada atau mati').waitFor();
    await air.close();
    air = await emulateBluetooth(browser);
    await air.place(office.beacon, { address: BOX, name: 'ABSEN' });
    await page.reload();
    await reason.getByText('Berdirilah dekat alat').waitFor();

    // The hub goes away after the page had found it.
    await context.route('**/api/**', (route) => route.abort('connectionrefused'));
    const { title, text } = await press({ page });
    expect(title).toBe('Belum terkirim');
    expect(text).toContain('TIDAK tercatat');
    await context.route('**/livez', (route) => route.abort('connectionrefused'));
    await page.getByRole('button', { name: 'Selesai' }).click();
    await reason.getByText('Server absen tidak terjangkau').waitFor();
    expect(await button.isDisabled()).toBe(true);
    expect(await hub.world.decisionsOf(owner.id)).toEqual([]);
  });

  it('does not claim either way when the line breaks while sending, and shows the truth under "today"', async () => {
    await air.place(office.beacon, { address: BOX, name: 'ABSEN' });
    const { page, context, owner } = await enrolled();
    // The hub gets it; its answer is lost.
    await context.route('**/checkin/finish', async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    });
    expect((await press({ page })).title).toBe('Belum pasti tercatat');
    await context.unroute('**/checkin/finish');
    await page.getByRole('button', { name: 'Lihat hari ini' }).click();
    await page.locator('.entries').getByText('Dihitung').waitFor();
    expect(await hub.world.decisionsOf(owner.id)).toMatchObject([{ decision: 'accept' }]);
  });

  it('sends once more when the first sending never arrived', async () => {
    await air.place(office.beacon, { address: BOX, name: 'ABSEN' });
    const { page, context, owner } = await enrolled();
    await context.route('**/checkin/finish', (route) => route.abort('connectionreset'), { times: 1 });
    expect((await press({ page })).title).toMatch(/tercatat$/);
    expect(await hub.world.decisionsOf(owner.id)).toHaveLength(1);
  });

  it('tells an unenrolled phone what to do, and a wrong code from a right one', async () => {
    const mine = await phone({ locale: 'en-US' });
    const { page } = mine;
    await page.goto(`${hub.url}/checkin/`);
    await page.getByRole('heading', { name: 'Enrol this phone' }).waitFor();
    const submit = page.getByRole('button', { name: 'Enrol' });
    await page.getByLabel('Enrolment code').fill('12345');
    expect(await submit.isDisabled()).toBe(true);
    await page.getByText('5 more digits').waitFor();
    await page.getByLabel('Enrolment code').fill('0000000000');
    await submit.click();
    await page.getByText('The code is not valid').waitFor();
    const owner = await person();
    await page.getByLabel('Enrolment code').fill(owner.code);
    await submit.click();
    await page.getByRole('heading', { name: 'this phone is enrolled' }).waitFor();
    // A code is good once.
    await page.goto(`${hub.url}/checkin/#code=${owner.code}`);
    await page.reload();
    await page.getByRole('button', { name: 'Enrol' }).click();
    await page.getByText('The code is not valid').waitFor();
    expect(page.url()).not.toContain(owner.code);
  });

  it('tells a revoked phone so and offers to enrol again', async () => {
    await air.place(office.beacon, { address: BOX, name: 'ABSEN' });
    const { page, owner } = await enrolled();
    const [mine] = await hub.world.phonesOf(owner.id);
    await hub.world.ok('POST', `/checkin/phones/${mine?.id}/revoke`, { reason: 'hilang' });
    expect((await press({ page })).title).toBe('Ponsel ini tidak terdaftar lagi');
    await page.getByRole('button', { name: 'Daftarkan ponsel ini' }).click();
    await page.getByLabel('Kode pendaftaran').fill(await hub.world.openWindow(owner.id));
    await page.getByRole('button', { name: 'Daftarkan' }).click();
    await page.getByRole('button', { name: 'Mulai' }).click();
    expect((await press({ page })).title).toMatch(/tercatat$/);
  });

  it('sends nothing when the person closes the list of devices, or does not open the screen lock', async () => {
    await air.place(office.beacon, { address: BOX, name: 'ABSEN' });
    let pick: string | null = null;
    const { page, owner, setVerified } = await enrolled({ picks: () => pick });
    expect((await press({ page })).title).toBe('Alat belum dipilih');
    pick = BOX;
    await setVerified(false);
    await page.getByRole('button', { name: 'Coba lagi' }).click();
    await page.getByRole('heading', { name: 'Kunci layar belum dibuka' }).waitFor({ timeout: 70_000 });
    await setVerified(true);
    expect(await hub.world.decisionsOf(owner.id)).toEqual([]);
    await page.getByRole('button', { name: 'Coba lagi' }).click();
    await page.getByRole('heading', { name: /tercatat$/ }).waitFor();
  });

  it('tells a box of another kind, and one that does not answer', async () => {
    await air.place(office.beacon, { address: OTHER_BOX, name: 'Speaker', stranger: true });
    const { page } = await enrolled({ picks: () => OTHER_BOX });
    expect((await press({ page })).title).toBe('Ini bukan alat absen');
    await air.close();
    air = await emulateBluetooth(browser);
    await air.place(office.beacon, { address: BOX, name: 'ABSEN', mute: true });
    const mute = await enrolled();
    expect((await press(mute)).title).toBe('Alat tidak menjawab');
  });

  it('speaks the language of the browser, changes it at a touch, and remembers it', async () => {
    const mine = await phone({ locale: 'fr-FR' });
    const { page } = mine;
    await page.goto(`${hub.url}/checkin/`);
    await page.getByRole('heading', { name: 'Daftarkan ponsel ini' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('id');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Enrol this phone' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Enrol this phone' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    const { page: british } = await phone({ locale: 'en-GB' });
    await british.goto(`${hub.url}/checkin/`);
    await british.getByRole('heading', { name: 'Enrol this phone' }).waitFor();
  });

  it('says plainly where it cannot work: iPhone, a browser without Bluetooth, a phone without a screen lock', async () => {
    const iphone = await phone({
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1',
    });
    await iphone.page.addInitScript('delete Navigator.prototype.bluetooth');
    await iphone.page.goto(`${hub.url}/checkin/`);
    await iphone.page.getByRole('heading', { name: 'Tidak bisa absen dari sini' }).waitFor();
    await iphone.page.getByText('Di iPhone dan iPad').waitFor();
    await iphone.page.getByText('Bluetooth di peramban: tidak ada').waitFor();
    const firefox = await phone({ userAgent: 'Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0' });
    await firefox.page.addInitScript('delete Navigator.prototype.bluetooth');
    await firefox.page.goto(`${hub.url}/checkin/`);
    const chrome = await firefox.page.getByRole('link', { name: 'Buka di Chrome' }).getAttribute('href');
    expect(chrome).toMatch(/^intent:\/\/localhost:\d+\/checkin\/#Intent;scheme=http;package=com\.android\.chrome;end$/);
    const unlocked = await phone({ noLock: true });
    await unlocked.page.goto(`${hub.url}/checkin/`);
    await unlocked.page.getByText('Kunci layar belum ada').waitFor();
  });

  it('opens the day with the screen lock after the page was closed', async () => {
    await air.place(office.beacon, { address: BOX, name: 'ABSEN' });
    const { page } = await enrolled();
    await press({ page });
    await page.reload();
    await page.getByText('Buka dengan kunci layar').waitFor();
    await page.getByRole('button', { name: 'Lihat hari ini' }).click();
    await page.locator('.entries').getByText('Dihitung').waitFor();
  });

  it('warns when the phone’s clock is off, though only the hub’s counts', async () => {
    const { page } = await enrolled();
    await page.clock.install({ time: Date.now() + 17 * 60_000 });
    await page.reload();
    await page.getByText('Jam ponsel meleset 17 menit').waitFor();
  });
});
