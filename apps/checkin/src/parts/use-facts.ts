import { useCallback, useEffect, useState } from 'preact/hooks';
import type { PhoneFacts } from '../flow/blockers.js';
import { bluetoothOf } from '../phone/bluetooth.js';
import { askBluetooth, askScreenLock, feelPulse, fixedFacts } from '../phone/facts.js';

const PULSE_EVERY_MS = 30_000;
const PULSE_AWAY_MS = 5_000;
const FIXED = fixedFacts();

export interface SeenFacts extends Omit<PhoneFacts, 'enrolled'> {
  readonly clockAheadMs: number;
}

/** What the phone and the line can do, kept fresh while the page is seen. */
export function useFacts(): { readonly facts: SeenFacts; readonly refresh: () => void } {
  const [facts, set] = useState<SeenFacts>({
    ...FIXED,
    screenLock: null,
    bluetoothOn: null,
    online: navigator.onLine,
    hubHere: null,
    clockAheadMs: 0,
  });
  const learn = useCallback((news: Partial<SeenFacts>) => set((known) => ({ ...known, ...news })), []);
  const refresh = useCallback(() => {
    learn({ online: navigator.onLine });
    void feelPulse().then(({ here, clockAheadMs }) =>
      learn({ hubHere: here, ...(clockAheadMs === null ? {} : { clockAheadMs }) }),
    );
    void askBluetooth().then((bluetoothOn) => learn({ bluetoothOn }));
    void askScreenLock().then((screenLock) => learn({ screenLock }));
  }, [learn]);

  useEffect(() => {
    const whenSeen = () => {
      if (document.visibilityState === 'visible') refresh();
    };
    const onLine = () => refresh();
    const onAvailability = () => void askBluetooth().then((bluetoothOn) => learn({ bluetoothOn }));
    const bluetooth = bluetoothOf(navigator);
    refresh();
    document.addEventListener('visibilitychange', whenSeen);
    window.addEventListener('online', onLine);
    window.addEventListener('offline', onLine);
    bluetooth?.addEventListener('availabilitychanged', onAvailability);
    return () => {
      document.removeEventListener('visibilitychange', whenSeen);
      window.removeEventListener('online', onLine);
      window.removeEventListener('offline', onLine);
      bluetooth?.removeEventListener('availabilitychanged', onAvailability);
    };
  }, [learn, refresh]);
  // Who waits for the hub to come back should not wait for the clock as well.
  useEffect(() => {
    const seen = () => {
      if (document.visibilityState === 'visible') refresh();
    };
    const timer = setInterval(seen, facts.hubHere === false ? PULSE_AWAY_MS : PULSE_EVERY_MS);
    return () => clearInterval(timer);
  }, [facts.hubHere, refresh]);
  return { facts, refresh };
}
