/// <reference lib="webworker" />
export {};

/** Written by the build: a name that changes with the content, and every file of the app. */
declare const SHELL_NAME: string;
declare const SHELL_FILES: readonly string[];
declare const self: ServiceWorkerGlobalScope;

const HOME = '/checkin/';
const CACHE = `hadir-checkin-${SHELL_NAME}`;

self.addEventListener('install', (event) => {
  const fresh = SHELL_FILES.map((file) => new Request(file, { cache: 'no-cache' }));
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(fresh))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const old = async () => {
    const names = await caches.keys();
    await Promise.all(
      names.filter((name) => name.startsWith('hadir-checkin-') && name !== CACHE).map((name) => caches.delete(name)),
    );
    await self.clients.claim();
  };
  event.waitUntil(old());
});

// The shell only. What is asked of the hub always goes to the hub: an answer from a cache would be a lie.
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || !url.pathname.startsWith(HOME)) return;
  const key = request.mode === 'navigate' ? HOME : url.pathname;
  event.respondWith(caches.open(CACHE).then(async (cache) => (await cache.match(key)) ?? fetch(request)));
});
