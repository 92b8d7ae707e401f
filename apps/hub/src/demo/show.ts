import type { Language } from '@hadir/core';
import type { EventView } from '@hadir/sdk/client';
import { DIRECTION_WORDS, METHOD_WORDS } from '../events/index.js';

/** Indonesia's three zones have names of their own (Keppres 41/1987). */
const ZONE_NAMES: Readonly<Record<string, string>> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
};

/** An event of the last moments, as opposed to one from a terminal's memory. */
const FRESH_MS = 120_000;
const TELL_EVERY = 500;

function eventLine(event: EventView, language: Language): string {
  const wall = (event.wall ?? event.occurredAt).replace('T', ' ').slice(0, 19);
  const nobody =
    language === 'id' ? `(nomor ${event.deviceUserId}, belum dipetakan)` : `(number ${event.deviceUserId}, not mapped)`;
  const method = event.methods.map((one) => METHOD_WORDS[one][language]).join('+');
  return [
    `${wall} ${ZONE_NAMES[event.zone] ?? event.zone}`,
    (event.unit?.name ?? '–').padEnd(20),
    (event.person?.name ?? nobody).padEnd(32),
    method.padEnd(12),
    (event.direction === 'unknown' ? '–' : DIRECTION_WORDS[event.direction][language]).padEnd(8),
    event.transport,
  ].join('  ');
}

/** Fresh events line by line; what comes out of a terminal's memory as a count, or it would drown them. */
export function createPrinter(language: Language, write: (line: string) => void) {
  let old = 0;
  return {
    show(event: EventView): void {
      if (Date.parse(event.receivedAt) - Date.parse(event.occurredAt) < FRESH_MS && event.revision === 1) {
        write(eventLine(event, language));
        return;
      }
      old += 1;
      if (old % TELL_EVERY === 0) {
        write(
          language === 'id'
            ? `… ${old} catatan lama dari ingatan mesin sudah masuk`
            : `… ${old} earlier records from the terminals' memory are in`,
        );
      }
    },
    old: () => old,
  };
}
