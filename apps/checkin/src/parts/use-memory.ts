import { useCallback, useState } from 'preact/hooks';
import { type Memory, readMemory, writeMemory } from '../phone/memory.js';

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** What the phone keeps, and a way to change parts of it. */
export function useMemory(): readonly [Memory, (change: Partial<Memory>) => void] {
  const [memory, set] = useState(() => readMemory(storage()));
  const remember = useCallback((change: Partial<Memory>) => {
    set((known) => {
      const next = { ...known, ...change };
      writeMemory(storage(), next);
      return next;
    });
  }, []);
  return [memory, remember];
}
