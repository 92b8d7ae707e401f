/** Keeps the app itself on the phone, so that it opens without a line and then says that there is none. */
export function keepShell(): void {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  const hadOne = serviceWorker.controller !== null;
  window.addEventListener('load', () => {
    serviceWorker.register('/checkin/sw.js', { scope: '/checkin/', updateViaCache: 'none' }).catch(() => undefined);
  });
  // A newer app took over: shown when the person comes back to it, never in the middle of a check-in.
  let newer = false;
  serviceWorker.addEventListener('controllerchange', () => {
    newer = hadOne;
  });
  document.addEventListener('visibilitychange', () => {
    if (newer && document.visibilityState === 'visible' && document.querySelector('.home')) location.reload();
  });
}
