import type { CheckinClient, TodayView } from '@hadir/sdk/checkin';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { seeToday } from '../flow/see-today.js';

/** The pass stays in this page's memory: it is gone with the page, and the screen lock opens the day again. */
export interface TodayState {
  readonly view: TodayView | null;
  readonly state: 'locked' | 'opening' | 'open' | 'failed';
}

const AGAIN_MS = 20_000;

export function useToday(client: CheckinClient, credentialId: string | null) {
  const [pass, setPass] = useState<string | null>(null);
  const [today, set] = useState<TodayState>({ view: null, state: 'locked' });

  useEffect(() => {
    if (pass === null) return;
    let over = false;
    const load = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        const view = await client.today(pass);
        if (!over) set({ view, state: 'open' });
      } catch (error) {
        // Without a line what was seen stays seen; a pass that ran out closes the day.
        if (!over && (error as { status?: number }).status === 401) {
          setPass(null);
          set({ view: null, state: 'locked' });
        }
      }
    };
    void load();
    const timer = setInterval(() => void load(), AGAIN_MS);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [client, pass]);

  const open = useCallback(async () => {
    if (credentialId === null) return;
    set({ view: null, state: 'opening' });
    try {
      const opened = await seeToday(client, credentialId);
      set({ view: opened.today, state: 'open' });
      setPass(opened.pass);
    } catch {
      set({ view: null, state: 'failed' });
    }
  }, [client, credentialId]);

  const close = useCallback(() => {
    setPass(null);
    set({ view: null, state: 'locked' });
  }, []);
  return { today, open, close, usePass: setPass };
}
