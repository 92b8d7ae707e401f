import { type HadirError, isHadirError, type WallTime } from '@hadir/sdk';
import { zkError } from '../errors.js';
import { createGate } from '../standalone/gate.js';
import type { TextEncoding } from '../wire/text.js';
import { SOAP_TIMINGS, type SoapEndpoint, type SoapTimings, soapExchange } from './client-exchange.js';
import { type SoapRequest, soapRequests } from './client-requests.js';
import {
  parseSoapAttlog,
  parseSoapDate,
  parseSoapUsers,
  type SoapAttlog,
  type SoapTime,
  type SoapUsers,
} from './parse-answers.js';
import { parseSoapDocument, requireComplete } from './parse-document.js';

export interface SoapClientOptions extends SoapEndpoint {
  readonly commKey: number;
  readonly encoding: TextEncoding;
  readonly timings?: SoapTimings;
  /** How often a broken answer is asked for again; default 3 tries in all. */
  readonly attempts?: number;
  /** Pause before the second try; doubled each time. Default 1 s. */
  readonly retryPauseMs?: number;
}

/**
 * The web service of older terminals. One question at a time, a connection for each; a broken answer is asked for again.
 * @throws SOAP_UNREACHABLE, SOAP_TIMEOUT, SOAP_TRUNCATED, SOAP_KEY_WRONG, SOAP_NOT_THIS_SERVICE…
 */
export interface SoapClient {
  /** The whole log; there is no other way to ask. Never a part of it: an answer that is not whole is an error. */
  attlog(signal: AbortSignal, onBytes?: (received: number) => void): Promise<SoapAttlog>;
  users(signal: AbortSignal): Promise<SoapUsers>;
  date(signal: AbortSignal): Promise<SoapTime>;
  setDate(wall: WallTime, signal: AbortSignal): Promise<void>;
  /** Null when this firmware does not tell. */
  option(name: string, signal: AbortSignal): Promise<string | null>;
  deleteUser(deviceUserId: string, signal: AbortSignal): Promise<void>;
  restart(signal: AbortSignal): Promise<void>;
  /** Erases the log. Called for an order by name only. */
  clearLog(signal: AbortSignal): Promise<void>;
}

/** Answers that broke off. Who cannot be reached at all is left to the host, which knows how to wait. */
const BROKEN: ReadonlySet<string> = new Set(['SOAP_TRUNCATED', 'SOAP_TIMEOUT']);

export function createSoapClient(options: SoapClientOptions): SoapClient {
  const { commKey, encoding, timings = SOAP_TIMINGS, attempts = 3, retryPauseMs = 1_000 } = options;
  const gate = createGate();

  async function ask<T>(
    request: SoapRequest,
    signal: AbortSignal,
    read: (bytes: Buffer) => T,
    onBytes?: (received: number) => void,
  ): Promise<T> {
    const leave = await gate.enter(signal);
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return read(await soapExchange(options, request.xml, signal, timings, onBytes));
        } catch (error) {
          const again = request.isRepeated && isHadirError(error) && BROKEN.has(error.code) && attempt < attempts;
          if (!again || signal.aborted) throw error;
        }
        await wait(retryPauseMs * 2 ** (attempt - 1), signal);
      }
    } finally {
      leave();
    }
  }

  async function order(request: SoapRequest, signal: AbortSignal): Promise<void> {
    await ask(request, signal, (bytes) => {
      const [row] = requireComplete(parseSoapDocument(bytes, `${request.name}Response`)).rows;
      const information = row?.text('Information')?.trim() ?? '';
      if (row?.text('Result')?.trim() === '1' || /^success/i.test(information)) return;
      throw zkError('SOAP_COMMAND_FAILED', { command: request.name, information: information.slice(0, 80) });
    });
  }

  return {
    attlog: (signal, onBytes) =>
      ask(soapRequests.attlog(commKey), signal, (bytes) => requireComplete(parseSoapAttlog(bytes)), onBytes),
    users: (signal) => ask(soapRequests.users(commKey), signal, (bytes) => parseSoapUsers(bytes, encoding)),
    date: (signal) => ask(soapRequests.date(commKey), signal, parseSoapDate),
    setDate: (wall, signal) => order(soapRequests.setDate(commKey, wall), signal),
    option: (name, signal) =>
      ask(soapRequests.option(commKey, name), signal, (bytes) => {
        const [row] = requireComplete(parseSoapDocument(bytes, 'GetOptionResponse')).rows;
        return row?.text('Value')?.trim() || null;
      }).catch((error: unknown) => nullWhenUnknown(error)),
    async deleteUser(deviceUserId, signal) {
      await order(soapRequests.deleteUser(commKey, deviceUserId), signal);
      await order(soapRequests.refresh(commKey), signal);
    },
    async restart(signal) {
      // Some boxes are gone before they answer.
      await order(soapRequests.restart(commKey), signal).catch((error: unknown) => {
        if (!isHadirError(error) || !BROKEN.has(error.code)) throw error;
      });
    },
    clearLog: (signal) => order(soapRequests.clearLog(commKey), signal),
  };
}

function nullWhenUnknown(error: unknown): null {
  if (isHadirError(error) && NOT_TOLD.has(error.code)) return null;
  throw error;
}
const NOT_TOLD: ReadonlySet<HadirError['code']> = new Set(['SOAP_NOT_THIS_SERVICE', 'SOAP_ROW_UNREADABLE']);

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
