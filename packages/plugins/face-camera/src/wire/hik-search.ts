import { faceError } from '../errors.js';
import { type HikEvent, hikFoundEvent } from './hik-event.js';
import { integerOf, isObject, textOf } from './json.js';

export interface HikSearchPage {
  /** More pages follow; ask again from `position + returned`. */
  readonly more: boolean;
  readonly totalMatches: number;
  readonly returned: number;
  readonly events: readonly HikEvent[];
  /** Entries without the numbers that say what they are. */
  readonly unreadable: number;
}

export interface HikSearchRequest {
  readonly searchId: string;
  readonly position: number;
  readonly maxResults: number;
  readonly major: number;
  /** 0 is every kind. */
  readonly minor: number;
  readonly startTime: string;
  readonly endTime: string;
}

/** Firmware answers at most 30 at once. */
export const HIK_PAGE = 30;

export function hikSearchBody(request: HikSearchRequest): string {
  return JSON.stringify({
    AcsEventCond: {
      searchID: request.searchId,
      searchResultPosition: request.position,
      maxResults: request.maxResults,
      major: request.major,
      minor: request.minor,
      startTime: request.startTime,
      endTime: request.endTime,
      timeReverseOrder: false,
    },
  });
}

/** @throws FACE_WIRE_UNREADABLE */
export function readHikSearch(value: unknown): HikSearchPage {
  const answer = isObject(value) ? value.AcsEvent : undefined;
  if (!isObject(answer)) {
    throw faceError('FACE_WIRE_UNREADABLE', { format: 'hikvision-isapi', where: 'AcsEvent', reason: 'missing' });
  }
  const list: readonly unknown[] = Array.isArray(answer.InfoList) ? answer.InfoList : [];
  const events = list.map(hikFoundEvent);
  const found = events.filter((event) => event !== null);
  return {
    more: textOf(answer.responseStatusStrg)?.toUpperCase() === 'MORE',
    totalMatches: integerOf(answer.totalMatches) ?? list.length,
    // What the answer claims differs from what it holds in shortened captures; paging follows the claim.
    returned: integerOf(answer.numOfMatches) ?? list.length,
    events: found,
    unreadable: events.length - found.length,
  };
}
