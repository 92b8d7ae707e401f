import { isHadirError } from '@hadir/sdk';
import { faceError } from '../../errors.js';
import { type DahuaAccess, readDahuaEvent } from '../../wire/dahua-event.js';
import { multipartReader } from '../../wire/multipart.js';
import { boundaryOf } from '../../wire/part-head.js';
import type { DahuaApi } from './api.js';

const PATH = '/cgi-bin/eventManager.cgi';
const QUERY = '?action=attach&codes=[AccessControl]&heartbeat=5';

export interface DahuaLiveOptions {
  readonly api: DahuaApi;
  readonly idleMs: number;
  /** The line is open: from now on nothing is missed. */
  readonly onOpen: () => void;
  readonly onTraffic: () => void;
  readonly onRecords: (records: readonly DahuaAccess[]) => Promise<void>;
  readonly onUnreadable: (error: Error) => void;
}

/**
 * Holds eventManager open until the signal aborts; each piece is worked off before the next is read.
 * @throws as `HttpClient.open`, FACE_TERMINAL_UNSUPPORTED, FACE_TERMINAL_LINE_CUT when the terminal ends it
 */
export async function dahuaLiveStream(options: DahuaLiveOptions, signal: AbortSignal): Promise<void> {
  const { api, idleMs } = options;
  const { address } = api;
  const stream = await api.client.open(`${PATH}${QUERY}`, { signal, idleMs });
  try {
    const boundary = boundaryOf(stream.contentType);
    if (stream.status !== 200 || boundary === null) {
      if (stream.status >= 500)
        throw faceError('FACE_TERMINAL_UNREACHABLE', { address, reason: `HTTP ${stream.status}` });
      throw faceError('FACE_TERMINAL_UNSUPPORTED', { address, path: PATH });
    }
    options.onOpen();
    const reader = multipartReader(boundary);
    for await (const piece of stream.pieces) {
      options.onTraffic();
      const records = reader.push(piece).flatMap(({ body }) => recordOf(body));
      if (records.length > 0) await options.onRecords(records);
    }
  } finally {
    stream.close();
  }
  if (!signal.aborted) throw faceError('FACE_TERMINAL_LINE_CUT', { address });

  function recordOf(body: Buffer | null): readonly DahuaAccess[] {
    if (body === null || body.length === 0) return [];
    try {
      const message = readDahuaEvent(body);
      return message.kind === 'access' ? [message] : [];
    } catch (error) {
      if (!isHadirError(error)) throw error;
      options.onUnreadable(error);
      return [];
    }
  }
}
