import { randomUUID } from 'node:crypto';
import type { WallTime } from '@hadir/sdk';
import { faceError } from '../../errors.js';
import { HIK_PAGE, type HikSearchPage, hikSearchBody, readHikSearch } from '../../wire/hik-search.js';
import { offsetText } from '../../wire/stated-time.js';
import { shifted, spanMs } from '../device-clock.js';
import { codedError } from '../failures.js';
import type { HikApi } from './api.js';

const PATH = '/ISAPI/AccessControl/AcsEvent?format=json';
/** A search with more matches is divided: firmware gets slow, or wrong, at high positions. */
const MAX_MATCHES = 600;
const MIN_SPAN_MS = 3_600_000;
const MAX_PAGES = 2_000;

export interface HikSearchRange {
  readonly major: number;
  readonly minor: number;
  /** By the terminal's clock, both inclusive. */
  readonly from: WallTime;
  readonly to: WallTime;
}

/** One page of what was found, in the order of time; `doneTo` when everything before that moment has been given. */
export interface HikFound {
  readonly page: HikSearchPage;
  readonly doneTo: WallTime | null;
}

/** Searches a terminal's event log. */
export interface HikSearcher {
  /** @throws as `HikApi.json` */
  find(range: HikSearchRange, utcOffsetSeconds: number, signal: AbortSignal): AsyncIterable<HikFound>;
}

export function hikSearcher(api: HikApi): HikSearcher {
  // Firmware differs: some wants the offset behind the time, some refuses it. What was taken once is kept.
  let style: 'offset' | 'plain' = 'offset';
  let isStyleKnown = false;

  async function page(
    range: HikSearchRange,
    searchId: string,
    position: number,
    utcOffsetSeconds: number,
    signal: AbortSignal,
  ) {
    const ask = async (): Promise<HikSearchPage> => {
      const tail = style === 'offset' ? offsetText(utcOffsetSeconds) : '';
      const body = hikSearchBody({
        searchId,
        position,
        maxResults: HIK_PAGE,
        major: range.major,
        minor: range.minor,
        startTime: `${range.from}${tail}`,
        endTime: `${range.to}${tail}`,
      });
      return readHikSearch(await api.json(PATH, { method: 'POST', body, signal }));
    };
    try {
      const answer = await ask();
      isStyleKnown = true;
      return answer;
    } catch (error) {
      if (isStyleKnown || codedError(error)?.code !== 'FACE_TERMINAL_REFUSED') throw error;
      style = 'plain';
      const answer = await ask();
      isStyleKnown = true;
      return answer;
    }
  }

  async function* find(range: HikSearchRange, utcOffsetSeconds: number, signal: AbortSignal): AsyncIterable<HikFound> {
    const searchId = randomUUID();
    let answer = await page(range, searchId, 0, utcOffsetSeconds, signal);
    const span = spanMs(range.from, range.to);
    if (answer.totalMatches > MAX_MATCHES && span > MIN_SPAN_MS) {
      const middle = shifted(range.from, Math.floor(span / 2000) * 1000);
      yield* find({ ...range, to: middle }, utcOffsetSeconds, signal);
      yield* find({ ...range, from: shifted(middle, 1000) }, utcOffsetSeconds, signal);
      return;
    }
    for (let position = 0, pages = 1; ; pages++) {
      position += answer.returned;
      if (answer.more && (answer.returned === 0 || pages >= MAX_PAGES)) {
        throw faceError('FACE_WIRE_UNREADABLE', {
          format: 'hikvision-isapi',
          where: 'AcsEvent',
          reason: 'says MORE without an end',
        });
      }
      yield { page: answer, doneTo: answer.more ? null : range.to };
      if (!answer.more) return;
      answer = await page(range, searchId, position, utcOffsetSeconds, signal);
    }
  }

  return { find };
}
