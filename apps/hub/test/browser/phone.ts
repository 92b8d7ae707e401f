import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chooseDevice } from './bluetooth.js';

export interface PhoneOptions {
  readonly locale?: string;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly zone?: string;
  /** The device that its owner picks from the browser’s list; null closes the list. */
  readonly picks?: () => string | null;
  /** No authenticator: a phone without a screen lock. */
  readonly noLock?: boolean;
  readonly userAgent?: string;
}

/** A phone in a browser: its own storage, its own secure hardware (CDP WebAuthn), and what it complained of. */
export interface TestPhone {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors on the console and whatever was thrown. */
  readonly complaints: readonly string[];
  /** Requests to anybody but the hub. */
  readonly strangers: readonly string[];
  setVerified(isUserVerified: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function openPhone(browser: Browser, baseUrl: string, options: PhoneOptions = {}): Promise<TestPhone> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 390, height: options.height ?? 844 },
    deviceScaleFactor: 2,
    locale: options.locale ?? 'id-ID',
    timezoneId: options.zone ?? 'Asia/Makassar',
    colorScheme: options.dark === true ? 'dark' : 'light',
    // Nothing on its way in when it is looked at.
    reducedMotion: 'reduce',
    hasTouch: true,
    ...(options.userAgent === undefined ? {} : { userAgent: options.userAgent }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  context.on('request', (request) => {
    if (!request.url().startsWith(baseUrl) && !request.url().startsWith('data:')) strangers.push(request.url());
  });
  const session = await context.newCDPSession(page);
  let authenticatorId = '';
  if (options.noLock !== true) {
    await session.send('WebAuthn.enable');
    ({ authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    }));
  }
  await chooseDevice(page, options.picks ?? (() => null));
  return {
    page,
    context,
    complaints,
    strangers,
    setVerified: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    close: () => context.close(),
  };
}
