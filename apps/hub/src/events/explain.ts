import type { Language } from '@hadir/core';
import type { EventDecision } from './decisions.js';
import type { EventRow } from './event-view.js';
import { DIRECTION_WORDS, FLAG_WORDS, METHOD_WORDS, VERDICT_WORDS } from './words.js';

/** Why the event says what it says, a sentence a line, for an officer who must answer for it. */
export function explainEvent(
  event: EventRow,
  readings: number,
  language: Language,
  decisions: readonly EventDecision[] = [],
): readonly string[] {
  const id = language === 'id';
  const method = event.methods.map((one) => METHOD_WORDS[one][language]).join(' + ');
  const direction = DIRECTION_WORDS[event.direction][language];
  const lines = [
    id
      ? `Mesin "${event.deviceName}" mengenali nomor ${event.deviceUserId} dengan ${method} (${direction}).`
      : `Device "${event.deviceName}" recognised number ${event.deviceUserId} by ${method} (${direction}).`,
    timeLine(event, id),
    id
      ? `Diterima hub pada ${event.receivedAt.toISOString()} melalui ${event.transport}; ${readings} catatan jurnal menceritakannya.`
      : `The hub received it at ${event.receivedAt.toISOString()} over ${event.transport}; ${readings} journal rows tell of it.`,
    personLine(event, id),
    ...event.flags.map((flag) => FLAG_WORDS[flag][language]),
    VERDICT_WORDS[event.verdict][language],
    ...decisions.map((decision) => decisionLine(decision, id)),
  ];
  return lines;
}

function decisionLine({ verdict, by, at, reason }: EventDecision, id: boolean): string {
  const when = at.toISOString();
  if (id) return `${by} ${verdict === 'accepted' ? 'menerima' : 'menolak'} pada ${when}: ${reason}`;
  return `${by} ${verdict === 'accepted' ? 'accepted' : 'rejected'} it at ${when}: ${reason}`;
}

function timeLine(event: EventRow, id: boolean): string {
  const at = event.occurredAt.toISOString();
  const offset =
    event.clockOffsetMs === null
      ? ''
      : id
        ? ` Selisih jam mesin terukur ${(event.clockOffsetMs / 1000).toFixed(1)} detik.`
        : ` Its clock was measured to be off by ${(event.clockOffsetMs / 1000).toFixed(1)} s.`;
  if (event.wall === null) {
    return id
      ? `Mesin tidak memberi waktu yang dapat dipakai; tercatat ${at}.`
      : `The device gave no usable time; recorded at ${at}.`;
  }
  const shown = event.wall.replace('T', ' ');
  return id
    ? `Jam mesin menunjukkan ${shown} di zona ${event.zone}; itu adalah ${at}.${offset}`
    : `The clock of the device showed ${shown} in zone ${event.zone}; that is ${at}.${offset}`;
}

function personLine(event: EventRow, id: boolean): string {
  if (event.personName === null) {
    return id
      ? `Nomor ${event.deviceUserId} di mesin ini belum dipetakan kepada siapa pun pada hari itu.`
      : `Number ${event.deviceUserId} on this device belonged to nobody on that day.`;
  }
  return id
    ? `Pada hari itu nomor tersebut dipetakan kepada ${event.personName}.`
    : `On that day the number was mapped to ${event.personName}.`;
}
