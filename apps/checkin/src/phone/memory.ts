import type { Language } from '../words/index.js';

/**
 * All that the app keeps on the phone. None of it is a secret: the credential id only names the key, which the phone's
 * secure hardware keeps to itself.
 */
export interface Memory {
  readonly credentialId: string | null;
  readonly personName: string | null;
  readonly siteName: string | null;
  readonly language: Language | null;
  /** The last one that counted, so that the other direction is offered next. */
  readonly last: { readonly direction: 'in' | 'out'; readonly at: string } | null;
}

const KEY = 'hadir.checkin';
const EMPTY: Memory = { credentialId: null, personName: null, siteName: null, language: null, last: null };

/** What is kept; storage that is closed or was tampered with counts as empty. */
export function readMemory(storage: Storage | null): Memory {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? checked(kept as Record<string, unknown>) : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** @returns whether it will be there next time */
export function writeMemory(storage: Storage | null, memory: Memory): boolean {
  try {
    storage?.setItem(KEY, JSON.stringify(memory));
    return storage !== null;
  } catch {
    return false;
  }
}

function checked(kept: Record<string, unknown>): Memory {
  const string = (value: unknown): string | null => (typeof value === 'string' && value.length <= 2000 ? value : null);
  const last = kept.last as Record<string, unknown> | null | undefined;
  const at = string(last?.at);
  return {
    credentialId: string(kept.credentialId),
    personName: string(kept.personName),
    siteName: string(kept.siteName),
    language: kept.language === 'id' || kept.language === 'en' ? kept.language : null,
    last:
      at !== null && (last?.direction === 'in' || last?.direction === 'out') ? { direction: last.direction, at } : null,
  };
}
