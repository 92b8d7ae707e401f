/** Which advice fits a browser that cannot do it. */
export type BrowserKind = 'ios' | 'in-app' | 'android' | 'other';

export function browserKind(userAgent: string, touchPoints: number): BrowserKind {
  // An iPad says that it is a Mac, which has no touch screen.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return 'ios';
  if (!/Android/.test(userAgent)) return 'other';
  return /; wv\)|FBAN|FBAV|Instagram|Line\/|MicroMessenger/.test(userAgent) ? 'in-app' : 'android';
}

/** Android opens such an address in Chrome (https://developer.chrome.com/docs/android/intents). */
export function chromeAddress(href: string): string {
  const url = new URL(href);
  const scheme = url.protocol.replace(':', '');
  return `intent://${url.host}${url.pathname}${url.search}#Intent;scheme=${scheme};package=com.android.chrome;end`;
}
